package io.millrace.edge.cmcd;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What players tell, in sums: by object type and streaming format, both closed sets. Used by every event loop. The meters
 * of a pair are made when a player first tells of it, so that an edge without such players publishes none.
 */
public final class CmcdMetrics {

    private static final double[] BUFFER_MS = {250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000};
    private static final double[] THROUGHPUT_KBPS = {500, 1_000, 2_000, 5_000, 10_000, 25_000, 50_000, 100_000};

    private final MeterRegistry registry;
    private final Map<Tags, Meters> meters = new ConcurrentHashMap<>();

    private record Tags(ObjectType type, StreamingFormat format) {}

    private record Meters(
            Counter requests, Counter starvations, DistributionSummary buffer, DistributionSummary throughput) {}

    /** Publishes nothing yet. */
    public CmcdMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts one request. */
    public void count(Cmcd told) {
        Meters of = meters.computeIfAbsent(new Tags(told.objectType(), told.streamingFormat()), this::registered);
        of.requests.increment();
        if (told.starved()) {
            of.starvations.increment();
        }
        if (told.bufferMs() != Cmcd.UNSAID) {
            of.buffer.record((double) told.bufferMs());
        }
        if (told.throughputKbps() != Cmcd.UNSAID) {
            of.throughput.record((double) told.throughputKbps());
        }
    }

    private Meters registered(Tags kind) {
        String[] tags = {"ot", kind.type.tag(), "sf", kind.format.tag()};
        return new Meters(
                Counter.builder("millrace.edge.cmcd.requests")
                        .description("Requests that came with CMCD")
                        .tags(tags)
                        .register(registry),
                Counter.builder("millrace.edge.cmcd.starvations")
                        .description("Requests whose player says that its buffer ran dry (bs)")
                        .tags(tags)
                        .register(registry),
                DistributionSummary.builder("millrace.edge.cmcd.buffer")
                        .description("Media in the players' buffers (bl)")
                        .baseUnit("milliseconds")
                        .serviceLevelObjectives(BUFFER_MS)
                        .tags(tags)
                        .register(registry),
                DistributionSummary.builder("millrace.edge.cmcd.throughput")
                        .description("Throughput that the players have measured (mtp)")
                        .baseUnit("kbps")
                        .serviceLevelObjectives(THROUGHPUT_KBPS)
                        .tags(tags)
                        .register(registry));
    }
}
