package io.millrace.shaper.pace;

import io.millrace.proto.control.v1.Bandwidth;
import io.millrace.proto.control.v1.RateScope;
import io.millrace.proto.control.v1.TraceReplay;
import io.millrace.shaper.loss.LossyPath;
import io.millrace.shaper.netem.Netem;
import io.netty.channel.EventLoop;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What the responses of one session share: rates, and on each connection what TCP knows of its way. Thread-safe. */
public final class SessionPace {

    private final Pacing pacing;

    SessionPace(Pacing pacing) {
        this.pacing = pacing;
    }

    /** Nanoseconds, on the clock that all of this is told in. */
    public long now() {
        return pacing.clock().getAsLong();
    }

    /**
     * The rate of a rule's bandwidth.
     *
     * @param rule its name
     * @param connection the client's end of the response's connection
     */
    public Gate gate(Bandwidth bandwidth, String rule, SocketAddress connection) {
        return new Gate(
                throttle(bandwidth.getScope(), rate(bandwidth, rule), connection),
                new SteadySpeed(Math.max(1, bandwidth.getBitRate())),
                bandwidth.getBurstBytes());
    }

    /** The rate of a rule's trace, likewise; empty where the trace can't be read, which the log tells. */
    public Optional<Gate> gate(TraceReplay replay, String rule, SocketAddress connection) {
        return pacing.trace(replay).map(trace -> {
            Throttle throttle = throttle(replay.getScope(), "trace of " + rule, connection);
            return new Gate(throttle, new TraceSpeed(trace, throttle.begunNanos(), replay.getOnce()), 0);
        });
    }

    /** A connection's way over a network that loses packets; used on its event loop. */
    public LossyPath path(EventLoop loop, SocketAddress connection, RandomGenerator random) {
        return pacing.path(new PaceKey(this, "", connection), loop, random);
    }

    /** What loses packets in place of a {@link #path}, where the kernel does. */
    public Optional<Netem> netem() {
        return pacing.netem();
    }

    /** Takes room for so much that is fetched before it is sent; false where there is none. */
    public boolean takeFetched(int kib) {
        return pacing.fetchedKib().tryAcquire(kib);
    }

    /** Gives it back. */
    public void giveFetched(int kib) {
        pacing.fetchedKib().release(kib);
    }

    /** Of a rule that is changed it is another one: what went in a burst at the old rate is no debt at the new one. */
    private static String rate(Bandwidth bandwidth, String rule) {
        return bandwidth.getBitRate() + " bit/s, " + bandwidth.getBurstBytes() + " of " + rule;
    }

    private Throttle throttle(RateScope scope, String rule, SocketAddress connection) {
        return switch (scope) {
            case RATE_SCOPE_RESPONSE -> new Throttle(now());
            case RATE_SCOPE_CONNECTION -> pacing.throttle(new PaceKey(this, rule, connection));
            case RATE_SCOPE_UNSPECIFIED, RATE_SCOPE_SESSION, UNRECOGNIZED ->
                pacing.throttle(new PaceKey(this, rule, null));
        };
    }
}
