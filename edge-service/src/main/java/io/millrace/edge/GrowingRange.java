package io.millrace.edge;

import io.millrace.edge.answer.ByteRange;
import java.util.Optional;

/**
 * A range of an object whose length is not known yet (RFC 8673).
 *
 * @param first offset of its first byte
 * @param last offset of its last byte, or far beyond what will ever be there
 * @param live whether it is sent as it comes; else only when its last byte is there
 */
record GrowingRange(long first, long last, boolean live) {

    /** Whether it can be answered by now, well or not. */
    boolean isThere(LiveObject object) {
        return object.written() > (live ? first : last) || object.ended();
    }

    /** The same without the bytes before an offset. */
    GrowingRange from(long oldest) {
        return new GrowingRange(oldest, last, live);
    }

    /** What of it is written by now; nothing where it begins behind that, or ends before it begins. */
    Optional<ByteRange> within(LiveObject object) {
        long to = Math.min(last, object.written() - 1) + 1;
        return first < to ? Optional.of(new ByteRange(first, to)) : Optional.empty();
    }
}
