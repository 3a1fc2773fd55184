package io.millrace.cli.push;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * One work on its way: waits for what goes before it, then for a free place, then tries until it is done. Runs on a thread
 * of its own; other threads call it off.
 */
final class Job implements Runnable {

    private final String name;
    private final Work work;
    private final List<CompletableFuture<Void>> before;
    private final Semaphore places;
    private final Retries retries;
    private final Reporter reporter;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Thread thread;
    /** Down when no further try is wanted. */
    private final CountDownLatch newer = new CountDownLatch(1);

    private volatile boolean failed;
    /** A place was taken: what is sent now is sent to its end. */
    private volatile boolean begun;

    Job(
            String name,
            Work work,
            List<CompletableFuture<Void>> before,
            Semaphore places,
            Retries retries,
            Reporter reporter) {
        this.name = name;
        this.work = work;
        this.before = before;
        this.places = places;
        this.retries = retries;
        this.reporter = reporter;
        this.thread = Thread.ofVirtual().name("push-" + name).unstarted(this);
    }

    Work work() {
        return work;
    }

    /** Ends when the job has, however. */
    CompletableFuture<Void> done() {
        return done;
    }

    boolean isDone() {
        return done.isDone();
    }

    /** Whether it is done, and what it was for was not reached. */
    boolean failed() {
        return failed;
    }

    void start() {
        thread.start();
    }

    /** What goes before it is done with, or was never there: a later playlist has to wait for it. */
    boolean goesBefore() {
        return !(work instanceof FileUpload upload) || upload.state().look().written();
    }

    /** A newer version goes in its place: what is being sent is sent to its end, nothing is begun. */
    void supersede() {
        newer.countDown();
        if (!begun) {
            thread.interrupt();
        }
    }

    /** Ends it now; an upload in progress is cut off. */
    void callOff() {
        newer.countDown();
        thread.interrupt();
    }

    @Override
    public void run() {
        try {
            CompletableFuture.allOf(before.toArray(new CompletableFuture<?>[0])).get();
            places.acquire();
            try {
                begun = true;
                report(retries.run(name, work, newer));
            } finally {
                places.release();
            }
        } catch (InterruptedException e) {
            reporter.calledOff(name, begun);
        } catch (Exception | Error e) {
            failed = true;
            reporter.failed(name, "a fault of this program: " + e);
        } finally {
            done.complete(null);
        }
    }

    private void report(Outcome outcome) {
        switch (outcome) {
            case Outcome.Stored stored -> reporter.stored(name, stored.bytes());
            case Outcome.Deleted deleted -> reporter.deleted(name);
            case Outcome.Nothing nothing -> reporter.skipped(name, nothing.reason());
            case Outcome.Refused refused -> {
                failed = true;
                reporter.failed(name, refused.reason());
            }
            case Outcome.Passing passing -> throw new IllegalStateException("tried no more: " + passing);
        }
    }
}
