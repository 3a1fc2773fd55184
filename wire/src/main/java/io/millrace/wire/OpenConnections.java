package io.millrace.wire;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of one listener, so that it can be drained. Used by every event loop. */
final class OpenConnections {

    /** How far the end of the listener has come; moves forward only. */
    private enum Stage {
        SERVING,
        /** Clients are asked to go; connections and requests are still taken. */
        LEAVING,
        /** Only what is in progress goes on. */
        DRAINING
    }

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile Stage stage = Stage.SERVING;

    void opened(Connection connection) {
        open.add(connection);
        switch (stage) {
            case SERVING -> {}
            case LEAVING -> connection.eventLoop().execute(connection::leave);
            case DRAINING -> connection.eventLoop().execute(connection::drain);
        }
    }

    void closed(Connection connection) {
        open.remove(connection);
        if (draining() && open.isEmpty()) {
            drained.complete(null);
        }
    }

    /** Whether every answer is to be its connection's last. */
    boolean leaving() {
        return stage != Stage.SERVING;
    }

    boolean draining() {
        return stage == Stage.DRAINING;
    }

    int count() {
        return open.size();
    }

    /** Asks every client to go, and whoever comes; nothing is closed that a client waits for. */
    void leave() {
        if (stage == Stage.SERVING) {
            stage = Stage.LEAVING;
            open.forEach(connection -> connection.eventLoop().execute(connection::leave));
        }
    }

    /** Lets every connection finish the exchange it is in; completes when all are closed. */
    CompletableFuture<Void> drain() {
        stage = Stage.DRAINING;
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
