package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpConstants;

/**
 * The line before each chunk (RFC 9112, section 7.1). Netty takes a size of {@code 5 5} for 5, and one of nine digits
 * for what its last eight say.
 */
final class ChunkSize {

    /** With its extensions; encoders send none. */
    static final int MOST_LINE_BYTES = 1024;

    private static final int HEX = 16;

    private ChunkSize() {}

    /** Bytes of the line that is next in the buffer, with its end, or 0 where it is not all there. */
    static int lineBytes(ByteBuf buffer) {
        int end = buffer.indexOf(buffer.readerIndex(), buffer.writerIndex(), HttpConstants.LF);
        return end < 0 ? 0 : end + 1 - buffer.readerIndex();
    }

    /**
     * The size that a line tells.
     *
     * @param start index of the line's first byte
     * @param bytes of the line, with its line feed
     * @throws IllegalArgumentException if it is none
     */
    static int parse(ByteBuf buffer, int start, int bytes) {
        int end = start + bytes - 2;
        if (bytes > MOST_LINE_BYTES) {
            throw new IllegalArgumentException("the line of a chunk is too long");
        }
        if (end < start || buffer.getByte(end) != HttpConstants.CR) {
            throw new IllegalArgumentException("the line of a chunk does not end with CR LF");
        }
        long size = 0;
        int at = start;
        while (at < end && Character.digit(buffer.getByte(at), HEX) >= 0) {
            size = size * HEX + Character.digit(buffer.getByte(at), HEX);
            if (size > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("a chunk is too large");
            }
            at++;
        }
        if (at == start) {
            throw new IllegalArgumentException("a chunk has no size");
        }
        checkExtension(buffer, at, end);
        return (int) size;
    }

    /** White space at the end is what some encoders fill the line up with. */
    private static void checkExtension(ByteBuf buffer, int from, int end) {
        int at = from;
        while (at < end && (buffer.getByte(at) == ' ' || buffer.getByte(at) == '\t')) {
            at++;
        }
        if (at < end && buffer.getByte(at) != ';') {
            throw new IllegalArgumentException("the size of a chunk is no number");
        }
        while (at < end) {
            byte character = buffer.getByte(at);
            if ((character >= 0 && character < ' ' && character != '\t') || character == 0x7f) {
                throw new IllegalArgumentException("a chunk's extension has a control character");
            }
            at++;
        }
    }
}
