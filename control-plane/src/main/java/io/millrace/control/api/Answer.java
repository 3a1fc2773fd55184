package io.millrace.control.api;

import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** How a unary call is answered: with what its method returns, or with the error that it throws. */
public final class Answer {

    private Answer() {}

    /**
     * Answers a call on the caller's thread.
     *
     * @param method may block; ends with a StatusRuntimeException for an error of the API
     */
    public static <T> void to(StreamObserver<T> responses, Supplier<T> method) {
        T response;
        try {
            response = method.get();
        } catch (RuntimeException e) {
            responses.onError(ApiErrors.fault(e));
            return;
        }
        responses.onNext(response);
        responses.onCompleted();
    }
}
