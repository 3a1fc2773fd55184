package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.channels.ClosedSelectorException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the bare reference answers, over sockets. */
class BroadcasterTest {

    private static final String CREATED = "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n";
    private static final String GROWING = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** After which a test that gets no answer fails. */
    private static final int LIMIT_MS = 20_000;

    private final int port = Server.freePort();
    private Broadcaster broadcaster;
    private Thread thread;

    @BeforeEach
    void start() throws IOException {
        broadcaster = new Broadcaster(port);
        thread = Thread.ofPlatform().start(() -> {
            try {
                broadcaster.run();
            } catch (IOException | ClosedSelectorException _) {
                // It is closed.
            }
        });
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        broadcaster.close();
        thread.join();
    }

    @Test
    void aReaderFollowsAnUploadChunkForChunk() throws IOException {
        try (Socket in = connect();
                Socket out = connect()) {
            send(in, "PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n");
            send(out, "GET /a HTTP/1.1\r\n\r\n");
            expect(out, GROWING + "3\r\none\r\n");
            send(in, "3\r\ntwo\r\n");
            expect(out, "3\r\ntwo\r\n");
            send(in, "0\r\n\r\n");
            expect(out, "0\r\n\r\n");
            expect(in, CREATED);
        }
    }

    @Test
    void whoIsEarlyIsAnsweredWhenTheUploadBegins() throws IOException {
        try (Socket in = connect();
                Socket out = connect()) {
            askEarly(out);
            send(in, "PUT /a HTTP/1.1\r\n\r\n1\r\nx\r\n0\r\n\r\n");
            expect(in, CREATED);
            expect(out, GROWING + "1\r\nx\r\n0\r\n\r\n");
        }
    }

    @Test
    void aCompleteObjectHasALengthAndIsServedAgainOnTheSameConnection() throws IOException {
        try (Socket in = connect()) {
            send(in, "PUT /a HTTP/1.1\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
            expect(in, CREATED);
            for (int i = 0; i < 3; i++) {
                send(in, "GET /a HTTP/1.1\r\n\r\n");
                expect(in, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nonetwo");
            }
        }
    }

    @Test
    void aReaderThatDoesNotReadHoldsUpNobody() throws IOException {
        String chunk = "40000\r\n" + "x".repeat(0x40000) + "\r\n";
        try (Socket in = connect();
                Socket idle = connect()) {
            send(in, "PUT /a HTTP/1.1\r\n\r\n" + chunk);
            send(idle, "GET /a HTTP/1.1\r\n\r\n");
            for (int i = 0; i < 64; i++) {
                send(in, chunk);
            }
            send(in, "0\r\n\r\n");
            expect(in, CREATED);
        }
    }

    @Test
    void whatIsDeletedIsWaitedForAgain() throws IOException {
        try (Socket in = connect();
                Socket out = connect()) {
            send(in, "PUT /a HTTP/1.1\r\n\r\n1\r\nx\r\n0\r\n\r\nDELETE /a HTTP/1.1\r\n\r\n");
            expect(in, CREATED + "HTTP/1.1 204 No Content\r\n\r\n");
            askEarly(out);
            send(in, "PUT /a HTTP/1.1\r\n\r\n1\r\ny\r\n0\r\n\r\n");
            expect(out, GROWING + "1\r\ny\r\n0\r\n\r\n");
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(Server.loopback(port));
        socket.setSoTimeout(LIMIT_MS);
        return socket;
    }

    /** Returns when the request is waiting: what is sent behind it has been answered. */
    private static void askEarly(Socket out) throws IOException {
        send(out, "GET /a HTTP/1.1\r\n\r\nDELETE /nothing HTTP/1.1\r\n\r\n");
        expect(out, "HTTP/1.1 204 No Content\r\n\r\n");
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void expect(Socket socket, String text) throws IOException {
        InputStream in = socket.getInputStream();
        assertEquals(text, new String(in.readNBytes(text.length()), StandardCharsets.US_ASCII));
    }
}
