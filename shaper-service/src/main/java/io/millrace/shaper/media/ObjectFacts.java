package io.millrace.shaper.media;

import io.millrace.proto.control.v1.ObjectKind;
import io.millrace.proto.control.v1.SegmentClass;

/**
 * What is known of an object.
 *
 * @param kind never unspecified
 * @param segmentClass of segments and their parts; unspecified for anything else
 * @param rendition what it belongs to; of a media playlist too
 * @param numbers of segments and their parts
 */
public record ObjectFacts(ObjectKind kind, SegmentClass segmentClass, Rendition rendition, SegmentNumbers numbers) {

    /** What is known of an object that no manifest has told of, but for its kind. */
    static ObjectFacts of(ObjectKind kind, SegmentClass segmentClass) {
        return new ObjectFacts(kind, segmentClass, Rendition.UNKNOWN, SegmentNumbers.NONE);
    }
}
