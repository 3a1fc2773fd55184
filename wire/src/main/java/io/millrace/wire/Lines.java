package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpConstants;

/** Lines of a head or of trailers, as they came. */
final class Lines {

    private Lines() {}

    /**
     * Whether a line goes on with the one before it (obs-fold, RFC 9112, section 5.2): Netty joins them, others don't.
     *
     * @param from index of a line's first byte
     * @param to index behind the last line's end
     * @param behindALine whether the first line has one before it
     */
    static boolean folded(ByteBuf buffer, int from, int to, boolean behindALine) {
        if (behindALine && from < to && isSpace(buffer.getByte(from))) {
            return true;
        }
        int at = from;
        while (at < to) {
            int end = buffer.indexOf(at, to, HttpConstants.LF);
            if (end < 0) {
                return false;
            }
            at = end + 1;
            if (at < to && isSpace(buffer.getByte(at))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || character == '\t';
    }
}
