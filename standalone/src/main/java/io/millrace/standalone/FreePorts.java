package io.millrace.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Picks TCP ports on loopback that nobody listens on.
 *
 * <p>They lie below the range from which systems number outgoing connections. A port from that range could be taken, while
 * its server is down, by a client's attempt to reach it, which then connects to itself and keeps the server from coming
 * back.
 */
public final class FreePorts {

    /** How far a Redis Cluster node's bus port lies above its port. */
    private static final int CLUSTER_BUS_OFFSET = 10_000;

    private static final int FIRST = 11_000;
    /** With the bus offset it stays below 32768, where Linux's outgoing ports begin. */
    private static final int END = 32_768 - CLUSTER_BUS_OFFSET;

    private static final int ATTEMPTS = 1_000;

    private FreePorts() {}

    /** A port that was free a moment ago. */
    public static int pick() {
        return pick(0);
    }

    /** A port that was free a moment ago, and is not one that is about to be used. */
    static int pickOtherThan(int spokenFor) {
        int port = pick();
        return port == spokenFor ? pickOtherThan(spokenFor) : port;
    }

    /** A port for a node of a Redis Cluster: the port of its bus was free too. */
    static int pickForClusterNode() {
        return pick(CLUSTER_BUS_OFFSET);
    }

    private static int pick(int alsoFreeOffset) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port) && isFree(port + alsoFreeOffset)) {
                return port;
            }
        }
        throw new IllegalStateException("No free TCP port found on loopback between " + FIRST + " and " + END + " in "
                + ATTEMPTS + " attempts");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
