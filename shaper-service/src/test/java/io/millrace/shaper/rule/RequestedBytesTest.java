package io.millrace.shaper.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedBytesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-99            | 99  | 200 | true",
                "bytes=0-99            | 100 | 200 | false",
                "bytes=500-            | 100 | 500 | true",
                "bytes=500-            | 100 | 499 | false",
                "BYTES = 5-6           | 0   | 1   | true",
                "Bytes=5-6             | 0   | 1   | false",
                "bytes=0-1, 10-11,20-  | 11  | 12  | true",
                "bytes=0-1, 10-11,20-  | 12  | 19  | false",
                "bytes=0-1, 10-11,20-  | 30  | 40  | true"
            })
    void aRangeOverlapsWhatItHasAByteOf(String range, long first, long last, boolean overlaps) {
        assertEquals(overlaps, of(range).overlap(first, last));
    }

    @Test
    void theLastBytesAreOnlyInARangeThatIsOpen() {
        assertEquals(false, of("bytes=-500").overlap(0, 1_000_000));
        assertEquals(true, of("bytes=-500").overlap(1_000, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=",
                "bytes=-",
                "bytes=a-b",
                "items=0-1",
                "bytes=0-1,x",
                "bytes=1",
                "bytes=99999999999999999999-"
            })
    void whatIsNoRangeAsksForEverything(String range) {
        assertEquals(RequestedBytes.WHOLE, of(range));
    }

    private static RequestedBytes of(String range) {
        return RequestedBytes.of(new DefaultHttpHeaders().set("Range", range));
    }
}
