package io.millrace.standalone;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of a standalone Millrace, whenever it is told to end and however: the services go first, then what they stand
 * on. Runs in a shutdown hook of the JVM; is told by the main thread how far the start has come.
 */
final class Stop {

    private static final long SERVICES_SECONDS = 120;

    private final CompletableFuture<Optional<Backends>> backends = new CompletableFuture<>();
    private final CountDownLatch services = new CountDownLatch(1);
    private final Thread hook = new Thread(this::run, "stop");

    private Stop() {}

    static Stop atExit() {
        Stop stop = new Stop();
        Runtime.getRuntime().addShutdownHook(stop.hook);
        return stop;
    }

    /** There is something to close from now on, once {@link #servicesStopped}. */
    void started(Backends started) {
        backends.complete(Optional.of(started));
    }

    /** There is nothing to close. */
    void nothingStarted() {
        backends.complete(Optional.empty());
    }

    void servicesStopped() {
        services.countDown();
    }

    /** Whether the process is ending already. */
    boolean asked() {
        return hook.getState() != Thread.State.NEW;
    }

    /** A start of the backends that is in progress is waited for: half a start can't be undone. */
    private void run() {
        backends.join().ifPresent(started -> {
            awaitServices();
            started.close();
        });
    }

    private void awaitServices() {
        try {
            if (!services.await(SERVICES_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("millrace: the services did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
