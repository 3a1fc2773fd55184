package io.millrace.shaper.body;

import io.millrace.proto.control.v1.ErrorStatus;
import io.millrace.proto.control.v1.Redirect;
import io.millrace.shaper.rule.Plan;
import io.millrace.wire.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * An answer that is given in place of the origin's.
 *
 * @param body whoever takes the answer owns it
 */
record OwnAnswer(ShapedHead head, ByteBuf body) {

    /** Whether a plan answers by itself, or sees to it that there is no answer. */
    static boolean isDue(Plan plan) {
        return plan.status().isPresent() || plan.redirect().isPresent() || hangsFirst(plan) || resetsFirst(plan);
    }

    /** Whether a plan hangs before the head. */
    static boolean hangsFirst(Plan plan) {
        return plan.hang().filter(hang -> !hang.hasAt()).isPresent();
    }

    /** Whether a plan resets the connection before the head. */
    static boolean resetsFirst(Plan plan) {
        return plan.reset().filter(reset -> !reset.hasAt()).isPresent();
    }

    /** The answer of a plan that has a redirect or a status, of which the redirect comes first. */
    static OwnAnswer of(Plan plan, Exchange exchange) {
        return plan.redirect()
                .map(redirect -> of(redirect, exchange))
                .orElseGet(() -> of(plan.status().orElseThrow()));
    }

    private static OwnAnswer of(ErrorStatus error) {
        HttpResponseStatus status = HttpResponseStatus.valueOf(error.getCode());
        HttpHeaders headers = headers();
        if (error.hasRetryAfter()) {
            headers.set(HttpHeaderNames.RETRY_AFTER, error.getRetryAfter().getSeconds());
        }
        if (error.getBody().isEmpty()) {
            return problem(status, "a rule of the shaper answers so", headers);
        }
        headers.set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        return sized(status, headers, error.getBody());
    }

    private static OwnAnswer of(Redirect redirect, Exchange exchange) {
        HttpHeaders headers = headers();
        headers.set(
                HttpHeaderNames.LOCATION,
                redirect.getLocation().replace("{path}", exchange.path()).replace("{query}", exchange.query()));
        int code = redirect.getCode() == 0 ? HttpResponseStatus.FOUND.code() : redirect.getCode();
        return sized(HttpResponseStatus.valueOf(code), headers, "");
    }

    /** The origin was not to be had. */
    static OwnAnswer badGateway(String reason) {
        return problem(HttpResponseStatus.BAD_GATEWAY, reason, headers());
    }

    private static HttpHeaders headers() {
        return new DefaultHttpHeaders().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    }

    private static OwnAnswer problem(HttpResponseStatus status, String detail, HttpHeaders headers) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json");
        return sized(
                status,
                headers,
                new JsonObject()
                                .put("title", status.reasonPhrase())
                                .put("status", status.code())
                                .put("detail", detail)
                                .encode()
                        + "\n");
    }

    private static OwnAnswer sized(HttpResponseStatus status, HttpHeaders headers, String text) {
        ByteBuf body = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
        headers.set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        return new OwnAnswer(new ShapedHead(status, headers), body);
    }
}
