package io.millrace.control.client;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.function.Consumer;

/** What is done with the one answer of a call, or with its failure. */
record Answer<A>(Consumer<A> taken, Consumer<Status> failed) implements StreamObserver<A> {

    @Override
    public void onNext(A answer) {
        taken.accept(answer);
    }

    @Override
    public void onError(Throwable failure) {
        failed.accept(Status.fromThrowable(failure));
    }

    @Override
    public void onCompleted() {}
}
