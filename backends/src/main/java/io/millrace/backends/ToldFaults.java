package io.millrace.backends;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Which faults an operator has been told of lately. The nodes of a cluster fail each with a text of its own and in turns, and
 * the next failure may be much later and look like this one: so each is told once a minute. Thread-safe.
 */
public final class ToldFaults {

    private static final long AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** What is told in a minute at the most, as texts may have ports or times in them. */
    private static final int MOST = 20;

    private final Set<String> told = new HashSet<>();
    private long sinceNanos;

    /**
     * Whether to tell of a fault, which counts as told then.
     *
     * @param nanos now, by {@link System#nanoTime}
     */
    public synchronized boolean isNew(String fault, long nanos) {
        if (nanos - sinceNanos >= AGAIN_NANOS) {
            told.clear();
        }
        if (told.isEmpty()) {
            sinceNanos = nanos;
        }
        return told.size() < MOST && told.add(fault);
    }
}
