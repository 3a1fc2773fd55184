package io.millrace.wire;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of one listener, so that it can be drained. Used by every event loop. */
final class OpenConnections {

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile boolean draining;

    void opened(Connection connection) {
        open.add(connection);
        if (draining) {
            connection.eventLoop().execute(connection::drain);
        }
    }

    void closed(Connection connection) {
        open.remove(connection);
        if (draining && open.isEmpty()) {
            drained.complete(null);
        }
    }

    boolean draining() {
        return draining;
    }

    int count() {
        return open.size();
    }

    /** Lets every connection finish the exchange it is in; completes when all are closed. */
    CompletableFuture<Void> drain() {
        draining = true;
        if (open.isEmpty()) {
            drained.complete(null);
        }
        open.forEach(connection -> connection.eventLoop().execute(connection::drain));
        return drained;
    }

    void closeAll() {
        open.forEach(connection -> connection.eventLoop().execute(connection::close));
    }
}
