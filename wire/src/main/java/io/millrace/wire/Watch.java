package io.millrace.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * The clock of one connection: ticks on its event loop, several times within the shortest time limit, until it is
 * stopped. What moves on a connection is counted where it moves and compared here, so that reading and sending cost no
 * look at a clock and no timer.
 */
final class Watch {

    private static final int TICKS_A_LIMIT = 4;

    private final Future<?> ticks;

    private Watch(Future<?> ticks) {
        this.ticks = ticks;
    }

    /** @param tick is told the time since the last tick, in nanoseconds */
    static Watch start(Channel channel, Timeouts timeouts, LongConsumer tick) {
        long nanos = Math.max(1, timeouts.shortestNanos() / TICKS_A_LIMIT);
        return new Watch(channel.eventLoop()
                .scheduleWithFixedDelay(() -> tick.accept(nanos), nanos, nanos, TimeUnit.NANOSECONDS));
    }

    void stop() {
        ticks.cancel(false);
    }

    /** Whether bytes wait for the socket to take them. */
    static boolean sending(Channel channel) {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        return pending != null && !pending.isEmpty();
    }

    /** Differs from what it was when the socket has taken bytes, or was given more. */
    static long sent(Channel channel) {
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        return pending == null ? 0 : System.identityHashCode(pending.current()) * 31L + pending.currentProgress();
    }
}
