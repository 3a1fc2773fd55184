package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BitRateTest {

    private final BitRate rate = new BitRate(Duration.ofSeconds(10), 0, 1_000);

    @Test
    void aYoungOneIsOverTheTimeThatThereIs() {
        assertEquals(8_000, at(2, 3_000));
    }

    @Test
    void whatWasSentBeforeTheWindowDoesNotCount() {
        at(5, 1_000_000);
        at(10, 1_000_000);
        assertEquals(0, at(20, 1_000_000));
        assertEquals(800, at(25, 1_001_500));
    }

    @Test
    void itIsOverTheWindowHoweverOftenItIsLookedAt() {
        for (int second = 1; second <= 30; second++) {
            assertEquals(8_000, at(second, 1_000 + 1_000L * second));
        }
        assertEquals(7_200, at(31, 31_000));
    }

    @Test
    void atTheTimeOfItsBeginningItIsNone() {
        assertEquals(0, at(0, 5_000));
    }

    private long at(long seconds, long bytes) {
        return rate.at(TimeUnit.SECONDS.toNanos(seconds), bytes);
    }
}
