package io.millrace.shaper.media;

/**
 * One segment of a track whose number is known; others are counted from it. A master playlist has one too, which counts
 * nothing.
 *
 * @param key its media sequence number, its {@code $Number$}, or its {@code $Time$}
 * @param number its number in the session
 * @param ads how many advertisements were counted among the segments whose number is below {@code adsUntil}
 * @param adsUntil the number after that of the last advertisement
 */
public record SegmentMark(long key, long number, long ads, long adsUntil) {

    /** Of a manifest that lists no segments, and is to be read again. */
    static final SegmentMark OF_MANIFEST = new SegmentMark(Long.MIN_VALUE, 0, 0, 0);

    /** Whether others can be counted from it. */
    boolean counts() {
        return key != OF_MANIFEST.key;
    }
}
