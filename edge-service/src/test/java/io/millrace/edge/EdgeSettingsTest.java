package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeSettingsTest {

    @Test
    void theDefaultsMakeSense() {
        assertDoesNotThrow(() -> EdgeSettings.check(TestConfig.of(Map.of())));
    }

    @ParameterizedTest
    @CsvSource({
        "cache-bytes, -1, MILLRACE_EDGE_CACHE_BYTES",
        "window-bytes, 0, MILLRACE_EDGE_WINDOW_BYTES",
        "growing-bytes, 0, MILLRACE_EDGE_GROWING_BYTES",
        "hold, -1s, MILLRACE_EDGE_HOLD",
        "held-requests, -1, MILLRACE_EDGE_HELD_REQUESTS",
        "listing-most, 0, MILLRACE_EDGE_LISTING_MOST",
        "time-path, time, MILLRACE_EDGE_TIME_PATH",
        "cache.segment, max-age=\u00fc, MILLRACE_EDGE_CACHE_SEGMENT",
        "cdn-cache.error, max-age=\u00fc, MILLRACE_EDGE_CDN_CACHE_ERROR"
    })
    void aSettingThatMakesNoSenseIsNamed(String setting, String value, String name) {
        RuntimeException refused =
                assertThrows(RuntimeException.class, () -> EdgeSettings.check(TestConfig.of(Map.of(setting, value))));
        assertEquals(name, refused.getMessage().split(" ", 2)[0]);
    }

    @Test
    void whoeverHoldsMoreThanBuffersMayTakeIsWarned() {
        EdgeConfig config = TestConfig.of(Map.of("growing-bytes", "200000000", "cache-bytes", "100000000"));
        assertEquals(Optional.empty(), EdgeSettings.memoryWarning(config, 400_000_000));
        String warning = EdgeSettings.memoryWarning(config, 399_999_999).orElseThrow();
        assertTrue(warning.contains("together are 300000000 bytes, and all buffers may have 399999999"), warning);
        assertTrue(warning.contains("lower them to 299999999 together"), warning);
    }

    @Test
    void theClockCanBeTurnedOff() {
        assertEquals(Optional.empty(), TestConfig.of(Map.of("time-path", "")).timePath());
    }
}
