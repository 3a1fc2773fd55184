package io.millrace.cli;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: twice as long each time, up to a limit, and by up to a half less than that, so that
 * clients that lost the same server do not come back together. Used by one thread.
 */
public final class Backoff {

    static final Duration FIRST = Duration.ofMillis(100);
    static final Duration LONGEST = Duration.ofSeconds(5);

    private final RandomGenerator random;
    private long nextNanos = FIRST.toNanos();

    /** @param random by which clients differ */
    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The next wait. */
    public Duration next() {
        long nanos = nextNanos;
        nextNanos = Math.min(LONGEST.toNanos(), 2 * nextNanos);
        return Duration.ofNanos(nanos - random.nextLong(nanos / 2));
    }

    /** Begins with the shortest wait again. */
    public void reset() {
        nextNanos = FIRST.toNanos();
    }
}
