package io.millrace.edge;

import io.millrace.chunklog.ChunkLog;
import io.millrace.edge.cors.CorsPolicy;
import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

/** What all requests of an edge share. Used by every event loop. */
record Serving(
        EdgeObjects objects,
        HeldRequests held,
        FollowedOpenings openings,
        ChunkLog log,
        HoldTimes holds,
        CachePolicy caching,
        CorsPolicy cors,
        EdgeCounters counters) {

    /** Headers that every answer has, errors too. */
    HttpHeaders headers(Exchange exchange) {
        HttpHeaders headers = new DefaultHttpHeaders();
        cors.allow(exchange.headers(), headers);
        return headers;
    }

    /** Sends an error. */
    void refuse(Exchange exchange, Problem problem) {
        refuse(exchange, problem, false);
    }

    /**
     * Sends an error.
     *
     * @param restricted whether only some may know of it
     */
    void refuse(Exchange exchange, Problem problem, boolean restricted) {
        cors.allow(exchange.headers(), problem.headers());
        caching.tellError(problem.status(), problem.headers(), restricted);
        problem.respond(exchange);
    }

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
                    refuse(exchange, fault);
                }
            }
        };
    }
}
