package io.millrace.ingest;

import java.util.concurrent.TimeUnit;

/**
 * How fast one upload may be: a bucket that holds what ten seconds may bring, so that an encoder which sends a segment at
 * once is not held back for what it has saved. Owned by the upload's event loop.
 */
final class Pace {

    private static final int SECONDS = 10;
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long bytesPerSecond;
    private double left;
    private long filledNanos;

    /** @param bytesPerSecond 0 for any speed */
    Pace(long bytesPerSecond, long nowNanos) {
        this.bytesPerSecond = bytesPerSecond;
        this.left = (double) bytesPerSecond * SECONDS;
        this.filledNanos = nowNanos;
    }

    /** Bytes have come. What is more than the bucket holds has come too, and is waited for longer. */
    void took(int bytes, long nowNanos) {
        if (bytesPerSecond > 0) {
            fill(nowNanos);
            left -= bytes;
        }
    }

    /** How long to take nothing; 0 where more may come. */
    long waitNanos(long nowNanos) {
        if (bytesPerSecond == 0) {
            return 0;
        }
        fill(nowNanos);
        return left >= 0 ? 0 : (long) Math.ceil(-left / bytesPerSecond * NANOS);
    }

    private void fill(long nowNanos) {
        double filled = left + (nowNanos - filledNanos) / NANOS * bytesPerSecond;
        left = Math.min(filled, (double) bytesPerSecond * SECONDS);
        filledNanos = nowNanos;
    }
}
