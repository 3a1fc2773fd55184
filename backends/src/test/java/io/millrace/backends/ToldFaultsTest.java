package io.millrace.backends;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ToldFaultsTest {

    /** As {@link System#nanoTime} may be. */
    private static final long START = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(30);

    private final ToldFaults told = new ToldFaults();

    @Test
    void faultsThatComeInTurnsAreToldOnceEach() {
        assertTrue(told.isNew("node 1", START));
        assertTrue(told.isNew("node 2", START + 1));
        assertFalse(told.isNew("node 1", START + 2));
        assertFalse(told.isNew("node 2", START + TimeUnit.SECONDS.toNanos(59)));
    }

    @Test
    void theSameFaultIsToldAgainAfterAMinute() {
        assertTrue(told.isNew("away", START));
        assertTrue(told.isNew("away", START + TimeUnit.SECONDS.toNanos(60)));
        assertFalse(told.isNew("away", START + TimeUnit.SECONDS.toNanos(61)));
    }

    @Test
    void faultsThatAllDifferAreNotAllTold() {
        long many = IntStream.range(0, 1_000)
                .filter(i -> told.isNew("fault " + i, START + i))
                .count();
        assertTrue(many > 1 && many < 100, () -> many + " of 1000");
    }
}
