package io.millrace.shaper.pace;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.proto.control.v1.Bandwidth;
import io.millrace.shaper.loss.LossyPath;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the responses of a session share. */
class SessionPaceTest {

    private static final SocketAddress CLIENT = InetSocketAddress.createUnresolved("client", 1);

    private final SessionPace pace = new Pacing().session();

    @Test
    void whatWentInABurstIsNoDebtWhenTheRuleHasAnotherRate() {
        long now = pace.now() + TimeUnit.SECONDS.toNanos(1);
        Turn burst = pace.gate(bandwidth(500_000, 1_000_000), "rule", CLIENT).reserve(1_000_000, false, now);
        Turn next = pace.gate(bandwidth(10_000_000, 0), "rule", CLIENT).reserve(1_000, false, now);
        assertTrue(burst.dueNanos() <= now, () -> "the burst after " + (burst.dueNanos() - now));
        assertTrue(next.dueNanos() <= now, () -> "the next after " + (next.dueNanos() - now));
    }

    @Test
    void aLossyWayIsSharedOnItsEventLoopOnly() {
        EventLoop one = new DefaultEventLoop();
        EventLoop other = new DefaultEventLoop();
        try {
            LossyPath way = pace.path(one, CLIENT, new Random(1));
            assertSame(way, pace.path(one, CLIENT, new Random(1)));
            assertNotSame(way, pace.path(other, CLIENT, new Random(1)));
        } finally {
            one.shutdownGracefully();
            other.shutdownGracefully();
        }
    }

    private static Bandwidth bandwidth(long bitRate, long burstBytes) {
        return Bandwidth.newBuilder()
                .setBitRate(bitRate)
                .setBurstBytes(burstBytes)
                .build();
    }
}
