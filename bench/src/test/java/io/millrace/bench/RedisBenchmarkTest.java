package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What redis-benchmark says. */
class RedisBenchmarkTest {

    @Test
    void requestsPerSecondFollowTheCommand() throws IOException {
        assertEquals(16318.73, RedisBenchmark.requestsPerSecond("""
                "test","rps","avg_latency_ms","min_latency_ms"
                "XADD bench:xadd * b xxxx","16318.73","0.952","0.424"
                """));
    }

    @Test
    void anErrorIsToldAsItIs() {
        IOException error =
                assertThrows(IOException.class, () -> RedisBenchmark.requestsPerSecond("Could not connect to Redis"));
        assertEquals("redis-benchmark said Could not connect to Redis", error.getMessage());
    }
}
