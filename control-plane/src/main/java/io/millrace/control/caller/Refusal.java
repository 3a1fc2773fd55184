package io.millrace.control.caller;

import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;

/**
 * A change that its caller may not make: it is refused once its request is there, so that the audit log tells what was to be
 * changed. Told of one call by gRPC, one thing after the other.
 */
final class Refusal<Q> extends ServerCall.Listener<Q> {

    private final Audit<Q, ?> call;
    private final StatusRuntimeException why;
    private boolean over;

    private Refusal(Audit<Q, ?> call, StatusRuntimeException why) {
        this.call = call;
        this.why = why;
    }

    /** What hears of the request. */
    static <Q> ServerCall.Listener<Q> of(Audit<Q, ?> call, StatusRuntimeException why) {
        // As for each call with one request: the second would be one too many, and is an error that gRPC finds.
        call.request(2);
        return call.listening(new Refusal<>(call, why));
    }

    @Override
    public void onHalfClose() {
        end();
    }

    /** Who called has gone before there was a request, or after the answer. */
    @Override
    public void onCancel() {
        end();
    }

    private void end() {
        if (!over) {
            over = true;
            call.close(why.getStatus(), why.getTrailers());
        }
    }
}
