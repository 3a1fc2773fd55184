package io.millrace.control.rest;

import io.millrace.control.route.Redirects;
import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;

/**
 * {@code /route/…}: sends who asks for an object to an edge that serves it. Open to everybody, as the edges are; a token goes on to the
 * edge, which checks it.
 */
final class RedirectHandler {

    static final String PREFIX = "/route";

    /** So long may a cache send others to the same edge; then they are spread again, and a drained one is left alone. */
    private static final String FOR_A_MOMENT = "public, max-age=5";

    private static final int RETRY_SECONDS = 2;

    private final Redirects redirects;

    RedirectHandler(Redirects redirects) {
        this.redirects = redirects;
    }

    void handle(Exchange exchange) {
        if (!exchange.method().equals(HttpMethod.GET) && !exchange.method().equals(HttpMethod.HEAD)) {
            Problem.of(HttpResponseStatus.METHOD_NOT_ALLOWED, "only GET and HEAD are answered here")
                    .with(HttpHeaderNames.ALLOW, "GET, HEAD")
                    .respond(exchange);
            return;
        }
        Optional<String> location;
        try {
            location = redirects.location(exchange.path().substring(PREFIX.length()), exchange.query());
        } catch (IllegalArgumentException e) {
            Problem.of(HttpResponseStatus.BAD_REQUEST, e.getMessage()).respond(exchange);
            return;
        }
        if (location.isEmpty()) {
            Problem.of(HttpResponseStatus.SERVICE_UNAVAILABLE, "no edge is ready now")
                    .with(HttpHeaderNames.RETRY_AFTER, RETRY_SECONDS)
                    .respond(exchange);
            return;
        }
        HttpHeaders headers = new DefaultHttpHeaders()
                .set(HttpHeaderNames.LOCATION, location.get())
                .set(HttpHeaderNames.CACHE_CONTROL, FOR_A_MOMENT)
                // Pages must be allowed to follow.
                .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        exchange.respond(HttpResponseStatus.TEMPORARY_REDIRECT, headers, Unpooled.EMPTY_BUFFER);
    }
}
