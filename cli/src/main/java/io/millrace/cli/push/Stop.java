package io.millrace.cli.push;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, and any other way in which the process is asked to end: the push is told, and the process waits for it, but not
 * for ever.
 */
final class Stop implements AutoCloseable {

    /** For what is cut off to be told to the server. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(5);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Duration grace;
    private final Thread hook = Thread.ofPlatform().name("push-stop").unstarted(this::stop);
    private volatile long askedNanos;
    private volatile boolean asked;

    Stop(Duration grace) {
        this.grace = grace;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    boolean asked() {
        return asked;
    }

    /** Whether it is time to cut off what is left. */
    boolean graceIsOver() {
        return asked && System.nanoTime() - askedNanos > grace.toNanos();
    }

    private void stop() {
        askedNanos = System.nanoTime();
        asked = true;
        try {
            boolean _ = ended.await(grace.plus(AFTERWARDS).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The push has ended. */
    @Override
    public void close() {
        ended.countDown();
        if (!asked) {
            try {
                boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process is ending.
            }
        }
    }
}
