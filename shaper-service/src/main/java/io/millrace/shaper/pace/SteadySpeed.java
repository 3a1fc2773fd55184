package io.millrace.shaper.pace;

/**
 * The same speed all the time.
 *
 * @param bitRate bit/s, more than 0
 */
record SteadySpeed(long bitRate) implements Speed {

    private static final double NANO_BITS_A_BYTE = 8e9;

    @Override
    public long through(long startNanos, long bytes) {
        double nanos = bytes * NANO_BITS_A_BYTE / bitRate;
        return nanos >= NEVER - startNanos ? NEVER : startNanos + Math.round(nanos);
    }

    @Override
    public long bytesIn(long startNanos, long nanos) {
        return (long) (nanos * (double) bitRate / NANO_BITS_A_BYTE);
    }
}
