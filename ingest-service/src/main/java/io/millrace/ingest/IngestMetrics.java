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
        count(
                registry,
                "millrace.ingest.patches.completed",
                "Uploads of a part of an object",
                counters.patchesCompleted);
        count(registry, "millrace.ingest.dropped", "Objects that left their directory's window", counters.dropped);
        refused(registry, "object-bytes", counters.refusedObjectBytes);
        refused(registry, "uploads", counters.refusedUploads);
        refused(registry, "uploads-per-client", counters.refusedClientUploads);
        refused(registry, "uploads-per-channel", counters.refusedChannelUploads);
        refused(registry, "in-flight-bytes", counters.refusedInFlight);
        FunctionCounter.builder("millrace.ingest.access.refused", counters.refusedAccess, LongAdder::sum)
                .description("Requests that the access rules did not allow")
                .register(registry);
        Gauge.builder("millrace.ingest.uploads.open", counters, IngestCounters::uploadsOpen)
                .description("Uploads in progress")
                .register(registry);
        FunctionCounter.builder("millrace.ingest.uploads.ended", server.intake().uploads(), OpenUploads::endedSoFar)
                .description("Uploads that were ended because their permission had")
                .register(registry);
        Gauge.builder("millrace.ingest.in.flight.bytes", server.intake().inFlight(), InFlightBytes::now)
                .description("Bytes of all uploads that are not stored yet")
                .register(registry);
        FunctionCounter.builder(
                        "millrace.ingest.announcements.dropped",
                        server,
                        running -> running.intake().announcements().dropped())
                .description("Announcements that Kafka never got")
                .register(registry);
        server.access().register(registry);
        server.listener().register(registry);
    }

    /** The listener counts what it refuses under the same name, by its own limits. */
    private static void refused(MeterRegistry registry, String limit, LongAdder counter) {
        FunctionCounter.builder("millrace.ingest.refused", counter, LongAdder::sum)
                .tag("limit", limit)
                .description("What was refused because of a limit")
                .register(registry);
    }

    private static void count(MeterRegistry registry, String name, String description, LongAdder counter) {
        FunctionCounter.builder(name, counter, LongAdder::sum)
                .description(description)
                .register(registry);
    }
}
