package io.millrace.bench;

import java.util.Arrays;

/** When which bytes of one body came. Used by one thread. */
final class Seen {

    private static final long STEP_NANOS = 20_000_000;

    private final long askedNanos;
    private long beganNanos;
    private long[] nanos = new long[1024];
    /** Bytes until then. */
    private long[] bytes = new long[1024];

    private int count;

    Seen(long askedNanos) {
        this.askedNanos = askedNanos;
    }

    /** The head has come. */
    void begins(long nowNanos) {
        beganNanos = nowNanos;
    }

    void add(long nowNanos, long more) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
            bytes = Arrays.copyOf(bytes, 2 * count);
        }
        nanos[count] = nowNanos;
        bytes[count] = bytes() + more;
        count++;
    }

    long beganNanos() {
        return beganNanos;
    }

    long bytes() {
        return count == 0 ? 0 : bytes[count - 1];
    }

    /** From the request to the head. */
    double headMs() {
        return (beganNanos - askedNanos) / 1e6;
    }

    /** The longest time in which nothing came. */
    double longestGapMs() {
        long longest = 0;
        for (int i = 1; i < count; i++) {
            longest = Math.max(longest, nanos[i] - nanos[i - 1]);
        }
        return longest / 1e6;
    }

    /** The mean rate from the first byte to the last, in bit/s. */
    double rate() {
        return (bytes() - bytes[0]) * 8e9 / Math.max(1, nanos[count - 1] - nanos[0]);
    }

    /**
     * How far the rate over a window is from what it should be, at worst: all windows that lie in what was seen, begun
     * every fiftieth of a second.
     *
     * @return a share, less than 0 where too little came
     */
    double worstError(long windowNanos, double rate) {
        double worst = 0;
        long end = nanos[count - 1] - windowNanos;
        for (long from = nanos[0]; from <= end; from += STEP_NANOS) {
            double seen = (until(from + windowNanos) - until(from)) * 8e9 / windowNanos;
            double error = seen / rate - 1;
            worst = Math.abs(error) > Math.abs(worst) ? error : worst;
        }
        return worst;
    }

    private long until(long time) {
        int found = Arrays.binarySearch(nanos, 0, count, time);
        int last = found >= 0 ? found : -found - 2;
        return last < 0 ? 0 : bytes[last];
    }
}
