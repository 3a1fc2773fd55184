package io.millrace.shaper.media;

import io.millrace.proto.control.v1.SegmentClass;
import io.millrace.shaper.dash.SegmentTimes;

/**
 * How the segments of one track are counted in one period.
 *
 * @param byTime whether their keys are {@code $Time$}; else {@code $Number$}, or their places in a list
 * @param key of the segment that has the number {@code number}
 * @param number a number in the session
 * @param segmentClass of all of them
 * @param otherClass how many segments before the period are of the other class
 * @param times as the period's MPD told them last; those of {@code key} come first in it
 */
record PeriodCount(
        boolean byTime, long key, long number, SegmentClass segmentClass, long otherClass, SegmentTimes times) {

    /** The number in the session of a segment. */
    long session(long segmentKey) {
        return number + (byTime ? times.placeAt(segmentKey) - times.placeAt(key) : segmentKey - key);
    }

    /** The number among those of its class. */
    long ofClass(long segmentKey) {
        return session(segmentKey) - otherClass;
    }

    /** The same segments with the times that a newer MPD tells: what it does not tell any more keeps its number. */
    PeriodCount with(SegmentTimes newer) {
        if (!byTime || !newer.timeline()) {
            return new PeriodCount(byTime, key, number, segmentClass, otherClass, newer);
        }
        for (int i = 0; i < newer.size(); i++) {
            if (times.indexAt(newer.start(i)) >= 0) {
                long first = session(newer.start(i)) - i;
                return new PeriodCount(true, newer.start(0), first, segmentClass, otherClass, newer);
            }
        }
        return new PeriodCount(true, newer.start(0), session(newer.start(0)), segmentClass, otherClass, newer);
    }
}
