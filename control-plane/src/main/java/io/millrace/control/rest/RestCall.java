package io.millrace.control.rest;

import com.google.protobuf.Message;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.millrace.wire.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/**
 * One call of the API for one exchange. A single answer is sent as a whole, several as lines as they come; an error after the
 * first of them is a line of its own. All state belongs to the event loop of the exchange.
 */
final class RestCall extends ClientCall.Listener<Message> {

    /** A call with one answer asks for two: so a second one would be seen to be wrong. */
    private static final int TO_SEE_A_SECOND = 2;

    private final Exchange exchange;
    private final ClientCall<Message, Message> call;
    /** Null for a call with one answer. */
    private final LineFormat lines;

    private Message answer;
    private boolean begun;

    /** @param lines how several answers are told; null where there is one */
    RestCall(Exchange exchange, ClientCall<Message, Message> call, LineFormat lines) {
        this.exchange = exchange;
        this.call = call;
        this.lines = lines;
    }

    /** On the event loop. */
    void start(Message request, Metadata headers) {
        exchange.onClosed(() -> call.cancel("who asked has gone", null));
        call.start(this, headers);
        call.request(lines == null ? TO_SEE_A_SECOND : 1);
        call.sendMessage(request);
        call.halfClose();
    }

    @Override
    public void onMessage(Message message) {
        exchange.eventLoop().execute(() -> {
            if (lines == null) {
                answer = message;
            } else {
                sendLine(message);
            }
        });
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        exchange.eventLoop().execute(() -> end(status, trailers));
    }

    private void sendLine(Message message) {
        if (!begun) {
            begun = true;
            exchange.begin(HttpResponseStatus.OK, headers(lines.contentType()));
        }
        exchange.send(bytes(lines.message(Json.line(message))));
        exchange.flush();
        if (exchange.writable()) {
            call.request(1);
        } else {
            exchange.onWritable(() -> {
                exchange.onWritable(() -> {});
                call.request(1);
            });
        }
    }

    private void end(Status status, Metadata trailers) {
        if (!status.isOk()) {
            fail(status.asRuntimeException(trailers));
        } else if (lines == null) {
            exchange.respond(HttpResponseStatus.OK, headers("application/json"), bytes(Json.pretty(answer)));
        } else {
            if (!begun) {
                exchange.begin(HttpResponseStatus.OK, headers(lines.contentType()));
            }
            exchange.end();
            exchange.flush();
        }
    }

    private void fail(StatusRuntimeException error) {
        if (!begun) {
            RestErrors.respond(exchange, error);
            return;
        }
        com.google.rpc.Status status = StatusProto.fromThrowable(error);
        String line = Json.error(status, RestErrors.httpStatus(status.getCode()).code());
        exchange.send(bytes(lines.error(line)));
        exchange.end();
        exchange.flush();
    }

    private static HttpHeaders headers(String contentType) {
        return new DefaultHttpHeaders()
                .set(HttpHeaderNames.CONTENT_TYPE, contentType)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }
}
