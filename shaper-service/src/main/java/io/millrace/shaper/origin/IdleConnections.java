package io.millrace.shaper.origin;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Connections of one event loop that wait for their next request: for a while, and not many of them. Owned by that
 * loop.
 */
final class IdleConnections {

    private static final int MOST_OF_AN_ORIGIN = 64;
    private static final int MOST = 512;
    /** Less than servers wait. */
    private static final long IDLE_SECONDS = 20;

    private final EventLoop loop;
    private final Map<OriginAddress, Deque<Idle>> byOrigin = new HashMap<>();
    private int count;
    private boolean closed;

    private record Idle(OriginConnection connection, ScheduledFuture<?> end) {}

    IdleConnections(EventLoop loop) {
        this.loop = loop;
    }

    /** The one that was used last. */
    Optional<OriginConnection> take(OriginAddress origin) {
        Deque<Idle> idle = byOrigin.get(origin);
        while (idle != null && !idle.isEmpty()) {
            OriginConnection connection = idle.peekFirst().connection();
            forget(connection);
            if (connection.open()) {
                return Optional.of(connection);
            }
        }
        return Optional.empty();
    }

    void keep(OriginConnection connection) {
        Deque<Idle> idle = byOrigin.computeIfAbsent(connection.origin(), origin -> new ArrayDeque<>());
        if (closed || count == MOST || idle.size() == MOST_OF_AN_ORIGIN || !connection.open()) {
            dropIfEmpty(connection.origin(), idle);
            connection.close();
            return;
        }
        count++;
        idle.addFirst(new Idle(
                connection,
                loop.schedule(
                        () -> {
                            forget(connection);
                            connection.close();
                        },
                        IDLE_SECONDS,
                        TimeUnit.SECONDS)));
    }

    /** A connection has ended; it may have been none of these. */
    void gone(OriginConnection connection) {
        forget(connection);
    }

    /** Ends all of them, and those that would come. */
    void close() {
        closed = true;
        List<OriginConnection> all = byOrigin.values().stream()
                .flatMap(Deque::stream)
                .map(Idle::connection)
                .toList();
        all.forEach(connection -> {
            forget(connection);
            connection.close();
        });
    }

    private void forget(OriginConnection connection) {
        Deque<Idle> idle = byOrigin.get(connection.origin());
        if (idle == null) {
            return;
        }
        idle.removeIf(kept -> {
            boolean found = kept.connection() == connection;
            if (found) {
                kept.end().cancel(false);
                count--;
            }
            return found;
        });
        dropIfEmpty(connection.origin(), idle);
    }

    private void dropIfEmpty(OriginAddress origin, Deque<Idle> idle) {
        if (idle.isEmpty()) {
            byOrigin.remove(origin);
        }
    }
}
