package io.millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Durations and numbers of bytes as a person writes them. */
class ValuesTest {

    @ParameterizedTest
    @CsvSource({"0s,0", "500ms,500", "10s,10000", "2m,120000", "1h,3600000"})
    void aDurationHasAUnit(String text, long millis) {
        assertEquals(Duration.ofMillis(millis), new Durations().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "-1s", "1.5s", "1d", "10 s"})
    void anythingElseIsNoDuration(String text) {
        assertThrows(TypeConversionException.class, () -> new Durations().convert(text));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "4096,4096", "500k,512000", "8M,8388608", "1g,1073741824"})
    void bytesMayHaveAUnit(String text, long bytes) {
        assertEquals(bytes, new ByteCounts().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "k", "-1", "1.5M", "1T", "1 k"})
    void anythingElseIsNoNumberOfBytes(String text) {
        assertThrows(TypeConversionException.class, () -> new ByteCounts().convert(text));
    }
}
