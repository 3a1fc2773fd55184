package io.millrace.wire;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.NetUtil;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** What is noted of one exchange for the access log. Owned by the event loop of the exchange; ends when it is written. */
final class AccessEntry {

    private final String service;
    private final Instant began = Instant.now();
    private final long beganNanos = System.nanoTime();

    private int status;
    private long sentBytes;
    private long receivedBytes;
    private String user;
    private boolean cutOff;

    AccessEntry(String service) {
        this.service = service;
    }

    void answered(HttpResponseStatus answer) {
        status = answer.code();
    }

    void sent(long bytes) {
        sentBytes += bytes;
    }

    void received(long bytes) {
        receivedBytes += bytes;
    }

    void user(String name) {
        user = name;
    }

    void cutOff() {
        cutOff = true;
    }

    /** Status 0 says that there was no answer. Bytes are those of bodies, without framing; of the target what is no secret. */
    void write(Exchange exchange) {
        long nanos = System.nanoTime() - beganNanos;
        AccessLog.LOG.info(new JsonObject()
                .put("time", began.toString())
                .put("service", service)
                .put("client", NetUtil.toAddressString(exchange.clientAddress()))
                .put("method", exchange.method().name())
                .put("path", exchange.loggedPath())
                .put("query", exchange.loggedQuery())
                .put("status", status)
                .put("sent", sentBytes)
                .put("received", receivedBytes)
                .put("ms", TimeUnit.NANOSECONDS.toMillis(nanos))
                .put("user", user == null ? null : LoggedTarget.path(user))
                .put("http", exchange.httpVersion())
                .put("tls", exchange.secure())
                .put("agent", exchange.headers().get(HttpHeaderNames.USER_AGENT))
                .put("cut", cutOff)
                .encode());
    }
}
