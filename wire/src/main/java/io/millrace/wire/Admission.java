package io.millrace.wire;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who may come in: counts the connections of one listener, in all and for each client, and the requests of clients that
 * a trusted proxy speaks for. Used by every event loop; touched once a connection, not once a request.
 */
final class Admission {

    /** Whoever has one address of IPv6 has as a rule a whole network of this size. */
    private static final int NETWORK_BYTES = 8;

    private static final int IPV6_BYTES = 16;

    private final int maxConnections;
    private final int maxPerClient;
    private final AtomicInteger connections = new AtomicInteger();
    private final ConcurrentMap<InetAddress, Integer> clients = new ConcurrentHashMap<>();

    /** @param maxPerClient 0 for no limit */
    Admission(int maxConnections, int maxPerClient) {
        this.maxConnections = maxConnections;
        this.maxPerClient = maxPerClient;
    }

    /** Counts a connection in, or says which limit it is beyond; that of one that came in is to {@link #leave}. */
    Optional<Limit> enter(InetAddress client, boolean exempt) {
        if (connections.incrementAndGet() > maxConnections) {
            connections.decrementAndGet();
            return Optional.of(Limit.CONNECTIONS);
        }
        if (!exempt && !enterClient(client)) {
            connections.decrementAndGet();
            return Optional.of(Limit.CONNECTIONS_PER_CLIENT);
        }
        return Optional.empty();
    }

    void leave(InetAddress client, boolean exempt) {
        connections.decrementAndGet();
        if (!exempt) {
            leaveClient(client);
        }
    }

    /** Counts one more connection, or request, of a client; false, and not counted, where it has too many. */
    boolean enterClient(InetAddress client) {
        if (maxPerClient == 0) {
            return true;
        }
        boolean[] entered = {false};
        clients.compute(network(client), (key, count) -> {
            int now = count == null ? 0 : count;
            entered[0] = now < maxPerClient;
            return entered[0] ? Integer.valueOf(now + 1) : count;
        });
        return entered[0];
    }

    void leaveClient(InetAddress client) {
        if (maxPerClient != 0) {
            clients.computeIfPresent(network(client), (key, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Clients that are counted now. */
    int clients() {
        return clients.size();
    }

    private static InetAddress network(InetAddress client) {
        if (!(client instanceof Inet6Address)) {
            return client;
        }
        byte[] bytes = client.getAddress();
        Arrays.fill(bytes, NETWORK_BYTES, IPV6_BYTES, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 16 bytes", e);
        }
    }
}
