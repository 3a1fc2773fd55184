package io.millrace.edge.answer;

/**
 * A run of bytes of a representation.
 *
 * @param from offset of the first byte
 * @param to offset behind the last byte; always beyond {@code from}
 */
public record ByteRange(long from, long to) {

    public ByteRange {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("no range of bytes: " + from + " to " + to);
        }
    }

    public long length() {
        return to - from;
    }

    /** As {@code Content-Range} tells it (RFC 9110, section 14.4), where the complete length is known. */
    String contentRange(long completeLength) {
        return "bytes " + from + '-' + (to - 1) + '/' + completeLength;
    }

    boolean overlaps(ByteRange other) {
        return from < other.to && other.from < to;
    }
}
