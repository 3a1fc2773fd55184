package io.millrace.cli.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * All works on their way: as many at once as there are places, each path's one after the other, and what names others
 * behind them. Works are added by one thread. There are never more than files in the directory, and two of each.
 */
final class Jobs {

    private final Semaphore places;
    private final Retries retries;
    private final Reporter reporter;
    /** Guarded by itself; in the order in which they were added. */
    private final Set<Job> active = new LinkedHashSet<>();
    /** The newest of each name that is active; guarded by {@code active}. */
    private final Map<String, Job> newest = new HashMap<>();

    Jobs(int parallel, Retries retries, Reporter reporter) {
        this.places = new Semaphore(parallel, true);
        this.retries = retries;
        this.reporter = reporter;
    }

    /**
     * Adds a work; it waits for the one before it of the same name, which is left out if it is a deletion that was not begun.
     *
     * @param last whether it waits for all that was added before and whose writers have ended, as a playlist does
     */
    Job add(String name, Work work, boolean last) {
        List<CompletableFuture<Void>> before = new ArrayList<>();
        synchronized (active) {
            Job previous = newest.get(name);
            if (previous != null) {
                before.add(previous.done());
                if (previous.work() instanceof Deletion) {
                    previous.supersede();
                }
            }
            if (last) {
                active.stream().filter(Job::goesBefore).map(Job::done).forEach(before::add);
            }
            Job job = new Job(name, work, before, places, retries, reporter);
            active.add(job);
            newest.put(name, job);
            reporter.active(active.size());
            job.done().thenRun(() -> remove(name, job));
            job.start();
            return job;
        }
    }

    private void remove(String name, Job job) {
        synchronized (active) {
            active.remove(job);
            newest.remove(name, job);
            reporter.active(active.size());
        }
    }

    boolean idle() {
        synchronized (active) {
            return active.isEmpty();
        }
    }

    /** Waits until nothing is on its way; whether that is so in time. */
    boolean awaitIdle(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (Job job : snapshot()) {
            try {
                job.done().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                return false;
            } catch (ExecutionException e) {
                throw new AssertionError(e); // it ends well, whatever comes of the work
            }
        }
        return true;
    }

    /** Ends all now, and waits until they have ended. */
    void callOff() throws InterruptedException {
        List<Job> jobs = snapshot();
        jobs.forEach(Job::callOff);
        for (Job job : jobs) {
            job.done().join();
        }
    }

    private List<Job> snapshot() {
        synchronized (active) {
            return List.copyOf(active);
        }
    }
}
