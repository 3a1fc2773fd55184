package io.millrace.cli.tail;

import io.millrace.cli.tail.Latency.Arrival;
import io.netty.buffer.ByteBuf;

/** Follows one object: tells the printer of every chunk, and adds up. Owned by the event loop of its connection. */
final class Tail {

    private final String url;
    private final TailPrinter printer;
    private final Latency.Source latency;

    private long sentNanos;
    private long lastNanos;
    private long chunks;
    private long bytes;
    private long longestGapNanos;

    Tail(String url, TailPrinter printer, Latency.Source latency) {
        this.url = url;
        this.printer = printer;
        this.latency = latency;
    }

    /** The request goes out. */
    void asked(Arrival now) {
        sentNanos = now.nanoTime();
        lastNanos = sentNanos;
    }

    void head(Head head, Arrival now) {
        lastNanos = now.nanoTime();
        printer.head(url, head);
    }

    void chunk(ByteBuf chunk, Arrival now) {
        long gap = now.nanoTime() - lastNanos;
        lastNanos = now.nanoTime();
        if (chunks > 0) {
            longestGapNanos = Math.max(longestGapNanos, gap);
        }
        bytes += chunk.readableBytes();
        printer.chunk(
                new Chunk(chunks++, now.nanoTime() - sentNanos, chunk.readableBytes(), gap, latency.of(chunk, now)));
    }

    /** It was not there for the whole wait. */
    void absent() {
        printer.end(url, new Totals(Ended.ABSENT, "nothing was uploaded there", 0, 0, 0, 0));
    }

    void end(Ended ended, String reason, Arrival now) {
        printer.end(url, new Totals(ended, reason, chunks, bytes, now.nanoTime() - sentNanos, longestGapNanos));
    }
}
