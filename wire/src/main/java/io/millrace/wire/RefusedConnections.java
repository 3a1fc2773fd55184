package io.millrace.wire;

import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Connections beyond a limit, which stay only until they are told so. They are few and short-lived whatever clients do:
 * when one more comes than there is room for, the oldest is told at once, without waiting for its request, and closed.
 * So a flood of them holds a fixed number of sockets and buffers, and keeps nobody else out.
 */
final class RefusedConnections {

    private static final int MOST = 256;
    /** How long the request that is to be refused is waited for. */
    private static final long LIFE_SECONDS = 5;

    private final Set<Channel> open = new LinkedHashSet<>();

    void add(Channel channel) {
        channel.closeFuture().addListener(closed -> remove(channel));
        channel.eventLoop().schedule(() -> end(channel), LIFE_SECONDS, TimeUnit.SECONDS);
        crowdedOut(channel).ifPresent(oldest -> oldest.eventLoop().execute(() -> end(oldest)));
    }

    private synchronized Optional<Channel> crowdedOut(Channel newest) {
        open.add(newest);
        if (open.size() <= MOST) {
            return Optional.empty();
        }
        Iterator<Channel> oldest = open.iterator();
        Channel channel = oldest.next();
        oldest.remove();
        return Optional.of(channel);
    }

    private synchronized void remove(Channel channel) {
        open.remove(channel);
    }

    private static void end(Channel channel) {
        ProtocolDetector silent = channel.pipeline().get(ProtocolDetector.class);
        if (silent == null) {
            channel.close();
        } else {
            silent.refuseUnasked();
        }
    }
}
