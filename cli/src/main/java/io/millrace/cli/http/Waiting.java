package io.millrace.cli.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets a thread wait for what an event loop does. */
final class Waiting {

    private Waiting() {}

    /** @throws IOException if it fails or takes too long */
    static <T> T await(CompletionStage<T> stage, Duration atMost, String what)
            throws IOException, InterruptedException {
        try {
            return stage.toCompletableFuture().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String message = cause.getMessage();
            throw new IOException(message == null ? cause.getClass().getSimpleName() : message, cause);
        } catch (TimeoutException e) {
            throw new IOException(what + " within " + atMost.toMillis() + " ms", e);
        }
    }
}
