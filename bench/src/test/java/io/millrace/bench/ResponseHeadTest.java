package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is understood of the head of a response. */
class ResponseHeadTest {

    private final ResponseHead head = new ResponseHead();

    @Test
    void isWholeWithItsEmptyLineAndNotBefore() {
        String text = "HTTP/1.1 200 OK\r\nX: y\r\n\r\n";
        assertFalse(add(text.substring(0, text.length() - 1)));
        assertTrue(add("\n"));
        assertEquals(200, head.status());
    }

    @Test
    void tellsTheLengthInAnyCase() {
        add("HTTP/1.1 200 OK\r\nServer: x\r\ncontent-LENGTH:  1048576 \r\n\r\n");
        assertEquals(1_048_576, head.contentLength());
        assertFalse(head.chunked());
    }

    @Test
    void tellsThatTheBodyIsChunked() {
        add("HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertEquals(404, head.status());
        assertEquals(-1, head.contentLength());
        assertTrue(head.chunked());
    }

    @Test
    void isUsedAgain() {
        add("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        head.begin();
        add("HTTP/1.1 204 No Content\r\n\r\n");
        assertEquals(204, head.status());
        assertEquals(-1, head.contentLength());
    }

    @Test
    void anotherProtocolIsRefused() {
        assertThrows(BadResponseException.class, () -> add("ICY 200 OK\r\n\r\n"));
    }

    @Test
    void anEndlessOneIsRefused() {
        assertThrows(BadResponseException.class, () -> add("X".repeat(100_000)));
    }

    /** Whether the last byte made it whole. */
    private boolean add(String text) {
        boolean whole = false;
        for (byte b : text.getBytes(StandardCharsets.US_ASCII)) {
            whole = head.add(b);
        }
        return whole;
    }
}
