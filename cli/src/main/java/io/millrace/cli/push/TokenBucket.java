package io.millrace.cli.push;

import java.util.function.LongSupplier;

/**
 * How many bytes may be sent: as many a second as the rate says, and as many as come together in a tenth of a second at
 * once. Whoever takes more than there are waits for the bucket to be filled up again; who comes later waits behind. Shared
 * by all uploads.
 */
final class TokenBucket {

    /** A rate that holds nothing back. */
    static final long UNLIMITED = Long.MAX_VALUE;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    /** The bucket holds what comes in this part of a second. */
    private static final int PARTS_OF_A_SECOND = 10;

    private final long bytesPerSecond;
    private final long burstNanos = NANOS_PER_SECOND / PARTS_OF_A_SECOND;
    private final LongSupplier nanoTime;
    /** When all that was taken has come in. */
    private long paidNanos;

    /**
     * @param bytesPerSecond the rate, from 1; or {@link #UNLIMITED}
     * @param nanoTime the clock
     */
    TokenBucket(long bytesPerSecond, LongSupplier nanoTime) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.paidNanos = nanoTime.getAsLong() - burstNanos;
    }

    /** How many bytes to send at a time, at most: no more than the bucket holds, so that nobody waits for long. */
    int chunkBytes(int most) {
        return Math.clamp(bytesPerSecond / PARTS_OF_A_SECOND, 1, most);
    }

    /**
     * Takes bytes.
     *
     * @return nanoseconds to wait before they are sent
     */
    synchronized long take(int bytes) {
        if (bytesPerSecond == UNLIMITED) {
            return 0;
        }
        long now = nanoTime.getAsLong();
        if (now - burstNanos - paidNanos > 0) {
            paidNanos = now - burstNanos;
        }
        paidNanos += Math.ceilDiv(bytes * NANOS_PER_SECOND, bytesPerSecond);
        return Math.max(0, paidNanos - now);
    }
}
