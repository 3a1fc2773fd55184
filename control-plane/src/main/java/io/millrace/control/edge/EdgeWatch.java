package io.millrace.control.edge;

import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * This replica's view of the edges, which is at most a second old while the store is there, and the last one while it is
 * away: who asks for a route is answered all the same. Owns one thread until it is closed.
 */
public final class EdgeWatch implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EdgeWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Edges edges;
    private final Thread watcher =
            Thread.ofPlatform().name("control-edges").daemon().unstarted(this::watch);
    private volatile KnownEdges known;
    /** Guarded by this. */
    private boolean hinted;

    private boolean closed;

    private EdgeWatch(Edges edges) {
        this.edges = edges;
    }

    /**
     * Reads the edges and follows them from then on.
     *
     * @throws io.millrace.control.store.StoreUnavailableException if the store is not there
     */
    public static EdgeWatch start(Edges edges) {
        EdgeWatch watch = new EdgeWatch(edges);
        watch.known = edges.watch();
        watch.watcher.start();
        return watch;
    }

    /** The edges as they were last read. */
    public KnownEdges known() {
        return known;
    }

    /** Has the edges read soon: one has changed. Returns at once. */
    public synchronized void hint() {
        hinted = true;
        notifyAll();
    }

    private void watch() {
        boolean away = false;
        while (awaitTurn()) {
            try {
                known = edges.watch();
                if (away) {
                    away = false;
                    LOG.info("edges are known again");
                }
            } catch (RuntimeException e) {
                if (!away) {
                    away = true;
                    LOG.warnf("edges are taken for what they were: %s", e.getMessage());
                }
            }
        }
    }

    private synchronized boolean awaitTurn() {
        long end = System.nanoTime() + EVERY.toNanos();
        try {
            for (long left = EVERY.toMillis(); !hinted && !closed && left > 0; ) {
                wait(left);
                left = (end - System.nanoTime()) / 1_000_000;
            }
        } catch (InterruptedException e) {
            return false;
        }
        hinted = false;
        return !closed;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            watcher.join(CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
