package io.millrace.shaper.media;

import io.millrace.proto.control.v1.SegmentClass;
import io.millrace.shaper.dash.Mpd;
import io.millrace.shaper.dash.MpdPeriod;
import io.millrace.shaper.dash.SegmentTimes;
import io.millrace.shaper.dash.Segments;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Counts the segments of representations that have the same ones, over a presentation's periods. Guarded by its
 * catalogue.
 */
final class DashTrack {

    private static final int MOST_PERIODS = 256;

    private final Map<String, SegmentMark> marks;
    private final String name;
    private final Bounded<String, PeriodCount> periods = new Bounded<>(MOST_PERIODS);

    /** The number in the session of the first segment of the period that follows. */
    private long next;

    private long adsBefore;

    /**
     * A track.
     *
     * @param name what its marks' names begin with
     */
    DashTrack(String name, Map<String, SegmentMark> marks) {
        this.name = name;
        this.marks = marks;
    }

    /** Takes in a period, after those before it. */
    void learn(Mpd mpd, MpdPeriod period, Segments segments, boolean byTime, boolean ad, Instant now) {
        SegmentTimes times = times(segments);
        PeriodCount count = periods.get(period.id());
        if (count == null) {
            SegmentMark mark = marks.get(markName(period.id()));
            if (mark != null) {
                next = mark.number();
                adsBefore = mark.ads();
            }
            long key = mark == null ? firstKey(mpd, period, times, byTime, now) : mark.key();
            SegmentClass segmentClass = ad ? SegmentClass.SEGMENT_CLASS_AD : SegmentClass.SEGMENT_CLASS_CONTENT;
            count = new PeriodCount(byTime, key, next, segmentClass, ad ? next - adsBefore : adsBefore, times);
            count = mark == null ? count : count.with(times);
        } else {
            count = count.with(times);
        }
        periods.put(period.id(), count);
        OptionalLong after = after(period, segments, count);
        boolean isAd = count.segmentClass() == SegmentClass.SEGMENT_CLASS_AD;
        long before = isAd ? count.number() - count.otherClass() : count.otherClass();
        if (after.isPresent()) {
            next = after.getAsLong();
            adsBefore = isAd ? next - count.otherClass() : before;
        }
    }

    private static SegmentTimes times(Segments segments) {
        return switch (segments) {
            case Segments.Templated templated -> templated.times();
            case Segments.Listed listed -> listed.times();
            case Segments.Single ignored -> SegmentTimes.NONE;
        };
    }

    /** What counts 0 where nothing comes before: the oldest that can be asked for. */
    private static long firstKey(Mpd mpd, MpdPeriod period, SegmentTimes times, boolean byTime, Instant now) {
        if (times.timeline()) {
            return byTime ? times.start(0) : times.firstNumber();
        }
        if (byTime || !mpd.dynamic() || mpd.timeShiftBuffer().isEmpty() || times.usual() <= 0) {
            return byTime ? 0 : times.firstNumber();
        }
        Duration since = Duration.between(mpd.availabilityStart(), now)
                .minus(period.start())
                .minus(mpd.timeShiftBuffer().orElseThrow());
        return times.firstNumber() + Math.max(0, units(since, times));
    }

    private static long units(Duration time, SegmentTimes times) {
        double seconds = time.toMillis() / 1000.0;
        return (long) Math.floor(seconds * times.timescale() / times.usual());
    }

    /** The number after the period's last segment; nothing while that is not known. */
    private static OptionalLong after(MpdPeriod period, Segments segments, PeriodCount count) {
        SegmentTimes times = count.times();
        if (times.timeline()) {
            long last = count.byTime() ? times.start(times.size() - 1) : times.firstNumber() + times.size() - 1;
            return OptionalLong.of(count.session(last) + 1);
        }
        if (segments instanceof Segments.Listed listed) {
            return OptionalLong.of(
                    count.session(times.firstNumber() + listed.media().size()));
        }
        if (period.length().isPresent() && times.usual() > 0) {
            double units = period.length().orElseThrow().toMillis() / 1000.0 * times.timescale() / times.usual();
            return OptionalLong.of(count.session(times.firstNumber() + (long) Math.ceil(units - 0.01)));
        }
        return OptionalLong.empty();
    }

    /** The numbers of a segment. */
    SegmentNumbers numbers(Mpd mpd, MpdPeriod period, long key, OptionalLong sequence, Instant now) {
        PeriodCount count = periods.get(period.id());
        if (count == null) {
            return SegmentNumbers.NONE;
        }
        OptionalLong newest = mpd.dynamic() ? newest(mpd, period, count, now) : OptionalLong.empty();
        return new SegmentNumbers(
                OptionalLong.of(count.session(key)),
                OptionalLong.of(count.ofClass(key)),
                sequence,
                newest.isPresent()
                        ? OptionalLong.of(Math.max(0, newest.getAsLong() - count.session(key)))
                        : OptionalLong.empty());
    }

    /** The number in the session of the newest segment that can be asked for; of the last period's only. */
    private OptionalLong newest(Mpd mpd, MpdPeriod period, PeriodCount count, Instant now) {
        SegmentTimes times = count.times();
        MpdPeriod last = mpd.periods().getLast();
        PeriodCount lastCount = periods.get(last.id());
        if (!last.id().equals(period.id()) && lastCount != null) {
            return newest(mpd, last, lastCount, now);
        }
        if (times.timeline()) {
            long key = count.byTime() ? times.start(times.size() - 1) : times.firstNumber() + times.size() - 1;
            return OptionalLong.of(count.session(key));
        }
        if (times.usual() <= 0) {
            return OptionalLong.empty();
        }
        Duration early = Duration.ofMillis((long) (times.availabilityOffset() * 1000));
        Duration since = Duration.between(mpd.availabilityStart(), now)
                .minus(period.start())
                .plus(early);
        return OptionalLong.of(count.session(times.firstNumber() + Math.max(0, units(since, times) - 1)));
    }

    Optional<SegmentClass> segmentClass(MpdPeriod period) {
        return Optional.ofNullable(periods.get(period.id())).map(PeriodCount::segmentClass);
    }

    /** The key of the first segment that a period's MPD tells now. */
    long firstKey(MpdPeriod period) {
        PeriodCount count = periods.get(period.id());
        if (count == null) {
            return Long.MIN_VALUE;
        }
        SegmentTimes times = count.times();
        if (count.byTime()) {
            return times.timeline() ? times.start(0) : Long.MIN_VALUE;
        }
        return times.firstNumber();
    }

    private String markName(String period) {
        return name + " " + period;
    }

    void marks(Map<String, SegmentMark> into) {
        periods.forEach((period, count) -> {
            boolean ad = count.segmentClass() == SegmentClass.SEGMENT_CLASS_AD;
            long ads = ad ? count.number() - count.otherClass() : count.otherClass();
            into.put(markName(period), new SegmentMark(count.key(), count.number(), ads, count.number()));
        });
    }
}
