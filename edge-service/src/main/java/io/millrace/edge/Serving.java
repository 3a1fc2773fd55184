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
        cors.allow(exchange.headers(), problem.headers());
        caching.tellError(problem.headers());
        problem.respond(exchange);
    }
}
