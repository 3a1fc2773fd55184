package io.millrace.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** What Linux tells of a connection, and takes for it, besides its bytes. Other kernels, and NIO, tell nothing. */
final class KernelSocket {

    /** SOL_SOCKET and SO_PRIORITY as Linux has them on all machines that it is for here. */
    private static final IntegerUnixChannelOption PRIORITY = new IntegerUnixChannelOption("SO_PRIORITY", 1, 12);

    private static final long TAKING_POLL_MS = 5;
    private static final int TAKING_POLLS = 200;

    private KernelSocket() {}

    static OptionalLong roundTripNanos(Channel socket) {
        if (socket instanceof EpollSocketChannel linux && linux.isActive()) {
            try {
                return OptionalLong.of(
                        TimeUnit.MICROSECONDS.toNanos(linux.tcpInfo().rtt()));
            } catch (ChannelException e) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    static boolean priority(Channel socket, int priority) {
        if (!(socket instanceof EpollSocketChannel linux) || !linux.isActive()) {
            return false;
        }
        try {
            return linux.config().setOption(PRIORITY, priority);
        } catch (ChannelException e) {
            return false;
        }
    }

    /**
     * Waits until the client's kernel has what was handed to ours, a second at the most.
     *
     * @param action is done on the event loop then, also if the connection has gone
     */
    static void whenTaken(Channel socket, Runnable action) {
        whenTaken(socket, action, TAKING_POLLS);
    }

    private static void whenTaken(Channel socket, Runnable action, int polls) {
        if (polls == 0 || taken(socket)) {
            action.run();
        } else {
            socket.eventLoop()
                    .schedule(() -> whenTaken(socket, action, polls - 1), TAKING_POLL_MS, TimeUnit.MILLISECONDS);
        }
    }

    private static boolean taken(Channel socket) {
        if (!(socket instanceof EpollSocketChannel linux) || !linux.isActive()) {
            return true;
        }
        try {
            EpollTcpInfo info = linux.tcpInfo();
            return info.unacked() == 0;
        } catch (ChannelException e) {
            return true;
        }
    }
}
