package io.millrace.control.change;

import io.millrace.control.store.ControlStore;
import io.millrace.control.store.StoreMark;
import io.millrace.control.store.StoreUnavailableException;
import io.millrace.control.store.Stored;
import io.millrace.control.store.StoredChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * This replica's copy of the store, for those who watch it: read once, then kept up by the log of changes. Owns one
 * thread, which looks at the store's revision again and again, and at once when it is told that there is something new.
 */
public final class Mirror implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Mirror.class);
    private static final int PAGE = 500;
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final ControlStore store;
    private final int keptChanges;
    private final long pollNanos;
    private final Thread follower;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition hinted = lock.newCondition();
    /** Guarded by the lock, as all below. */
    private Known known = Known.NOTHING;

    private boolean hint;
    private boolean closed;
    /** When the store last confirmed what is known; 0 before it ever did. */
    private long confirmedNanos;

    private boolean failing;

    private Mirror(ControlStore store, int keptChanges, Duration poll) {
        this.store = store;
        this.keptChanges = keptChanges;
        this.pollNanos = poll.toNanos();
        this.follower = Thread.ofPlatform().name("control-changes").daemon().unstarted(this::follow);
    }

    /**
     * Reads the store, which must be there, and follows it from then on.
     *
     * @param keptChanges how many changes can be resumed from
     * @param poll how often the store is looked at without a hint
     * @throws StoreUnavailableException if the store is not there
     */
    public static Mirror start(ControlStore store, int keptChanges, Duration poll) {
        Mirror mirror = new Mirror(store, keptChanges, poll);
        mirror.refresh();
        mirror.follower.start();
        return mirror;
    }

    /** Has the store looked at soon: there may be something new. Returns at once. */
    public void hint() {
        lock.lock();
        try {
            hint = true;
            hinted.signal();
        } finally {
            lock.unlock();
        }
    }

    /** What is known now. */
    public Known known() {
        lock.lock();
        try {
            return known;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until something else is known than this.
     *
     * @param limit how long at the most
     * @return what is known then; the same where the time is over, or the mirror is closed
     */
    public Known awaitOther(Known seen, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (known.sameAs(seen) && left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the store has confirmed within this time that what is known is all that there is. */
    public boolean confirmedWithin(Duration time) {
        lock.lock();
        try {
            return confirmedNanos != 0 && System.nanoTime() - confirmedNanos < time.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it follows no more. */
    public boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void follow() {
        while (awaitTurn()) {
            try {
                refresh();
                if (failing) {
                    failing = false;
                    LOG.info("the control plane's store is back");
                }
            } catch (RuntimeException e) {
                if (!failing && !closed()) {
                    failing = true;
                    LOG.warnf("the control plane's store is away: %s", e.getMessage());
                }
            }
        }
    }

    private boolean awaitTurn() {
        lock.lock();
        try {
            long left = pollNanos;
            while (!hint && left > 0 && !closed) {
                left = hinted.awaitNanos(left);
            }
            hint = false;
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Called by one thread at a time. */
    private void refresh() {
        StoreMark mark = store.mark();
        Known before = known();
        if (!mark.storeId().equals(before.storeId())) {
            publish(read(mark));
            return;
        }
        List<StoredChange> log = changesFrom(before.revision());
        if (before.isFollowedBy(log)) {
            publish(before.with(log, keptChanges));
            return;
        }
        if (mark.revision() < before.revision() || before.isContradictedBy(log)) {
            LOG.warnf("the store has lost changes: revision %d is another than it was", before.revision());
            store.renew(mark.storeId());
        }
        publish(read(store.mark()));
    }

    /** All of the store, with the changes that its log still has. */
    private Known read(StoreMark mark) {
        NavigableMap<String, Stored> resources = new TreeMap<>();
        store.all().forEach(resource -> resources.put(resource.name(), resource));
        List<StoredChange> log = changesFrom(1);
        long first = log.isEmpty() ? mark.revision() + 1 : log.getFirst().revision();
        if (first > mark.revision() + 1) {
            throw new IllegalStateException("changes were made faster than they could be read");
        }
        Known current = new Known(mark.storeId(), mark.revision(), resources, List.of()).with(log, keptChanges);
        return new Known(current.storeId(), current.revision(), current.resources(), log);
    }

    /** Those that the log has from a revision on, without a gap; none where changes were faster than that. */
    private List<StoredChange> changesFrom(long revision) {
        List<StoredChange> all = new ArrayList<>();
        List<StoredChange> page;
        do {
            page = store.changes(all.isEmpty() ? revision : all.getLast().revision() + 1, PAGE);
            for (StoredChange change : page) {
                if (!all.isEmpty() && change.revision() != all.getLast().revision() + 1) {
                    return List.of();
                }
                all.add(change);
            }
        } while (page.size() == PAGE);
        return all;
    }

    private void publish(Known after) {
        lock.lock();
        try {
            confirmedNanos = System.nanoTime();
            if (!after.sameAs(known)) {
                known = after;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            hinted.signalAll();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            follower.join(CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
