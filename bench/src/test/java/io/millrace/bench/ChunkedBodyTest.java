package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunked transfer coding, wherever the network cuts it. */
class ChunkedBodyTest {

    private static final String BODY =
            "5\r\nhello\r\n1;name=value\r\n,\r\nA\r\n 0123\r\n789\r\n0\r\nTrailer: x\r\n\r\n";
    private static final String PAYLOAD = "hello, 0123\r\n789";

    private final ChunkedBody body = new ChunkedBody();
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();

    @Test
    void isTheSameWhereverItIsCutInTwo() {
        for (int cut = 0; cut <= BODY.length(); cut++) {
            begin();
            assertEquals(cut, take(BODY.substring(0, cut)));
            assertEquals(BODY.length() - cut, take(BODY.substring(cut)));
            assertTrue(body.ended(), "cut at " + cut);
            assertEquals(PAYLOAD, payload.toString(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void isTheSameByteForByte() {
        BODY.chars().forEach(c -> assertEquals(1, take(Character.toString(c))));
        assertTrue(body.ended());
        assertEquals(PAYLOAD, payload.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void hasNotEndedBeforeItsLastByte() {
        take(BODY.substring(0, BODY.length() - 1));
        assertFalse(body.ended());
    }

    @Test
    void leavesWhatFollows() {
        assertEquals(BODY.length(), take(BODY + "HTTP/1.1 200 OK\r\n"));
        assertTrue(body.ended());
    }

    @Test
    void mayBeEmpty() {
        take("0\r\n\r\n");
        assertTrue(body.ended());
        assertEquals(0, payload.size());
    }

    @Test
    void isUsedAgain() {
        take(BODY);
        begin();
        take(BODY);
        assertTrue(body.ended());
        assertEquals(PAYLOAD, payload.toString(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\nhello", "x\r\nhello", "5\r\nhello!\r\n"})
    void isRefusedWhereItIsNoChunkedBody(String wrong) {
        assertThrows(BadResponseException.class, () -> take(wrong));
    }

    private void begin() {
        body.begin();
        payload.reset();
    }

    private long take(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return body.take(
                MemorySegment.ofArray(bytes),
                0,
                bytes.length,
                (segment, from, length) ->
                        payload.writeBytes(segment.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE)));
    }
}
