package io.millrace.checks.trace;

import java.util.Arrays;

/**
 * A rate that changes with time: steps, one after the other from 0 on. Immutable.
 *
 * <p>Times are nanoseconds from the trace's beginning. Where it is not played once it begins again at its end.
 */
public final class Trace {

    private static final double NANO_BITS_A_BYTE = 8e9;

    /** When each step ends. */
    private final long[] endNanos;
    /** Bytes that have gone by then since the beginning. */
    private final double[] bytes;
    /** The rate that stays at the end, in bytes for a nanosecond. */
    private final double lastRate;

    /**
     * @param endNanos when each step ends; each later than the last, one at least
     * @param bitRates bit/s of each step, 0 or more
     * @param lastBitRate what stays where it is played once
     */
    Trace(long[] endNanos, double[] bitRates, double lastBitRate) {
        this.endNanos = endNanos.clone();
        this.bytes = new double[endNanos.length];
        this.lastRate = lastBitRate / NANO_BITS_A_BYTE;
        long from = 0;
        double gone = 0;
        for (int i = 0; i < endNanos.length; i++) {
            gone += (endNanos[i] - from) * bitRates[i] / NANO_BITS_A_BYTE;
            bytes[i] = gone;
            from = endNanos[i];
        }
    }

    /** How long it is, in nanoseconds. */
    public long lengthNanos() {
        return endNanos[endNanos.length - 1];
    }

    /** The mean of its rates over its length, in bit/s. */
    public double meanBitRate() {
        return whole() * NANO_BITS_A_BYTE / lengthNanos();
    }

    /** How many bytes may have gone by a time. */
    public double bytesUntil(long nanos, boolean once) {
        long length = lengthNanos();
        if (nanos < length) {
            return inFirst(nanos);
        }
        long rounds = nanos / length;
        return once ? whole() + (nanos - length) * lastRate : rounds * whole() + inFirst(nanos % length);
    }

    /**
     * When so many bytes may have gone.
     *
     * @return nanoseconds; infinite where it stands still before that
     */
    public double nanosUntil(double wanted, boolean once) {
        if (wanted <= 0) {
            return 0;
        }
        if (once && wanted > whole()) {
            return lastRate == 0 ? Double.POSITIVE_INFINITY : lengthNanos() + (wanted - whole()) / lastRate;
        }
        double rounds = Math.max(0, Math.ceil(wanted / whole()) - 1);
        return rounds * lengthNanos() + firstTime(wanted - rounds * whole());
    }

    private double whole() {
        return bytes[bytes.length - 1];
    }

    private double inFirst(long nanos) {
        int found = Arrays.binarySearch(endNanos, nanos);
        if (found >= 0) {
            return bytes[found];
        }
        int step = -found - 1;
        double before = step == 0 ? 0 : bytes[step - 1];
        long from = step == 0 ? 0 : endNanos[step - 1];
        return before + (bytes[step] - before) * (nanos - from) / (endNanos[step] - from);
    }

    /** When so many have gone, more than 0 and not more than in all. */
    private double firstTime(double wanted) {
        int low = 0;
        int high = bytes.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bytes[middle] >= wanted) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        double before = low == 0 ? 0 : bytes[low - 1];
        long from = low == 0 ? 0 : endNanos[low - 1];
        return from + Math.min(1, (wanted - before) / (bytes[low] - before)) * (endNanos[low] - from);
    }
}
