package io.millrace.cli.push;

import java.time.Duration;

/** Holds uploads back to the rate that is allowed, and counts what they send. Shared by all uploads. */
final class Pace {

    /** The most that one write takes; what comes together from a file is one chunk up to that. */
    private static final int CHUNK_BYTES = 64 * 1024;

    private final TokenBucket bucket;
    private final Reporter reporter;

    Pace(TokenBucket bucket, Reporter reporter) {
        this.bucket = bucket;
        this.reporter = reporter;
    }

    /** How many bytes to send at a time. */
    int chunkBytes() {
        return bucket.chunkBytes(CHUNK_BYTES);
    }

    /** Returns when bytes may be sent. */
    void await(int bytes) throws InterruptedException {
        long nanos = bucket.take(bytes);
        if (nanos > 0) {
            Thread.sleep(Duration.ofNanos(nanos));
        }
        reporter.sending(bytes);
    }
}
