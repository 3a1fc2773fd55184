package io.millrace.shaper.rule;

import com.google.protobuf.util.Durations;
import io.millrace.proto.control.v1.Schedule;
import java.util.OptionalLong;

/**
 * When a schedule has a rule in force, in nanoseconds of its session.
 *
 * @param durationNanos {@link Long#MAX_VALUE} for good
 * @param repeatNanos from one beginning to the next; 0 where there is one only
 */
record Window(long startNanos, long durationNanos, long repeatNanos) {

    static Window of(Schedule schedule) {
        return new Window(
                Durations.toNanos(schedule.getStartAfter()),
                schedule.hasDuration() ? Durations.toNanos(schedule.getDuration()) : Long.MAX_VALUE,
                Durations.toNanos(schedule.getRepeatEvery()));
    }

    boolean isOpen(long elapsedNanos) {
        return elapsedNanos >= startNanos && sinceOpening(elapsedNanos) < durationNanos;
    }

    /** How long until it opens or closes; empty if it never does again. */
    OptionalLong untilChange(long elapsedNanos) {
        if (elapsedNanos < startNanos) {
            return OptionalLong.of(startNanos - elapsedNanos);
        }
        boolean repeats = repeatNanos > durationNanos;
        if (!isOpen(elapsedNanos)) {
            return repeats ? OptionalLong.of(repeatNanos - sinceOpening(elapsedNanos)) : OptionalLong.empty();
        }
        boolean closes = durationNanos != Long.MAX_VALUE && (repeats || repeatNanos == 0);
        return closes ? OptionalLong.of(durationNanos - sinceOpening(elapsedNanos)) : OptionalLong.empty();
    }

    private long sinceOpening(long elapsedNanos) {
        long since = elapsedNanos - startNanos;
        return repeatNanos == 0 ? since : since % repeatNanos;
    }
}
