package io.millrace.control.client;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/** The names under which a service's way to the control plane is scraped. */
final class ControlMetrics {

    private final MeterRegistry metrics;
    private final String prefix;

    private ControlMetrics(MeterRegistry metrics, String service) {
        this.metrics = metrics;
        this.prefix = "millrace." + service + ".control.";
    }

    static void register(MeterRegistry metrics, String service, Watching watching, ControlCounters counters) {
        ControlMetrics names = new ControlMetrics(metrics, service);
        names.gauge("connected", "1 while the control plane is there", watching, status -> status.connected() ? 1 : 0);
        names.gauge(
                "revision",
                "Revision of the control plane's store that is in force; -1 while none is",
                watching,
                status -> status.revision().orElse(-1));
        names.gauge(
                "silence.seconds",
                "Since when nothing came from the control plane; not a number if nothing ever did",
                watching,
                status -> status.sinceContact()
                        .map(since -> since.toMillis() / 1000.0)
                        .orElse(Double.NaN));
        names.count("losses", "How often the control plane was lost", counters.losses);
        names.count("tries", "Connections to the control plane that were tried", counters.tries);
        names.count("snapshots", "Snapshots that were put to use", counters.snapshots);
        names.count("changes", "Changes that were put to use", counters.changes);
    }

    private void gauge(String name, String description, Watching watching, ToDoubleFunction<ControlStatus> value) {
        Gauge.builder(prefix + name, watching, watched -> value.applyAsDouble(watched.status()))
                .description(description)
                .register(metrics);
    }

    private void count(String name, String description, LongAdder counter) {
        FunctionCounter.builder(prefix + name, counter, LongAdder::sum)
                .description(description)
                .register(metrics);
    }
}
