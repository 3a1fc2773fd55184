package io.millrace.edge.mount;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** What the mounts have done since the start. Counted from every event loop and worker. */
final class MountCounters {

    final LongAdder requests = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder opened = new LongAdder();
    final LongAdder closed = new LongAdder();
    final LongAdder changed = new LongAdder();
    final LongAdder refused = new LongAdder();

    /** Files that are open now. */
    long open() {
        return opened.sum() - closed.sum();
    }

    void register(MeterRegistry registry) {
        count(registry, "millrace.edge.mount.requests", "Requests for files of mounts", requests);
        count(registry, "millrace.edge.mount.bytes", "Bytes of files sent", bytes);
        count(registry, "millrace.edge.mount.changed", "Responses cut off because their file changed", changed);
        count(registry, "millrace.edge.mount.refused", "Requests refused because too many wait for files", refused);
        Gauge.builder("millrace.edge.mount.files", this, MountCounters::open)
                .description("Files that are open")
                .register(registry);
    }

    private static void count(MeterRegistry registry, String name, String description, LongAdder counter) {
        FunctionCounter.builder(name, counter, LongAdder::sum)
                .description(description)
                .register(registry);
    }
}
