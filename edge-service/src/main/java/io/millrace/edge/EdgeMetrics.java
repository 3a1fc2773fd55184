package io.millrace.edge;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/** The names under which an edge's counters are scraped. */
final class EdgeMetrics {

    private EdgeMetrics() {}

    static void register(MeterRegistry registry, EdgeServer server) {
        EdgeCounters counters = server.counters();
        count(registry, "millrace.edge.requests", "Requests", counters.requests);
        // Not told by the socket: what a client that goes away has not taken any more is among them.
        count(registry, "millrace.edge.bytes", "Bytes of objects given to responses to send", counters.bytes);
        count(registry, "millrace.edge.compressed", "Compressed forms of objects made", counters.compressed);
        count(registry, "millrace.edge.held", "Requests that waited for an object or for a range of it", counters.held);
        count(registry, "millrace.edge.held.milliseconds", "How long they waited", counters.heldMs);
        FunctionCounter.builder(
                        "millrace.edge.held.refused",
                        server,
                        edge -> edge.held().refused())
                .description("Requests that were not held because as many were as may be")
                .register(registry);
        FunctionCounter.builder(
                        "millrace.edge.growing.shed",
                        server,
                        edge -> edge.objects().memory().shedBytes())
                .description("Bytes of uploads in progress that were let go of because all took too much memory")
                .baseUnit("bytes")
                .register(registry);
        gauge(
                registry,
                "millrace.edge.readers",
                "Responses in progress",
                server,
                edge -> edge.counters().readers());
        gauge(
                registry,
                "millrace.edge.tails",
                "Chunk logs that are followed",
                server,
                edge -> edge.objects().tails());
        gauge(
                registry,
                "millrace.edge.held.requests",
                "Requests held for an object that is not there yet",
                server,
                edge -> edge.held().count());
        gauge(
                registry,
                "millrace.edge.cache.bytes",
                "Bytes of complete objects in memory",
                server,
                edge -> edge.objects().cachedBytes());
        gauge(
                registry,
                "millrace.edge.growing.bytes",
                "Bytes of uploads in progress in memory",
                server,
                edge -> edge.objects().memory().heldBytes());
        gauge(
                registry,
                "millrace.edge.announcements.current",
                "1 while announcements arrive from Kafka",
                server,
                edge -> edge.feed().current() ? 1 : 0);
    }

    private static void gauge(
            MeterRegistry registry,
            String name,
            String description,
            EdgeServer server,
            ToDoubleFunction<EdgeServer> value) {
        Gauge.builder(name, server, value).description(description).register(registry);
    }

    private static void count(MeterRegistry registry, String name, String description, LongAdder counter) {
        FunctionCounter.builder(name, counter, LongAdder::sum)
                .description(description)
                .register(registry);
    }
}
