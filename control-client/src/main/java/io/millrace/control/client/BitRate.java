package io.millrace.control.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The bit rate over the last ten seconds of bytes that are counted elsewhere, as reports tell it. Used by one thread at a time.
 */
public final class BitRate {

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Who asks more often is given the same figures: few samples are kept. */
    private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long nanos, long bytes) {}

    /**
     * Bits per second since the last time that it was asked for ten seconds ago or longer, or else since the first time; 0 when it
     * is asked for the first time.
     *
     * @param nowNanos of a clock that never goes back
     * @param bytes all until now
     */
    public long at(long nowNanos, long bytes) {
        // The oldest is the last one that is not within the window, so that the window is covered.
        while (samples.size() > 1 && nowNanos - second().nanos() >= WINDOW_NANOS) {
            samples.removeFirst();
        }
        Sample oldest = samples.peekFirst();
        if (oldest == null || nowNanos - samples.getLast().nanos() >= SAMPLE_NANOS) {
            samples.addLast(new Sample(nowNanos, bytes));
        }
        if (oldest == null || nowNanos == oldest.nanos()) {
            return 0;
        }
        double seconds = (nowNanos - oldest.nanos()) / 1e9;
        return Math.round((bytes - oldest.bytes()) * 8 / seconds);
    }

    private Sample second() {
        Sample first = samples.removeFirst();
        Sample second = samples.getFirst();
        samples.addFirst(first);
        return second;
    }
}
