package io.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpDateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            value = {
                "1994-11-06T08:49:37Z = Sun, 06 Nov 1994 08:49:37 GMT",
                "1970-01-01T00:00:00Z = Thu, 01 Jan 1970 00:00:00 GMT",
                "2024-02-29T23:59:59Z = Thu, 29 Feb 2024 23:59:59 GMT",
                "2025-03-03T12:00:00Z = Mon, 03 Mar 2025 12:00:00 GMT",
                "2025-04-01T12:00:00Z = Tue, 01 Apr 2025 12:00:00 GMT",
                "2025-05-07T12:00:00Z = Wed, 07 May 2025 12:00:00 GMT",
                "2025-06-06T12:00:00Z = Fri, 06 Jun 2025 12:00:00 GMT",
                "2025-07-05T12:00:00Z = Sat, 05 Jul 2025 12:00:00 GMT",
                "2025-08-03T12:00:00Z = Sun, 03 Aug 2025 12:00:00 GMT",
                "2025-09-01T12:00:00Z = Mon, 01 Sep 2025 12:00:00 GMT",
                "2025-10-07T12:00:00Z = Tue, 07 Oct 2025 12:00:00 GMT",
                "2025-12-31T12:00:00Z = Wed, 31 Dec 2025 12:00:00 GMT"
            })
    void aDateIsWrittenAsRfc9110Says(Instant instant, String date) {
        assertEquals(date, HttpDate.of(instant));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '=', value = "1994-11-06T08:49:37.999Z = Sun, 06 Nov 1994 08:49:37 GMT")
    void partsOfASecondAreLeftOut(Instant instant, String date) {
        assertEquals(date, HttpDate.of(instant));
    }
}
