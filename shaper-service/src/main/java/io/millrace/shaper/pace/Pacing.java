package io.millrace.shaper.pace;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millrace.proto.control.v1.TraceReplay;
import io.millrace.shaper.loss.LossyPath;
import io.millrace.shaper.netem.Netem;
import io.millrace.shaper.trace.InvalidTraceException;
import io.millrace.shaper.trace.Trace;
import io.millrace.shaper.trace.TraceProfiles;
import io.millrace.shaper.trace.TraceText;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/** What the pace of all sessions of a shaper has in common: the clock, and what is remembered. Thread-safe. */
public final class Pacing {

    private static final Logger LOG = Logger.getLogger(Pacing.class);

    /** Behind this a rate, or a connection's window, is as new; those in use stay with their responses. */
    private static final Duration MEMORY = Duration.ofMinutes(10);

    private static final long MOST_RATES = 200_000;
    private static final long MOST_TRACES = 256;

    /** What responses that are fetched first may hold in all, in KiB. */
    private static final int FETCHED_KIB = 512 * 1024;

    private final LongSupplier clock = System::nanoTime;
    private final Cache<PaceKey, Throttle> throttles = remembering();
    private final Cache<PaceKey, LossyPath> paths = remembering();
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

    private static <T> Cache<PaceKey, T> remembering() {
        return Caffeine.newBuilder()
                .maximumSize(MOST_RATES)
                .expireAfterAccess(MEMORY)
                .build();
    }

    LongSupplier clock() {
        return clock;
    }

    Throttle throttle(PaceKey key) {
        return throttles.get(key, unknown -> new Throttle(clock.getAsLong()));
    }

    LossyPath path(PaceKey key, EventLoop loop, RandomGenerator random) {
        return paths.get(key, unknown -> new LossyPath(loop, clock, random));
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
                return Optional.of(read(unknown));
            } catch (InvalidTraceException e) {
                LOG.warnf("a trace is not replayed: %s", e.getMessage());
                return Optional.empty();
            }
        });
    }

    private static Trace read(TraceReplay replay) throws InvalidTraceException {
        double scale = replay.getScale() == 0 ? 1 : replay.getScale();
        return switch (replay.getTraceCase()) {
            case PROFILE -> TraceProfiles.named(replay.getProfile(), scale);
            case CSV -> TraceText.csv(replay.getCsv(), scale);
            case MAHIMAHI -> TraceText.mahimahi(replay.getMahimahi(), scale);
            case TRACE_NOT_SET -> TraceText.csv("", scale);
        };
    }
}
