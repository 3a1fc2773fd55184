package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockAnswerTest {

    private final HttpHeaders headers = new DefaultHttpHeaders();

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T10:51:06.123456Z, 2026-11-21T10:51:06.123Z",
        "2026-11-21T10:51:06Z, 2026-11-21T10:51:06.000Z"
    })
    void theTimeIsToldInMilliseconds(Instant now, String told) {
        assertEquals(told, new ClockAnswer(() -> now).body(headers).toString(StandardCharsets.US_ASCII));
    }

    @Test
    void theTimeIsNeverCached() {
        new ClockAnswer(() -> Instant.EPOCH).body(headers);
        assertEquals("no-store", headers.get("Cache-Control"));
    }
}
