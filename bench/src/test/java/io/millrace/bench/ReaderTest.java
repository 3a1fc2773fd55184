package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a reader, by what a server answers. */
class ReaderTest {

    private static final int CHUNK_BYTES = 64;
    private static final int CHUNKS = 3;
    private static final String GROWING = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String COMPLETE = "HTTP/1.1 200 OK\r\nContent-Length: " + CHUNKS * CHUNK_BYTES + "\r\n\r\n";
    private static final String NOT_FOUND = "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone";
    private static final byte[] NOTHING = {};

    private final Payload payload = new Payload(CHUNK_BYTES);
    private final Load load = Load.tail(1, 1, CHUNK_BYTES, CHUNKS, Duration.ZERO);
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket();
        server.bind(Server.loopback(0));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void isCompleteWithAllChunksAndTheLastOne() throws Exception {
        assertEquals(Reader.Outcome.COMPLETE, read(answer(GROWING, framed(CHUNKS), "0\r\n\r\n")));
    }

    @Test
    void isCompleteWithAllBytesOfALength() throws Exception {
        assertEquals(Reader.Outcome.COMPLETE, read(answer(COMPLETE, body(CHUNKS), "")));
    }

    @Test
    void isCutOffWithoutTheLastChunk() throws Exception {
        assertEquals(Reader.Outcome.CUT_OFF, read(answer(GROWING, framed(CHUNKS), "")));
    }

    @Test
    void isShortIfTheEndComesTooEarly() throws Exception {
        assertEquals(Reader.Outcome.SHORT, read(answer(GROWING, framed(CHUNKS - 1), "0\r\n\r\n")));
    }

    @Test
    void hasWrongBytesIfOneIsNotWhatItHasToBe() throws Exception {
        byte[] body = body(CHUNKS);
        body[2 * CHUNK_BYTES - 1]++;
        assertEquals(Reader.Outcome.WRONG_BYTES, read(answer(COMPLETE, body, "")));
    }

    @Test
    void isRefusedByAnError() throws Exception {
        assertEquals(Reader.Outcome.REFUSED, read(answer("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n", NOTHING, "")));
    }

    @Test
    void asksAgainForWhatIsNotThereYetAlsoWhereItIsSentAway() throws Exception {
        byte[] none = answer(NOT_FOUND, NOTHING, "");
        assertEquals(Reader.Outcome.COMPLETE, read(none, none, answer(COMPLETE, body(CHUNKS), "")));
    }

    @Test
    void isUnansweredWhenTheTimeIsOverFirst() throws Exception {
        assertEquals(Reader.Outcome.UNANSWERED, read());
    }

    /** One connection an answer, each closed behind it; then none is accepted any more. */
    private Reader.Outcome read(byte[]... answers) throws Exception {
        Thread serving = Thread.ofPlatform().start(() -> serve(List.of(answers)));
        try (ReaderThread thread = new ReaderThread(Reader.Outcome.LATE)) {
            Reader reader = new Reader(thread, load, payload, (InetSocketAddress) server.getLocalSocketAddress(), "/a");
            thread.add(reader);
            thread.start();
            long now = System.nanoTime();
            thread.deadline(answers.length == 0 ? now : now + TimeUnit.SECONDS.toNanos(30));
            thread.join();
            serving.join();
            return reader.outcome();
        }
    }

    private void serve(List<byte[]> answers) {
        for (byte[] answer : answers) {
            try (Socket client = server.accept()) {
                StringBuilder request = new StringBuilder();
                while (request.indexOf("\r\n\r\n") < 0) {
                    request.append((char) client.getInputStream().read());
                }
                client.getOutputStream().write(answer);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static byte[] answer(String head, byte[] body, String end) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(body);
        bytes.writeBytes(end.getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }

    private byte[] framed(int chunks) {
        return answer(Integer.toHexString(chunks * CHUNK_BYTES) + "\r\n", body(chunks), "\r\n");
    }

    private byte[] body(int chunks) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MemorySegment stamp = MemorySegment.ofArray(new byte[Payload.STAMP_BYTES]);
        for (int chunk = 0; chunk < chunks; chunk++) {
            Payload.stamp(stamp, chunk, 0, 0);
            bytes.writeBytes(stamp.toArray(ValueLayout.JAVA_BYTE));
            bytes.writeBytes(payload.filler(chunk).toArray(ValueLayout.JAVA_BYTE));
        }
        return bytes.toByteArray();
    }
}
