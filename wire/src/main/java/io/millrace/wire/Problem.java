package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;

/**
 * An error's answer: one line of JSON (RFC 9457), never cached.
 *
 * @param detail what was wrong and what to do, for a person
 * @param headers further headers of the answer; may be added to
 */
public record Problem(HttpResponseStatus status, String detail, HttpHeaders headers) {

    private static final Logger LOG = Logger.getLogger(Problem.class);

    public static Problem of(HttpResponseStatus status, String detail) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json");
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return new Problem(status, detail, headers);
    }

    /** A fault of ours: the client learns that there was one, the log which. */
    public static Problem ofFault(Exchange exchange, Throwable fault) {
        LOG.errorf(fault, "%s %s failed", exchange.method(), exchange.loggedPath());
        return of(HttpResponseStatus.INTERNAL_SERVER_ERROR, "this is a fault of the server; its log says more");
    }

    public Problem with(CharSequence header, Object value) {
        headers.set(header, value);
        return this;
    }

    public void respond(Exchange exchange) {
        exchange.respond(status, headers, body());
    }

    /** The line of JSON; the caller owns the buffer. */
    public ByteBuf body() {
        return Unpooled.copiedBuffer(
                new JsonObject()
                                .put("title", status.reasonPhrase())
                                .put("status", status.code())
                                .put("detail", detail)
                                .encode()
                        + "\n",
                StandardCharsets.UTF_8);
    }
}
