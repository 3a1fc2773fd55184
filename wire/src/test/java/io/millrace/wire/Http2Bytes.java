package io.millrace.wire;

import java.util.ArrayList;
import java.util.List;

/** What HTTP/2 looks like on the wire (RFC 9113, section 4): text with a character for each byte. */
final class Http2Bytes {

    static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, "");

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RESET = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW = 8;
    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;

    private Http2Bytes() {}

    /** A frame as it came. */
    record Frame2(int type, int flags, int stream, String payload) {

        boolean is(int wantedType, int wantedStream) {
            return type == wantedType && stream == wantedStream;
        }

        boolean ends(int wantedStream) {
            return stream == wantedStream && (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }
    }

    /** Whole frames, in their order. */
    static List<Frame2> frames(String bytes) {
        List<Frame2> frames = new ArrayList<>();
        int at = 0;
        while (at < bytes.length()) {
            int length = (bytes.charAt(at + 1) << 8) + bytes.charAt(at + 2);
            frames.add(new Frame2(
                    bytes.charAt(at + 3),
                    bytes.charAt(at + 4),
                    bytes.charAt(at + 8),
                    bytes.substring(at + 9, at + 9 + length)));
            at += 9 + length;
        }
        return frames;
    }

    static String frame(int type, int flags, int stream, String payload) {
        return number(payload.length()).substring(1) + (char) type + (char) flags + number(stream) + payload;
    }

    static String get(int stream, String... fields) {
        return frame(HEADERS, END_STREAM | END_HEADERS, stream, headers(fields));
    }

    /** A request for a path without a body. */
    static String get(int stream, String path) {
        return get(stream, ":method=GET", ":scheme=http", ":path=" + path);
    }

    /** The head of a request whose body follows. */
    static String put(int stream, String path) {
        return frame(HEADERS, END_HEADERS, stream, headers(":method=PUT", ":scheme=http", ":path=" + path));
    }

    static String window(int stream, int bytes) {
        return frame(WINDOW, 0, stream, number(bytes));
    }

    static String reset(int stream) {
        return frame(RESET, 0, stream, number(8));
    }

    /** A number of four bytes, as most of a frame's are. */
    static int number(String bytes, int at) {
        return (bytes.charAt(at) << 24)
                | (bytes.charAt(at + 1) << 16)
                | (bytes.charAt(at + 2) << 8)
                | bytes.charAt(at + 3);
    }

    private static String number(int value) {
        return "" + (char) (value >>> 24) + (char) (value >>> 16 & 0xff) + (char) (value >>> 8 & 0xff)
                + (char) (value & 0xff);
    }

    /** Literal header fields without indexing (RFC 7541, section 6.2.2). */
    static String headers(String... fields) {
        StringBuilder block = new StringBuilder();
        for (String field : fields) {
            int equals = field.indexOf('=');
            String value = field.substring(equals + 1);
            block.append('\0')
                    .append((char) equals)
                    .append(field, 0, equals)
                    .append((char) value.length())
                    .append(value);
        }
        return block.toString();
    }
}
