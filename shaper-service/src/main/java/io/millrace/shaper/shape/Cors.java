package io.millrace.shaper.shape;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;

/**
 * Lets any page read what the shaper answers, as an edge does where nothing else is set; what an origin says of it
 * does not matter.
 */
final class Cors {

    private static final AsciiString ANY = AsciiString.cached("*");
    private static final AsciiString TIMING_ALLOW_ORIGIN = AsciiString.cached("Timing-Allow-Origin");
    private static final AsciiString METHODS = AsciiString.cached("GET, HEAD, OPTIONS");
    private static final AsciiString HEADERS = AsciiString.cached("*, Authorization");
    private static final AsciiString DAY_SECONDS = AsciiString.cached("86400");
    private static final AsciiString EXPOSED = AsciiString.cached(
            "Date, Age, ETag, Content-Range, Content-Length, Location, Server-Timing, CMSD-Static, CMSD-Dynamic");
    private static final AsciiString ASKS_PRIVATE = AsciiString.cached("access-control-request-private-network");
    private static final AsciiString ALLOW_PRIVATE = AsciiString.cached("access-control-allow-private-network");

    private Cors() {}

    /** Adds what lets a page read an answer, errors too. */
    static void allow(HttpHeaders answer) {
        answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
        answer.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        answer.set(TIMING_ALLOW_ORIGIN, ANY);
    }

    /** Adds the answer to a page's question whether it may ask; the same for a plain OPTIONS. */
    static void preflight(HttpHeaders request, HttpHeaders answer) {
        answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
        answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        answer.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
        answer.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, DAY_SECONDS);
        if (request.contains(ASKS_PRIVATE)) {
            answer.set(ALLOW_PRIVATE, "true");
        }
    }
}
