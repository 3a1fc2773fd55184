package io.millrace.bench;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Gathers the head of an HTTP/1.1 response from pieces and understands as much of it as a load generator needs. */
final class ResponseHead {

    private static final int MOST_BYTES = 8192;
    private static final String LENGTH = "\r\ncontent-length:";

    private final byte[] bytes = new byte[MOST_BYTES];
    private int size;
    private int status;
    private long contentLength;
    private boolean chunked;

    void begin() {
        size = 0;
    }

    /**
     * Takes one byte.
     *
     * @return whether the head is whole
     */
    boolean add(byte b) {
        if (size == MOST_BYTES) {
            throw new BadResponseException("a head of more than " + MOST_BYTES + " bytes");
        }
        bytes[size++] = b;
        if (b != '\n' || size < 4 || bytes[size - 2] != '\r' || bytes[size - 3] != '\n') {
            return false;
        }
        understand(new String(bytes, 0, size, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT));
        return true;
    }

    int status() {
        return status;
    }

    boolean chunked() {
        return chunked;
    }

    /** -1 where there is none. */
    long contentLength() {
        return contentLength;
    }

    private void understand(String head) {
        if (!head.startsWith("http/1.1 ")) {
            throw new BadResponseException("not HTTP/1.1: " + head);
        }
        status = Integer.parseInt(head, 9, 12, 10);
        chunked = head.contains("\r\ntransfer-encoding: chunked");
        int length = head.indexOf(LENGTH);
        contentLength = length < 0
                ? -1
                : Long.parseLong(head.substring(length + LENGTH.length(), head.indexOf('\r', length + 2))
                        .strip());
    }
}
