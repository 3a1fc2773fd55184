package io.millrace.ingest;

import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Gives every answer of an ingest what a page of another origin needs to read it. Used by every event loop. */
final class Answers {

    private static final int RETRY_AFTER_SECONDS = 1;

    private final Cors cors;

    Answers(Cors cors) {
        this.cors = cors;
    }

    void empty(Exchange exchange, HttpResponseStatus status) {
        empty(exchange, status, new DefaultHttpHeaders());
    }

    void empty(Exchange exchange, HttpResponseStatus status, HttpHeaders headers) {
        document(exchange, status, headers, Unpooled.EMPTY_BUFFER);
    }

    /** An answer with a body, which is taken over. */
    void document(Exchange exchange, HttpResponseStatus status, HttpHeaders headers, ByteBuf body) {
        cors.allow(exchange.headers(), headers);
        exchange.respond(status, headers, body);
    }

    void problem(Exchange exchange, HttpResponseStatus status, String detail) {
        problem(exchange, Problem.of(status, detail));
    }

    void problem(Exchange exchange, Problem problem) {
        cors.allow(exchange.headers(), problem.headers());
        problem.respond(exchange);
    }

    /** A fault that passes: the client should do the same again in a moment. */
    void passing(Exchange exchange, HttpResponseStatus status, String detail) {
        problem(exchange, Problem.of(status, detail).with(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS));
    }

    /** Redis did not answer. */
    void storeIsAway(Exchange exchange) {
        passing(exchange, HttpResponseStatus.SERVICE_UNAVAILABLE, "the store does not answer; try again");
    }

    Cors cors() {
        return cors;
    }
}
