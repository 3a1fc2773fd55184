package io.millrace.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void withoutALimitNobodyWaits() {
        Pace pace = new Pace(0, 0);
        pace.took(Integer.MAX_VALUE, 0);
        assertEquals(0, pace.waitNanos(0));
    }

    @Test
    void whatTenSecondsMayBringMayComeAtOnce() {
        Pace pace = new Pace(100, 0);
        pace.took(1000, 0);
        assertEquals(0, pace.waitNanos(0));
    }

    @Test
    void whatIsMoreIsWaitedFor() {
        Pace pace = new Pace(100, 0);
        pace.took(1200, 0);
        assertEquals(seconds(2), pace.waitNanos(0));
        assertEquals(seconds(1), pace.waitNanos(seconds(1)));
        assertEquals(0, pace.waitNanos(seconds(2)));
    }

    @Test
    void nobodySavesMoreThanTenSeconds() {
        Pace pace = new Pace(100, 0);
        pace.took(1100, seconds(3600));
        assertEquals(seconds(1), pace.waitNanos(seconds(3600)));
    }

    @Test
    void aSteadyEncoderAtTheLimitNeverWaits() {
        Pace pace = new Pace(100, 0);
        for (int second = 1; second < 1000; second++) {
            pace.took(100, seconds(second));
            assertEquals(0, pace.waitNanos(seconds(second)));
        }
    }

    private static long seconds(int seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
