package io.millrace.edge;

import io.millrace.chunklog.ChunkLog;
import io.millrace.edge.figures.LiveFigures;
import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;

/**
 * What all requests of an edge share. Used by every event loop.
 *
 * @param policies how what is no channel's is answered
 */
record Serving(
        EdgeObjects objects,
        HeldRequests held,
        UnheardDirectories unheard,
        FollowedOpenings openings,
        ChunkLog log,
        Policies policies,
        ReadersInProgress readers,
        LiveFigures figures,
        EdgeCounters counters) {

    /** Goes on with a request later, on its event loop. */
    void later(Exchange exchange, Runnable rest) {
        exchange.eventLoop().execute(guarded(exchange, rest));
    }

    /** The rest of a request, whose faults end that request and nothing else: nobody is left without an answer. */
    Runnable guarded(Exchange exchange, Runnable rest) {
        return () -> {
            try {
                rest.run();
            } catch (RuntimeException e) {
                Problem fault = Problem.ofFault(exchange, e);
                if (exchange.responded()) {
                    exchange.cutOff();
                } else {
                    policies.refuse(exchange, fault);
                }
            }
        };
    }
}
