package io.millrace.shaper.dash;

import java.util.Arrays;

/** When a representation's segments play, in its own time scale. Immutable. */
public final class SegmentTimes {

    /** Nothing is told of any. */
    public static final SegmentTimes NONE = new SegmentTimes(1, 1, 0, 0, new long[0], 0);

    private final long firstNumber;
    private final long timescale;
    private final long duration;
    private final double availabilityOffset;
    private final long[] starts;
    private final long end;

    /**
     * Times as an MPD tells them.
     *
     * @param firstNumber of the first segment
     * @param timescale units in a second, at least 1
     * @param duration units of each, where there is no timeline; 0 where it is not told
     * @param availabilityOffset how many seconds before its end a segment may be asked for
     * @param starts of each that a timeline has, in order; taken over; empty without one
     * @param end of the last that a timeline has
     */
    SegmentTimes(long firstNumber, long timescale, long duration, double availabilityOffset, long[] starts, long end) {
        this.firstNumber = firstNumber;
        this.timescale = timescale;
        this.duration = duration;
        this.availabilityOffset = availabilityOffset;
        this.starts = starts;
        this.end = end;
    }

    /** The number of the first segment that is told. */
    public long firstNumber() {
        return firstNumber;
    }

    /** Units in a second. */
    public long timescale() {
        return timescale;
    }

    /** How many seconds before its end a segment may be asked for. */
    public double availabilityOffset() {
        return availabilityOffset;
    }

    /** Whether a timeline tells each segment. */
    public boolean timeline() {
        return starts.length > 0;
    }

    /** How many segments the timeline has. */
    public int size() {
        return starts.length;
    }

    /** When one of the timeline begins. */
    public long start(int index) {
        return starts[index];
    }

    /** The place in the timeline of the segment that begins at a time; negative where none does. */
    public int indexAt(long time) {
        return Arrays.binarySearch(starts, time);
    }

    /** Units that a segment has, on average; 0 where that is not told. */
    public long usual() {
        return timeline() ? (end - starts[0]) / starts.length : duration;
    }

    /**
     * The place of the segment at a time, which may be before or after what the timeline has; as far as that it is
     * counted by the usual length.
     */
    public long placeAt(long time) {
        if (!timeline() || time < starts[0]) {
            return units(time - (timeline() ? starts[0] : 0));
        }
        if (time > starts[starts.length - 1]) {
            return starts.length - 1L + Math.max(1, units(time - starts[starts.length - 1]));
        }
        int found = indexAt(time);
        return found >= 0 ? found : -found - 2L;
    }

    private long units(long time) {
        return usual() <= 0 ? 0 : Math.round((double) time / usual());
    }
}
