package io.millrace.shaper.media;

import java.util.OptionalLong;

/**
 * A segment's numbers; those of a part are its segment's.
 *
 * @param session from the first segment that the session was told of; it stays while a live window slides. Negative
 *     for what another rendition has before it.
 * @param ofClass the same, among the segments of its class only: 0 is the first advertisement, or the first segment
 *     of content
 * @param mediaSequence the media sequence number, or {@code $Number$}
 * @param liveEdge 0 for the newest segment now, 1 for that before it; nothing for what does not grow
 */
public record SegmentNumbers(
        OptionalLong session, OptionalLong ofClass, OptionalLong mediaSequence, OptionalLong liveEdge) {

    /** No number is known. */
    public static final SegmentNumbers NONE =
            new SegmentNumbers(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
}
