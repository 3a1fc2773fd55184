package io.millrace.control.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a try: a random part of a bound that doubles with each try ("full jitter"), so that services that
 * have lost the control plane at the same moment do not come back at the same moment.
 *
 * @param first the bound before the first try
 * @param most what it grows to
 */
record Backoff(Duration first, Duration most) {

    /** Doubling more often than this would overflow, and is longer than any bound. */
    private static final int MOST_DOUBLINGS = 30;

    /**
     * What to wait.
     *
     * @param failures tries that have failed since the last success, 0 or more
     */
    Duration wait(int failures, RandomGenerator random) {
        return Duration.ofNanos(random.nextLong(bound(failures).toNanos() + 1));
    }

    /** The longest that may be waited. */
    Duration bound(int failures) {
        Duration grown = first.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        return grown.compareTo(most) < 0 ? grown : most;
    }
}
