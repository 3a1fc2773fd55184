package io.millrace.shaper.pace;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.proto.control.v1.Bandwidth;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
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

    private static Bandwidth bandwidth(long bitRate, long burstBytes) {
        return Bandwidth.newBuilder()
                .setBitRate(bitRate)
                .setBurstBytes(burstBytes)
                .build();
    }
}
