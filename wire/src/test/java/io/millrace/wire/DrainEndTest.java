package io.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a drain does, in its end, to what goes on for ever: nobody may take it for whole. */
class DrainEndTest {

    private static final String UPLOAD =
            "PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
    private static final String GET = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    @TempDir
    private Path directory;

    private TestServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "TLS"})
    void anUploadIsBrokenBeforeTheDrainReturns(String way) throws IOException {
        NotedBody body = new NotedBody();
        start(exchange -> exchange.receive(body));
        try (RawClient client = connect(way)) {
            client.send(UPLOAD);
            TestServer.await(() -> body.heard.contains("hello"));
            server.listener.drain();
            assertEquals("<broken: the connection was closed>", body.heard.getLast());
            assertEquals("", client.receiveAll());
        }
    }

    @Test
    void anUploadOverHttp2IsBrokenBeforeTheDrainReturns() throws IOException {
        NotedBody body = new NotedBody();
        start(exchange -> exchange.receive(body));
        try (Http2Client client = connectHttp2()) {
            client.send(Http2Bytes.put(1, "/a") + Http2Bytes.frame(Http2Bytes.DATA, 0, 1, "hello"));
            TestServer.await(() -> body.heard.contains("hello"));
            server.listener.drain();
            assertEquals("<broken: the stream was reset>", body.heard.getLast());
            assertNotNull(client.until(frame -> frame.is(Http2Bytes.RESET, 1)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "TLS"})
    void aChunkedResponseEndsWithoutItsLastChunk(String way) throws IOException {
        start(DrainEndTest::begin);
        try (RawClient client = connect(way)) {
            client.send(GET).receiveUntil("hello\r\n");
            server.listener.drain();
            assertEquals("", client.receiveAll());
        }
    }

    /** Its end would be the connection's. */
    @Test
    void aResponseOfHttp10EndsWithAReset() throws IOException {
        start(DrainEndTest::begin);
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.listener.port())) {
            client.setSoTimeout(20_000);
            client.getOutputStream().write("GET /a HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = client.getInputStream();
            StringBuilder received = new StringBuilder();
            while (!received.toString().endsWith("hello")) {
                received.append((char) in.read());
            }
            server.listener.drain();
            assertThrows(SocketException.class, in::read);
        }
    }

    @Test
    void aResponseOverHttp2EndsWithAReset() throws IOException {
        start(DrainEndTest::begin);
        try (Http2Client client = connectHttp2()) {
            client.send(Http2Bytes.get(1, "/a"));
            assertNotNull(client.until(frame -> frame.is(Http2Bytes.DATA, 1)));
            server.listener.drain();
            assertNotNull(client.until(frame -> frame.is(Http2Bytes.RESET, 1)));
        }
    }

    /** RFC 9112, section 9.6: closing at once would make the kernel throw the answer away. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "TLS"})
    void theLastAnswerIsWholeThoughMoreIsAskedFor(String way) throws Exception {
        int bytes = 8_000_000;
        CompletableFuture<Exchange> asked = new CompletableFuture<>();
        server = TestServer.withTls(directory, asked::complete, "drain", "PT20S");
        CompletableFuture<Void> drained;
        try (RawClient client = connect(way)) {
            client.send(GET);
            Exchange exchange = asked.get(20, TimeUnit.SECONDS);
            drained = CompletableFuture.runAsync(server.listener::drain);
            TestServer.await(this::refusesConnections);
            exchange.eventLoop().execute(() -> TestConnection.ok(exchange, "a".repeat(bytes)));
            String head = client.receiveUntil("\r\n\r\n");
            assertTrue(head.contains("connection: close"), head);
            client.send(GET.repeat(1_000));
            assertEquals(bytes, client.receiveAll().length());
        }
        drained.get(20, TimeUnit.SECONDS);
    }

    private boolean refusesConnections() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.listener.port())) {
            return !socket.isConnected();
        } catch (IOException e) {
            return true;
        }
    }

    private static void begin(Exchange exchange) {
        exchange.begin(HttpResponseStatus.OK, TestConnection.noHeaders());
        exchange.send(TestConnection.text("hello"));
        exchange.flush();
    }

    private void start(ExchangeHandler handler) throws IOException {
        server = TestServer.withTls(directory, handler);
    }

    private RawClient connect(String way) throws IOException {
        return way.equals("TLS") ? server.connectTls() : server.connect();
    }

    private Http2Client connectHttp2() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.listener.port());
        socket.setSoTimeout(20_000);
        return new Http2Client(socket);
    }
}
