package io.millrace.control.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BitRateTest {

    private final BitRate rate = new BitRate();

    @Test
    void theFirstTimeThatItIsAskedForItIsNone() {
        assertEquals(0, at(0, 5_000));
        assertEquals(0, at(0, 6_000));
    }

    @Test
    void aYoungOneIsOverTheTimeThatThereIs() {
        at(0, 1_000);
        assertEquals(8_000, at(2, 3_000));
    }

    @Test
    void whatCameBeforeTheWindowDoesNotCount() {
        at(0, 0);
        at(5, 1_000_000);
        at(10, 1_000_000);
        assertEquals(800, at(20, 1_001_000));
    }

    @Test
    void itIsOverTheWindowHoweverOftenItIsLookedAt() {
        at(0, 0);
        for (int second = 1; second <= 30; second++) {
            assertEquals(8_000, at(second, 1_000L * second));
        }
        assertEquals(7_200, at(31, 30_000));
    }

    private long at(long seconds, long bytes) {
        return rate.at(TimeUnit.SECONDS.toNanos(seconds), bytes);
    }
}
