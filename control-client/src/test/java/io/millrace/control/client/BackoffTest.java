package io.millrace.control.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(15));

    @Test
    void theBoundDoublesUpToItsMost() {
        assertEquals(
                List.of(200L, 400L, 800L, 1600L, 3200L, 6400L, 12800L, 15000L, 15000L),
                IntStream.range(0, 9)
                        .mapToObj(failures -> BACKOFF.bound(failures).toMillis())
                        .toList());
    }

    @Property
    void aWaitIsNeverLongerThanItsBound(@ForAll @IntRange(max = Integer.MAX_VALUE) int failures, @ForAll long seed) {
        Duration wait = BACKOFF.wait(failures, new Random(seed));
        assertTrue(!wait.isNegative() && wait.compareTo(BACKOFF.bound(failures)) <= 0, wait::toString);
    }

    @Test
    void waitsAreSpreadOverAllOfTheBound() {
        Random random = new Random(1);
        List<Long> waits = IntStream.range(0, 1000)
                .mapToObj(i -> BACKOFF.wait(10, random).toMillis())
                .toList();
        assertTrue(waits.stream().anyMatch(wait -> wait < 1_500), "none is in the first tenth");
        assertTrue(waits.stream().anyMatch(wait -> wait > 13_500), "none is in the last tenth");
    }
}
