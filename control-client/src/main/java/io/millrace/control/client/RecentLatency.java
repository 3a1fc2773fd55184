package io.millrace.control.client;

import com.google.protobuf.Duration;
import io.millrace.proto.control.v1.LatencySummary;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * How long something took over the last ten seconds, as reports tell it. Counted from any thread, without a lock, in two
 * histograms of 3 KiB each: one that is counted in, and the one before. Asked by one thread at a time, which turns them.
 */
public final class RecentLatency {

    private static final long LONGEST_MICROS = TimeUnit.SECONDS.toMicros(60);

    /** A figure is up to a sixteenth too high, and never too low. */
    private static final int SIGNIFICANT_DIGITS = 1;

    /** Who asks every five seconds, and now and then a little early, turns them each time: both are ten seconds. */
    private static final long TURN_NANOS = TimeUnit.SECONDS.toNanos(4);

    /** Who asks more seldom is told of the time since: the one before would be too old. */
    private static final long OLDEST_NANOS = TimeUnit.SECONDS.toNanos(12);

    private volatile AtomicHistogram present = histogram();

    /** From here on of the thread that asks. */
    private AtomicHistogram before = histogram();

    private long presentSinceNanos;
    private long beforeSinceNanos;

    /** @param nowNanos of the clock by which it will be asked */
    public RecentLatency(long nowNanos) {
        presentSinceNanos = nowNanos;
        beforeSinceNanos = nowNanos;
    }

    private static AtomicHistogram histogram() {
        return new AtomicHistogram(LONGEST_MICROS, SIGNIFICANT_DIGITS);
    }

    /** It took so long; more than a minute counts as one. */
    public void took(long nanos) {
        took(nanos, 1);
    }

    /** It took so long, so many times. */
    public void took(long nanos, long times) {
        present.recordValueWithCount(Math.clamp(Math.ceilDiv(nanos, 1_000), 0, LONGEST_MICROS), times);
    }

    /**
     * The times of the last ten seconds; empty where there was none.
     *
     * @param nowNanos of a clock that never goes back
     */
    public Optional<LatencySummary> at(long nowNanos) {
        Histogram lately = new Histogram(LONGEST_MICROS, SIGNIFICANT_DIGITS);
        lately.add(present);
        if (nowNanos - beforeSinceNanos <= OLDEST_NANOS) {
            lately.add(before);
        }
        if (nowNanos - presentSinceNanos >= TURN_NANOS) {
            turn(nowNanos);
        }
        return lately.getTotalCount() == 0 ? Optional.empty() : Optional.of(told(lately));
    }

    private void turn(long nowNanos) {
        AtomicHistogram empty = before;
        empty.reset();
        before = present;
        beforeSinceNanos = presentSinceNanos;
        present = empty;
        presentSinceNanos = nowNanos;
    }

    private static LatencySummary told(Histogram times) {
        return LatencySummary.newBuilder()
                .setP50(duration(times.getValueAtPercentile(50)))
                .setP99(duration(times.getValueAtPercentile(99)))
                .setMax(duration(times.getMaxValue()))
                .build();
    }

    private static Duration duration(long micros) {
        return Duration.newBuilder()
                .setSeconds(TimeUnit.MICROSECONDS.toSeconds(micros))
                .setNanos((int) TimeUnit.MICROSECONDS.toNanos(micros % 1_000_000))
                .build();
    }
}
