package io.millrace.ingest;

import io.millrace.chunklog.ChunkLog;
import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

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

    /** The control plane has said nothing since the start. */
    void controlPlaneIsAway(Exchange exchange) {
        passing(
                exchange,
                HttpResponseStatus.SERVICE_UNAVAILABLE,
                "the control plane has not told yet what may be published; try again");
    }

    /** Redis did not answer. */
    void storeIsAway(Exchange exchange) {
        passing(exchange, HttpResponseStatus.SERVICE_UNAVAILABLE, "the store does not answer; try again");
    }

    /**
     * Goes on with an exchange, on its event loop, when the store has answered; answers it where the store does not, or
     * where going on fails: nobody else would.
     *
     * @param next also called where the client has gone meanwhile
     */
    <T> void whenStoreAnswers(Exchange exchange, CompletionStage<T> store, Consumer<T> next) {
        store.whenComplete((answer, failure) -> exchange.eventLoop().execute(() -> {
            if (failure == null) {
                guarded(exchange, () -> next.accept(answer));
            } else if (ChunkLog.isFault(failure)) {
                fault(exchange, failure);
            } else {
                storeIsAway(exchange);
            }
        }));
    }

    /** Runs what goes on with an exchange; a fault of it is the exchange's end. */
    void guarded(Exchange exchange, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            fault(exchange, e);
        }
    }

    /** A fault of ours: the client learns that there was one, the log which. */
    void fault(Exchange exchange, Throwable fault) {
        Problem problem = Problem.ofFault(exchange, fault);
        if (exchange.responded()) {
            exchange.cutOff();
        } else {
            problem(exchange, problem);
        }
    }

    Cors cors() {
        return cors;
    }
}
