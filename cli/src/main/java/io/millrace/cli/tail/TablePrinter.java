package io.millrace.cli.tail;

import java.io.PrintWriter;
import java.util.Locale;

/** A line a chunk, in columns: times in milliseconds. */
final class TablePrinter implements TailPrinter {

    private static final double NANOS_PER_MS = 1e6;

    private final PrintWriter out;

    TablePrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void head(String url, Head head) {
        StringBuilder line = new StringBuilder(url).append("  ").append(head.status());
        if (!head.contentType().isEmpty()) {
            line.append("  ").append(head.contentType());
        }
        line.append(head.growing() ? "  in progress" : "  complete already");
        if (!head.serverTiming().isEmpty()) {
            line.append("  ").append(head.serverTiming());
        }
        print(line.toString());
        print(String.format(Locale.ROOT, "%8s %12s %10s %10s %10s", "chunk", "at ms", "bytes", "gap ms", "latency ms"));
    }

    @Override
    public void chunk(Chunk chunk) {
        print(String.format(
                Locale.ROOT,
                "%8d %12.1f %10d %10.1f %10s",
                chunk.number(),
                chunk.atNanos() / NANOS_PER_MS,
                chunk.bytes(),
                chunk.gapNanos() / NANOS_PER_MS,
                chunk.latency()
                        .map(latency -> String.format(Locale.ROOT, "%.1f", latency.toNanos() / NANOS_PER_MS))
                        .orElse("-")));
    }

    @Override
    public void end(String url, Totals totals) {
        String how = switch (totals.ended()) {
            case COMPLETE -> "complete";
            case ABORTED -> "cut off: " + totals.reason();
            case ABSENT -> "not there: " + totals.reason();
            case FAILED -> "failed: " + totals.reason();
        };
        print(String.format(
                Locale.ROOT,
                "%s  %s; %d chunks, %d bytes in %.1f ms, longest gap %.1f ms",
                url,
                how,
                totals.chunks(),
                totals.bytes(),
                totals.nanos() / NANOS_PER_MS,
                totals.longestGapNanos() / NANOS_PER_MS));
    }

    private void print(String line) {
        out.println(line);
        out.flush();
    }
}
