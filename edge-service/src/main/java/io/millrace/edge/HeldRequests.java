package io.millrace.edge;

import io.millrace.chunklog.ObjectPath;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests for objects that are not there yet, bounded in number, each until its object may be there or its time is
 * over. Held and woken from any thread; a request goes on on its own event loop, once.
 */
final class HeldRequests {

    private final int most;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<ObjectPath, Set<Held>> byPath = new ConcurrentHashMap<>();

    HeldRequests(int most) {
        this.most = most;
    }

    private record Held(EventLoop loop, Runnable goOn, AtomicBoolean gone) {}

    /**
     * Holds a request.
     *
     * @param goOn what the request does next
     * @return false when as many are held as may be
     */
    boolean hold(ObjectPath path, EventLoop loop, Duration atMost, Runnable goOn) {
        if (count.incrementAndGet() > most) {
            count.decrementAndGet();
            return false;
        }
        Held held = new Held(loop, goOn, new AtomicBoolean());
        byPath.compute(path, (p, others) -> {
            Set<Held> all = others == null ? new HashSet<>() : others;
            all.add(held);
            return all;
        });
        loop.schedule(
                () -> {
                    byPath.computeIfPresent(path, (p, all) -> {
                        all.remove(held);
                        return all.isEmpty() ? null : all;
                    });
                    letGo(held);
                },
                atMost.toMillis(),
                TimeUnit.MILLISECONDS);
        return true;
    }

    /** Lets the requests for an object look again. */
    void wake(ObjectPath path) {
        Set<Held> woken = byPath.remove(path);
        if (woken != null) {
            woken.forEach(this::letGo);
        }
    }

    /** Requests that are held now. */
    int count() {
        return count.get();
    }

    private void letGo(Held held) {
        if (held.gone().compareAndSet(false, true)) {
            count.decrementAndGet();
            held.loop().execute(held.goOn());
        }
    }
}
