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
    @CsvSource({"0s,0", "500ms,500", "10s,10000", "2m,120000", "1h,3600000", "1h30m,5400000", "7d,604800000"})
    void aDurationHasAUnit(String text, long millis) {
        assertEquals(Duration.ofMillis(millis), new Durations().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "s", "-1s", "1.5s", "1w", "30m1h", "10 s"})
    void anythingElseIsNoDuration(String text) {
        assertThrows(TypeConversionException.class, () -> new Durations().convert(text));
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "4096,4096",
        "500k,512000",
        "8M,8388608",
        "1g,1073741824",
        "10MB,10000000",
        "2kB,2000",
        "8MiB,8388608"
    })
    void bytesMayHaveAUnit(String text, long bytes) {
        assertEquals(bytes, new ByteCounts().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "k", "-1", "1.5M", "1T", "1 k", "1iB"})
    void anythingElseIsNoNumberOfBytes(String text) {
        assertThrows(TypeConversionException.class, () -> new ByteCounts().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "500ms", "2m", "1h30m", "7d", "1m30s500ms"})
    void aDurationIsShownAsItIsWritten(String text) {
        assertEquals(text, Durations.exact(new Durations().convert(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1234567", "10MB", "64MiB", "1GiB", "1500kB"})
    void soIsANumberOfBytes(String text) {
        assertEquals(text, ByteCounts.exact(new ByteCounts().convert(text)));
    }

    @ParameterizedTest
    @CsvSource({"800k,800000", "4.5M,4500000", "1G,1000000000", "20Mbit/s,20000000", "96000,96000"})
    void aBitRateMayHaveAUnitAndAFraction(String text, long bits) {
        assertEquals(bits, new BitRates().convert(text));
        assertEquals(bits, new BitRates().convert(BitRates.exact(bits)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "fast", "-1", "1.0000005M", "1T", "0.5"})
    void anythingElseIsNoBitRate(String text) {
        assertThrows(TypeConversionException.class, () -> new BitRates().convert(text));
    }
}
