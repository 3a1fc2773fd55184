package io.millrace.edge;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** The names under which an edge's counters are scraped. */
final class EdgeMetrics {

    private EdgeMetrics() {}

    static void register(MeterRegistry registry, EdgeServer server) {
        EdgeCounters counters = server.counters();
        count(registry, "millrace.edge.requests", "Requests", counters.requests);
        count(registry, "millrace.edge.bytes", "Bytes of objects sent", counters.bytes);
        Gauge.builder("millrace.edge.readers", counters, EdgeCounters::readers)
                .description("Responses in progress")
                .register(registry);
        Gauge.builder("millrace.edge.tails", server, edge -> edge.objects().tails())
                .description("Chunk logs that are followed")
                .register(registry);
        Gauge.builder("millrace.edge.held.requests", server, edge -> edge.held().count())
                .description("Requests held for an object that is not there yet")
                .register(registry);
        Gauge.builder(
                        "millrace.edge.cache.bytes",
                        server,
                        edge -> edge.objects().cachedBytes())
                .description("Bytes of complete objects in memory")
                .register(registry);
        Gauge.builder(
                        "millrace.edge.announcements.current",
                        server,
                        edge -> edge.feed().current() ? 1 : 0)
                .description("1 while announcements arrive from Kafka")
                .register(registry);
        Gauge.builder(
                        "millrace.edge.connections",
                        server,
                        edge -> edge.listener().connections())
                .description("HTTP/1.1 connections that are open")
                .register(registry);
    }

    private static void count(MeterRegistry registry, String name, String description, LongAdder counter) {
        FunctionCounter.builder(name, counter, LongAdder::sum)
                .description(description)
                .register(registry);
    }
}
