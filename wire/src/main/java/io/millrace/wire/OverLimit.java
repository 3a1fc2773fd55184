package io.millrace.wire;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;

/** What a client is told that is beyond a limit of connections. */
final class OverLimit {

    private static final int RETRY_AFTER_SECONDS = 5;

    private OverLimit() {}

    static Problem problem(Limit limit) {
        String detail = limit == Limit.CONNECTIONS_PER_CLIENT
                ? "you have too many connections or requests here at once; use fewer"
                : "there are too many connections at the moment; try again";
        return Problem.of(HttpResponseStatus.SERVICE_UNAVAILABLE, detail)
                .with(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }

    /** For a connection on which nothing was asked yet: what any HTTP/1.1 client takes for its answer. */
    static String unasked() {
        return "HTTP/1.1 503 Service Unavailable\r\nretry-after: " + RETRY_AFTER_SECONDS
                + "\r\ncache-control: no-store\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    }
}
