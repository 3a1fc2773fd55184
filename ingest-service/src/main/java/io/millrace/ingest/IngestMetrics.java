package io.millrace.ingest;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** The names under which an ingest's counters are scraped. */
final class IngestMetrics {

    private IngestMetrics() {}

    static void register(MeterRegistry registry, IngestServer server) {
        IngestCounters counters = server.counters();
        count(registry, "millrace.ingest.uploads.started", "Uploads that began", counters.uploadsStarted);
        count(registry, "millrace.ingest.uploads.completed", "Uploads that ended well", counters.uploadsCompleted);
        count(registry, "millrace.ingest.uploads.aborted", "Uploads that were cut off", counters.uploadsAborted);
        count(registry, "millrace.ingest.bytes", "Bytes of bodies taken in", counters.bytes);
        count(registry, "millrace.ingest.deletes", "Objects deleted", counters.deletes);
        Gauge.builder("millrace.ingest.uploads.open", counters, IngestCounters::uploadsOpen)
                .description("Uploads in progress")
                .register(registry);
        Gauge.builder(
                        "millrace.ingest.connections",
                        server,
                        open -> open.listener().connections())
                .description("HTTP/1.1 connections that are open")
                .register(registry);
        FunctionCounter.builder(
                        "millrace.ingest.announcements.dropped",
                        server,
                        running -> running.announcements().dropped())
                .description("Announcements that Kafka never got")
                .register(registry);
    }

    private static void count(MeterRegistry registry, String name, String description, LongAdder counter) {
        FunctionCounter.builder(name, counter, LongAdder::sum)
                .description(description)
                .register(registry);
    }
}
