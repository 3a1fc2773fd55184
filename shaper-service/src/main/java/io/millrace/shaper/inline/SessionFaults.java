package io.millrace.shaper.inline;

import io.grpc.StatusRuntimeException;
import io.millrace.shaper.session.TooManySessionsException;
import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.CompletionException;

/** Why a session could not be made or changed. */
public final class SessionFaults {

    private SessionFaults() {}

    /** What a client is told of it. */
    public static Problem problem(Exchange exchange, Throwable failure) {
        return switch (failure) {
            case CompletionException wrapped when wrapped.getCause() != null -> problem(exchange, wrapped.getCause());
            case IllegalArgumentException wrong -> Problem.of(HttpResponseStatus.BAD_REQUEST, wrong.getMessage());
            case TooManySessionsException many -> Problem.of(HttpResponseStatus.SERVICE_UNAVAILABLE, many.getMessage());
            case StatusRuntimeException control -> problem(control);
            default -> Problem.ofFault(exchange, failure);
        };
    }

    /** What the control plane says. */
    private static Problem problem(StatusRuntimeException failure) {
        String words = failure.getStatus().getDescription() == null
                ? "the control plane says " + failure.getStatus().getCode()
                : failure.getStatus().getDescription();
        HttpResponseStatus status = switch (failure.getStatus().getCode()) {
            case INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION -> HttpResponseStatus.BAD_REQUEST;
            default -> HttpResponseStatus.SERVICE_UNAVAILABLE;
        };
        return Problem.of(status, words);
    }
}
