package io.millrace.cli.tail;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.Locale;

/** A JSON object a line; its {@code event} is {@code head}, {@code chunk} or {@code end}. Times are in milliseconds. */
final class JsonPrinter implements TailPrinter {

    private static final double NANOS_PER_MS = 1e6;

    private final PrintWriter out;

    JsonPrinter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void head(String url, Head head) {
        JsonObject json = new JsonObject()
                .put("event", "head")
                .put("url", url)
                .put("status", head.status())
                .put("contentType", head.contentType())
                .put("inProgress", head.growing());
        if (!head.serverTiming().isEmpty()) {
            json.put("serverTiming", head.serverTiming());
        }
        print(json);
    }

    @Override
    public void chunk(Chunk chunk) {
        JsonObject json = new JsonObject()
                .put("event", "chunk")
                .put("chunk", chunk.number())
                .put("atMs", chunk.atNanos() / NANOS_PER_MS)
                .put("bytes", chunk.bytes())
                .put("gapMs", chunk.gapNanos() / NANOS_PER_MS);
        chunk.latency().ifPresent(latency -> json.put("latencyMs", latency.toNanos() / NANOS_PER_MS));
        print(json);
    }

    @Override
    public void end(String url, Totals totals) {
        JsonObject json = new JsonObject()
                .put("event", "end")
                .put("url", url)
                .put("ended", totals.ended().name().toLowerCase(Locale.ROOT))
                .put("chunks", totals.chunks())
                .put("bytes", totals.bytes())
                .put("ms", totals.nanos() / NANOS_PER_MS)
                .put("longestGapMs", totals.longestGapNanos() / NANOS_PER_MS);
        if (!totals.reason().isEmpty()) {
            json.put("reason", totals.reason());
        }
        print(json);
    }

    private void print(JsonObject json) {
        out.println(json.encode());
        out.flush();
    }
}
