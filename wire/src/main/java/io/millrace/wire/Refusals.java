package io.millrace.wire;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often each limit of one listener was met. Counted by every event loop. */
final class Refusals {

    private final Map<Limit, LongAdder> counts = new EnumMap<>(Limit.class);

    Refusals() {
        for (Limit limit : Limit.values()) {
            counts.put(limit, new LongAdder());
        }
    }

    void count(Limit limit) {
        counts.get(limit).increment();
    }

    long of(Limit limit) {
        return counts.get(limit).sum();
    }

    void register(MeterRegistry registry, String name) {
        counts.forEach((limit, count) -> FunctionCounter.builder("millrace." + name + ".refused", count, LongAdder::sum)
                .description("requests and connections that met a limit")
                .tag("limit", limit.tag())
                .register(registry));
    }
}
