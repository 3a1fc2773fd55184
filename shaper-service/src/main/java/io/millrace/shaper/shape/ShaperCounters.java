package io.millrace.shaper.shape;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.shaper.session.Sessions;
import java.util.concurrent.atomic.LongAdder;

/** What a shaper has done since its start. Counted from every event loop. */
public final class ShaperCounters {

    final LongAdder requests = new LongAdder();
    final LongAdder responsesStarted = new LongAdder();
    final LongAdder responsesEnded = new LongAdder();

    /** Responses to which a rule did something. */
    final LongAdder shaped = new LongAdder();

    /** Bytes of bodies that came from origins. */
    final LongAdder originBytes = new LongAdder();

    /** Answers of origins that could not be had. */
    final LongAdder originFailures = new LongAdder();

    /** Requests that the guard refused. */
    final LongAdder refused = new LongAdder();

    /** Manifests that passed. */
    final LongAdder manifests = new LongAdder();

    private final LongAdder sessionsMade = new LongAdder();

    /** A session was made by a URL. */
    public void sessionMade() {
        sessionsMade.increment();
    }

    /** Publishes {@code millrace.shaper.…}. */
    public void register(MeterRegistry metrics, Sessions sessions) {
        count(metrics, "requests", "Requests of sessions", requests);
        count(metrics, "shaped", "Responses to which a rule did something", shaped);
        count(metrics, "manifests", "Manifests that passed", manifests);
        count(metrics, "origin.bytes", "Bytes of bodies that came from origins", originBytes);
        count(metrics, "origin.failures", "Answers of origins that could not be had", originFailures);
        count(metrics, "origin.refused", "Requests that the guard did not let through", refused);
        count(metrics, "sessions.made", "Sessions that were made by a URL", sessionsMade);
        Gauge.builder("millrace.shaper.responses", this, ShaperCounters::responses)
                .description("Responses in progress")
                .register(metrics);
        Gauge.builder("millrace.shaper.sessions", sessions, Sessions::count)
                .description("Sessions in memory")
                .register(metrics);
    }

    private static void count(MeterRegistry metrics, String name, String what, LongAdder counter) {
        FunctionCounter.builder("millrace.shaper." + name, counter, LongAdder::sum)
                .description(what)
                .register(metrics);
    }

    /** Responses in progress now. */
    long responses() {
        return responsesStarted.sum() - responsesEnded.sum();
    }
}
