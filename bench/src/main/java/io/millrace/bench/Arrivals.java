package io.millrace.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What one thread's readers have measured. Written by that thread alone, read when it has ended. */
final class Arrivals {

    private static final long LEAST_NANOS = 1_000;
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final int DIGITS = 3;

    /** From the write of a chunk to the arrival of its last byte. */
    final Histogram chunks = histogram();
    /** The same from when the chunk should have been written: waiting of the encoder counts (coordinated omission). */
    final Histogram sinceDue = histogram();
    /** From the first byte of an object that is written to the first that is read. */
    final Histogram objects = histogram();
    /** Whole requests. */
    final Histogram requests = histogram();

    private long bytes;
    private long notFound;

    static Histogram histogram() {
        return new Histogram(LEAST_NANOS, MOST_NANOS, DIGITS);
    }

    void chunk(long sinceWrittenNanos, long sinceDueNanos) {
        record(chunks, sinceWrittenNanos);
        record(sinceDue, sinceDueNanos);
    }

    void objectBegan(long nanos) {
        record(objects, nanos);
    }

    void request(long nanos) {
        record(requests, nanos);
    }

    void received(long count) {
        bytes += count;
    }

    void notFound() {
        notFound++;
    }

    long bytes() {
        return bytes;
    }

    long answersNotFound() {
        return notFound;
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, MOST_NANOS));
    }
}
