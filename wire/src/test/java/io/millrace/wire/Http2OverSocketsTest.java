package io.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 as clients have it: over a socket, with TLS and without, with windows that open as somebody reads. */
class Http2OverSocketsTest {

    private static final String LARGE = numbers(1_000_000);
    private static final int ENHANCE_YOUR_CALM = 11;

    @TempDir
    private Path directory;

    private final List<Http2Client> clients = new ArrayList<>();
    private TestServer server;

    @AfterEach
    void stop() {
        clients.forEach(Http2Client::close);
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "TLS"})
    void aBodyOfAnySizeIsTakenAndAnswered(String way) throws IOException {
        start(Http2OverSocketsTest::echo);
        Http2Client client = connect(way).send(Http2Bytes.put(1, "/a"));
        client.sendBody(1, LARGE + LARGE);
        assertTrue((LARGE + LARGE).equals(client.answer(1)));
        assertEquals("200", client.status(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "TLS"})
    void aBodyWaitsForSomebodyWhoListensLate(String way) throws IOException {
        start(exchange -> exchange.eventLoop().schedule(() -> echo(exchange), 100, TimeUnit.MILLISECONDS));
        Http2Client client = connect(way).send(Http2Bytes.put(1, "/a"));
        client.sendBody(1, LARGE + LARGE);
        assertTrue((LARGE + LARGE).equals(client.answer(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "TLS"})
    void aFileIsSentBetweenOtherBytes(String way) throws IOException {
        AtomicInteger told = new AtomicInteger();
        try (FileChannel file = FileChannel.open(Files.writeString(directory.resolve("file"), LARGE))) {
            start(exchange -> {
                exchange.begin(HttpResponseStatus.OK, TestConnection.noHeaders());
                exchange.send(TestConnection.text("<"));
                exchange.sendFile(file, 10, LARGE.length() - 10, told::incrementAndGet);
                exchange.send(TestConnection.text(">"));
                exchange.end();
            });
            Http2Client client = connect(way).send(Http2Bytes.get(1, "/a"));
            assertTrue(("<" + LARGE.substring(10) + ">").equals(client.answer(1)));
            TestServer.await(() -> told.get() == 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "TLS"})
    void aConnectionBeyondTheLimitIsAnswered(String way) throws IOException {
        start(TestServer::ok, "max-connections", "1");
        Http2Client first = connect(way).send(Http2Bytes.get(1, "/a"));
        assertEquals("ok", first.answer(1));
        Http2Client second = connect(way).send(Http2Bytes.get(1, "/a"));
        assertTrue(second.answer(1).contains("too many connections"));
        assertEquals("503", second.status(1));
        assertNull(second.until(frame -> false));
        assertEquals("ok", first.send(Http2Bytes.get(3, "/a")).answer(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "TLS"})
    void aStreamThatIsNotReadKeepsNoOtherBackAndIsResetAloneInTheEnd(String way) throws IOException {
        start(
                exchange ->
                        exchange.respond(HttpResponseStatus.OK, TestConnection.noHeaders(), TestConnection.text(LARGE)),
                "send-timeout",
                "PT0.5S");
        Http2Client client = connect(way).send(Http2Bytes.get(1, "/unread") + Http2Bytes.get(3, "/read"));
        assertTrue(LARGE.equals(client.answer(3)));
        assertNotNull(client.until(frame -> frame.is(Http2Bytes.RESET, 1)));
        assertTrue(LARGE.equals(client.send(Http2Bytes.get(5, "/read")).answer(5)));
        assertEquals(1, server.refused(Limit.SEND_TIMEOUT));
    }

    // Floods

    @Test
    void aFloodOfResetsEndsTheConnection() throws IOException {
        start(exchange -> {}, "max-streams", "20");
        Http2Client client = connect("plain");
        for (int stream = 1; stream < 1_000; stream += 2) {
            send(client, Http2Bytes.get(stream, "/a") + Http2Bytes.reset(stream));
        }
        assertCalmedDown(client);
    }

    @Test
    void aFloodOfEmptyFramesEndsTheConnection() throws IOException {
        start(exchange -> exchange.receive(new NotedBody()));
        Http2Client client = connect("plain").send(Http2Bytes.put(1, "/a"));
        for (int i = 0; i < 10; i++) {
            send(client, Http2Bytes.frame(Http2Bytes.DATA, 0, 1, ""));
        }
        assertCalmedDown(client);
    }

    @ParameterizedTest
    @ValueSource(ints = {Http2Bytes.SETTINGS, Http2Bytes.PING})
    void aFloodWhoseAcknowledgementsAreNotReadEndsTheConnection(int type) throws IOException {
        start(TestServer::ok);
        Http2Client client = connect("plain");
        String payload = type == Http2Bytes.PING ? "12345678" : "\0\4\0\0\377\377";
        String flood = Http2Bytes.frame(type, 0, 0, payload).repeat(10_000);
        assertThrows(UncheckedIOException.class, () -> {
            for (int i = 0; i < 1_000; i++) {
                client.send(flood);
            }
        });
        TestServer.await(() -> server.connections() == 0);
    }

    private static void assertCalmedDown(Http2Client client) {
        Http2Bytes.Frame2 end = client.until(frame -> frame.type() == Http2Bytes.GOAWAY);
        assertEquals(ENHANCE_YOUR_CALM, Http2Bytes.number(end.payload(), 4));
        assertNull(client.until(frame -> false));
    }

    /** What the server has closed already needs no further flood. */
    private static void send(Http2Client client, String bytes) {
        try {
            client.send(bytes);
        } catch (UncheckedIOException e) {
            assertNotNull(e.getCause());
        }
    }

    private static void echo(Exchange exchange) {
        StringBuilder text = new StringBuilder();
        exchange.receive(new NotedBody() {
            @Override
            public void bytes(ByteBuf part) {
                text.append(part.toString(StandardCharsets.ISO_8859_1));
                part.release();
            }

            @Override
            public void end() {
                exchange.respond(
                        HttpResponseStatus.OK, TestConnection.noHeaders(), TestConnection.text(text.toString()));
            }
        });
    }

    private static String numbers(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < length; i++) {
            text.append(i).append(' ');
        }
        return text.toString();
    }

    private void start(ExchangeHandler handler, String... settings) throws IOException {
        server = TestServer.withTls(directory, handler, settings);
    }

    private Http2Client connect(String way) throws IOException {
        Socket socket = way.equals("TLS")
                ? server.openTls("h2", "http/1.1")
                : new Socket(InetAddress.getLoopbackAddress(), server.listener.port());
        socket.setSoTimeout(20_000);
        Http2Client client = new Http2Client(socket);
        clients.add(client);
        return client;
    }
}
