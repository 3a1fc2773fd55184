package io.millrace.edge;

import io.millrace.chunklog.ObjectPath;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Requests for objects that are not there yet, bounded in number, each until its object may be there or its time is
 * over. Held and woken from any thread; a request goes on on its own event loop, once.
 */
final class HeldRequests {

    private final int most;
    private final AtomicInteger count = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final Map<ObjectPath, Set<Held>> byPath = new ConcurrentHashMap<>();

    HeldRequests(int most) {
        this.most = most;
    }

    /** One request; its limit is set right after it is made. */
    private static final class Held {

        private final ObjectPath path;
        private final EventLoop loop;
        private final Runnable goOn;
        private final AtomicBoolean gone = new AtomicBoolean();
        private volatile ScheduledFuture<?> limit;

        Held(ObjectPath path, EventLoop loop, Runnable goOn) {
            this.path = path;
            this.loop = loop;
            this.goOn = goOn;
        }
    }

    /**
     * Holds a request; called on its event loop.
     *
     * @param goOn what the request does next
     * @return what gives the request up, or nothing when as many are held as may be
     */
    Optional<Runnable> hold(ObjectPath path, EventLoop loop, Duration atMost, Runnable goOn) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            refused.increment();
            return Optional.empty();
        }
        Held held = new Held(path, loop, goOn);
        byPath.compute(path, (p, others) -> {
            Set<Held> all = others == null ? new HashSet<>() : others;
            all.add(held);
            return all;
        });
        held.limit = loop.schedule(
                () -> {
                    if (remove(held)) {
                        goOn.run();
                    }
                },
                atMost.toMillis(),
                TimeUnit.MILLISECONDS);
        if (held.gone.get()) {
            held.limit.cancel(false); // woken before it had a limit
        }
        return Optional.of(() -> remove(held));
    }

    /** Lets the requests for an object look again. */
    void wake(ObjectPath path) {
        Set<Held> woken = byPath.remove(path);
        if (woken != null) {
            woken.stream().filter(this::letGo).forEach(held -> held.loop.execute(held.goOn));
        }
    }

    /** Whether a request for an object is held. */
    boolean holds(ObjectPath path) {
        return byPath.containsKey(path);
    }

    /** Requests that are held now. */
    int count() {
        return count.get();
    }

    /** Requests that were not held because as many were as may be. */
    long refused() {
        return refused.sum();
    }

    private boolean remove(Held held) {
        byPath.computeIfPresent(held.path, (p, all) -> {
            all.remove(held);
            return all.isEmpty() ? null : all;
        });
        return letGo(held);
    }

    /** Whether it was held until now. */
    private boolean letGo(Held held) {
        boolean first = held.gone.compareAndSet(false, true);
        if (first) {
            count.decrementAndGet();
            ScheduledFuture<?> limit = held.limit;
            if (limit != null) {
                limit.cancel(false);
            }
        }
        return first;
    }
}
