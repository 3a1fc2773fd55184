package io.millrace.chunklog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KeptWindowTest {

    @Test
    void withoutABoundEverythingIsKept() {
        KeptWindow window = new KeptWindow(0, Optional.empty());
        assertEquals(0, window.startWith(1_000_000, seconds(3600)));
        assertFalse(window.trimmed());
    }

    @Test
    void theNewestBytesAreKept() {
        KeptWindow window = new KeptWindow(100, Optional.empty());
        assertEquals(0, window.startWith(100, 0));
        assertFalse(window.trimmed());
        assertEquals(20, window.startWith(120, 0));
        assertTrue(window.trimmed());
    }

    @Test
    void whatIsOlderThanTheDurationIsLetGoOf() {
        KeptWindow window = new KeptWindow(0, Optional.of(Duration.ofSeconds(10)));
        for (int second = 0; second < 10; second++) {
            assertEquals(0, window.startWith(100L * (second + 1), seconds(second)));
        }
        assertEquals(100, window.startWith(1100, seconds(10)));
        assertEquals(300, window.startWith(1300, seconds(12)));
    }

    @Test
    void theTighterOfTwoBoundsHolds() {
        KeptWindow window = new KeptWindow(250, Optional.of(Duration.ofSeconds(10)));
        assertEquals(0, window.startWith(100, 0));
        assertEquals(50, window.startWith(300, seconds(1)));
        assertEquals(100, window.startWith(301, seconds(10)));
        assertEquals(350, window.startWith(600, seconds(10)));
    }

    @Test
    void theStartNeverGoesBack() {
        KeptWindow window = new KeptWindow(1000, Optional.of(Duration.ofSeconds(1)));
        window.startWith(900, 0);
        assertEquals(900, window.startWith(1000, seconds(5)));
        assertEquals(900, window.startWith(1001, seconds(5)));
    }

    private static long seconds(int seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
