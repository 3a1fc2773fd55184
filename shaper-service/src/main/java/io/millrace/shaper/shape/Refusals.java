package io.millrace.shaper.shape;

import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;

/** What the shaper answers where it serves nothing; any page may read it. */
public final class Refusals {

    private static final String ALLOWED = "GET, HEAD, OPTIONS";

    private Refusals() {}

    /** Sends an error. */
    public static void refuse(Exchange exchange, Problem problem) {
        Cors.allow(problem.headers());
        problem.respond(exchange);
    }

    /** Objects are only read here. */
    public static void refuseMethod(Exchange exchange) {
        refuse(
                exchange,
                Problem.of(HttpResponseStatus.METHOD_NOT_ALLOWED, "streams are read here and uploaded at an ingest")
                        .with(HttpHeaderNames.ALLOW, ALLOWED));
    }

    /** Answers a page's preflight and any other OPTIONS, whatever is at the path. */
    public static void options(Exchange exchange) {
        HttpHeaders headers = new DefaultHttpHeaders();
        Cors.preflight(exchange.headers(), headers);
        headers.set(HttpHeaderNames.ALLOW, ALLOWED);
        headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        exchange.respond(HttpResponseStatus.NO_CONTENT, headers, Unpooled.EMPTY_BUFFER);
    }

    /** Adds what lets any page read an answer. */
    public static void allowPages(HttpHeaders answer) {
        Cors.allow(answer);
    }
}
