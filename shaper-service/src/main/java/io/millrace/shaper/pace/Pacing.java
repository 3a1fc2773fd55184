package io.millrace.shaper.pace;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millrace.checks.trace.InvalidTraceException;
import io.millrace.checks.trace.Trace;
import io.millrace.checks.trace.Traces;
import io.millrace.proto.control.v1.TraceReplay;
import io.millrace.shaper.loss.LossyPath;
import io.millrace.shaper.netem.Netem;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** What the pace of all sessions of a shaper has in common: the clock, and what is remembered. Thread-safe. */
public final class Pacing {

    private static final Logger LOG = Logger.getLogger(Pacing.class);

    /** A rate, or a connection's window, is remembered for so long after it was asked for; then for as long as it is in use. */
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private static final long MOST_RATES = 200_000;
    private static final long MOST_TRACES = 256;

    /** What responses that are fetched first may hold in all, in KiB. */
    private static final int FETCHED_KIB = 512 * 1024;

    private final LongSupplier clock = System::nanoTime;
    private final Remembered<Throttle> throttles = new Remembered<>();
    private final Remembered<LossyPath> paths = new Remembered<>();
    private final Cache<TraceReplay, Optional<Trace>> traces =
            Caffeine.newBuilder().maximumSize(MOST_TRACES).build();
    private final Semaphore fetchedKib = new Semaphore(FETCHED_KIB);

    private final Optional<Netem> netem;

    /** Without the kernel's help. */
    public Pacing() {
        this(Optional.empty());
    }

    /** @param netem what loses packets in place of the model; stays its owner's */
    public Pacing(Optional<Netem> netem) {
        this.netem = netem;
    }

    /** The pace of a new session. */
    public SessionPace session() {
        return new SessionPace(this);
    }

    LongSupplier clock() {
        return clock;
    }

    Throttle throttle(PaceKey key) {
        return throttles.get(key, throttle -> true, () -> new Throttle(clock.getAsLong()));
    }

    LossyPath path(PaceKey key, EventLoop loop, RandomGenerator random) {
        // A connection by the same ports may be another one.
        return paths.get(key, path -> path.isOn(loop), () -> new LossyPath(loop, clock, random));
    }

    Optional<Netem> netem() {
        return netem;
    }

    Semaphore fetchedKib() {
        return fetchedKib;
    }

    /** A trace that can't be used, which the control plane refuses, is none. */
    Optional<Trace> trace(TraceReplay replay) {
        TraceReplay key = replay.toBuilder().clearScope().clearOnce().build();
        return traces.get(key, unknown -> {
            try {
                return Optional.of(Traces.of(unknown));
            } catch (InvalidTraceException e) {
                LOG.warnf("a trace is not replayed: %s", e.getMessage());
                return Optional.empty();
            }
        });
    }

    /** What responses share, by what they share it by. */
    private static final class Remembered<T> {

        private final Cache<PaceKey, T> recent = Caffeine.newBuilder()
                .maximumSize(MOST_RATES)
                .expireAfterAccess(MEMORY)
                .build();
        /** A response keeps what it uses for longer than it is remembered: others find it here. */
        private final Cache<PaceKey, T> inUse =
                Caffeine.newBuilder().weakValues().build();

        T get(PaceKey key, Predicate<T> usable, Supplier<T> another) {
            return recent.asMap()
                    .compute(
                            key,
                            (k, last) -> inUse.asMap()
                                    .compute(
                                            k,
                                            (same, used) -> used != null && usable.test(used) ? used : another.get()));
        }
    }
}
