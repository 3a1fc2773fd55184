package io.millrace.shaper.body;

import io.millrace.proto.control.v1.BodyPoint;
import io.millrace.proto.control.v1.Corrupt;
import io.millrace.proto.control.v1.Hang;
import io.millrace.proto.control.v1.Reset;
import io.millrace.proto.control.v1.Stall;
import io.millrace.proto.control.v1.Truncate;
import io.millrace.shaper.rule.Plan;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Where something happens to one body, in bytes from its beginning; {@link #NOWHERE} where nothing does.
 *
 * @param stall where it stops for a while
 * @param hang where it stops for good
 * @param reset where its connection is reset
 * @param truncate where it is cut off
 * @param corrupt where it is changed
 */
record BodyPoints(long stall, long hang, long reset, long truncate, long corrupt) {

    static final long NOWHERE = Long.MAX_VALUE;

    /**
     * The points of a plan.
     *
     * @param length of the body, or what there is of it when the response begins where that is not known
     * @param place where a random place is, 0 up to 1
     */
    static BodyPoints of(Plan plan, long length, double place) {
        return new BodyPoints(
                plan.stall().map(stall -> at(stall.getAt(), length)).orElse(NOWHERE),
                plan.hang()
                        .filter(Hang::hasAt)
                        .map(hang -> at(hang.getAt(), length))
                        .orElse(NOWHERE),
                plan.reset()
                        .filter(Reset::hasAt)
                        .map(reset -> at(reset.getAt(), length))
                        .orElse(NOWHERE),
                plan.truncate().map(truncate -> at(truncate.getAt(), length)).orElse(NOWHERE),
                plan.corrupt().map(corrupt -> corruptAt(corrupt, length, place)).orElse(NOWHERE));
    }

    /** Whether one of a plan's points can't be told without the body's length. */
    static boolean needLength(Plan plan) {
        return plan.corrupt().filter(corrupt -> !corrupt.hasAt()).isPresent()
                || Stream.of(
                                plan.stall().map(Stall::getAt),
                                plan.hang().map(Hang::getAt),
                                plan.reset().map(Reset::getAt),
                                plan.truncate().map(Truncate::getAt),
                                plan.corrupt().map(Corrupt::getAt))
                        .flatMap(Optional::stream)
                        .anyMatch(point -> point.getPointCase() == BodyPoint.PointCase.FRACTION);
    }

    /** The next point at which sending stops, from a position on. */
    long next(long position) {
        return LongStream.of(stall, hang, reset, truncate)
                .filter(point -> point >= position)
                .min()
                .orElse(NOWHERE);
    }

    /** The same, where the body is cut off here at the latest. */
    BodyPoints until(long end) {
        return new BodyPoints(stall, hang, reset, Math.min(truncate, end), corrupt);
    }

    /** The same without the stall, which was. */
    BodyPoints withoutStall() {
        return new BodyPoints(NOWHERE, hang, reset, truncate, corrupt);
    }

    private static long at(BodyPoint point, long length) {
        return switch (point.getPointCase()) {
            case BYTES -> point.getBytes();
            case FRACTION -> (long) (point.getFraction() * length);
            case POINT_NOT_SET -> 0;
        };
    }

    private static long corruptAt(Corrupt corrupt, long length, double place) {
        if (corrupt.hasAt()) {
            return at(corrupt.getAt(), length);
        }
        return (long) (place * Math.max(1, length - Math.max(1, corrupt.getCount()) + 1));
    }
}
