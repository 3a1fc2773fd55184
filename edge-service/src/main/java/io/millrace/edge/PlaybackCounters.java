package io.millrace.edge;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** Requests that channels have refused. Counted from every event loop. */
final class PlaybackCounters {

    /** No channel has the path. */
    final LongAdder noChannel = new LongAdder();

    /** The channel is disabled. */
    final LongAdder disabled = new LongAdder();

    /** Nothing was shown where something is needed. */
    final LongAdder nothingShown = new LongAdder();

    /** What was shown does not hold. */
    final LongAdder notHolding = new LongAdder();

    /** The control plane had not told of any channel yet. */
    final LongAdder notToldYet = new LongAdder();

    void register(MeterRegistry metrics, ReadersInProgress readers) {
        count(metrics, "no-channel", noChannel);
        count(metrics, "disabled", disabled);
        count(metrics, "nothing-shown", nothingShown);
        count(metrics, "not-holding", notHolding);
        count(metrics, "not-told-yet", notToldYet);
        FunctionCounter.builder("millrace.edge.playback.ended", readers, ReadersInProgress::ended)
                .description("Responses cut off because their key was revoked or their channel closed")
                .register(metrics);
    }

    private static void count(MeterRegistry metrics, String reason, LongAdder counter) {
        FunctionCounter.builder("millrace.edge.playback.refused", counter, LongAdder::sum)
                .description("Requests that channels have refused")
                .tag("reason", reason)
                .register(metrics);
    }
}
