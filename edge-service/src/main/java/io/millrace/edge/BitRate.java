package io.millrace.edge;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Bits per second over the last seconds, of a counter of bytes that is looked at now and then. Confined to one thread. */
final class BitRate {

    private static final int BITS_OF_A_BYTE = 8;
    private static final double NANOS_OF_A_SECOND = 1e9;

    private final Duration window;
    /** The oldest first: the newest of those that are as old as the window, and all later ones. */
    private final Deque<Sample> samples = new ArrayDeque<>();

    /** What the counter was at a time. */
    private record Sample(long nanos, long bytes) {}

    /**
     * Begins at a time.
     *
     * @param nanos as {@link System#nanoTime} tells it
     * @param bytes what the counter is
     */
    BitRate(Duration window, long nanos, long bytes) {
        this.window = window;
        samples.add(new Sample(nanos, bytes));
    }

    /** The rate until a later time, since the newest sample that is as old as the window; since the first if none is. */
    long at(long nanos, long bytes) {
        Sample since = samples.getFirst();
        while (samples.size() > 1) {
            samples.removeFirst();
            if (nanos - samples.getFirst().nanos < window.toNanos()) {
                samples.addFirst(since);
                break;
            }
            since = samples.getFirst();
        }
        samples.add(new Sample(nanos, bytes));
        long elapsed = nanos - since.nanos;
        return elapsed <= 0 ? 0 : Math.round((bytes - since.bytes) * BITS_OF_A_BYTE * NANOS_OF_A_SECOND / elapsed);
    }
}
