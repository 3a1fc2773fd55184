package io.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends of responses that a client should not be given, but for a purpose. */
class BadEndsTest {

    private static final String GET = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String ANSWER = "HTTP/1.1 200 OK\r\n";

    @TempDir
    private Path directory;

    private TestServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NIO", "epoll", "TLS"})
    void aResetReachesTheClientAsOneBehindWhatWasSent(String way) throws IOException {
        start(way, exchange -> {
            exchange.begin(HttpResponseStatus.OK, sized(10));
            exchange.send(TestConnection.text("hello"));
            exchange.reset();
        });
        try (Socket client = connect(way)) {
            String received = untilReset(client);
            assertTrue(received.startsWith(ANSWER) && received.endsWith("\r\n\r\nhello"), received);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NIO", "epoll", "TLS"})
    void aResetMayComeBeforeTheHead(String way) throws IOException {
        start(way, Exchange::reset);
        try (Socket client = connect(way)) {
            assertEquals("", untilReset(client));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NIO", "epoll", "TLS"})
    void whatWasSentReachesASlowClientBeforeTheResponseIsCutOff(String way) throws IOException {
        int bytes = 4_000_000;
        CompletableFuture<Exchange> cut = new CompletableFuture<>();
        start(way, exchange -> {
            exchange.begin(HttpResponseStatus.OK, sized(bytes + 1));
            exchange.send(TestConnection.text("a".repeat(bytes)));
            exchange.cutOffBehind();
            cut.complete(exchange);
        });
        try (Socket client = connect(way)) {
            cut.join();
            String received = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertEquals(bytes, received.split("\r\n\r\n", 2)[1].length());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NIO", "epoll", "TLS"})
    void aConnectionThatIsClosedLateTakesNoFurtherRequest(String way) throws IOException {
        start(way, exchange -> {
            exchange.begin(HttpResponseStatus.OK, sized(5));
            exchange.send(TestConnection.text("hello"));
            exchange.endThenClose(Duration.ofMillis(300));
        });
        try (RawClient client = new RawClient(connect(way))) {
            client.receiveUntil("hello");
            assertTrue(client.takes(GET));
            assertEquals("", client.receiveAll());
        }
    }

    @Test
    void aClientThatDoesNotWaitForALateCloseIsLetGo() throws IOException {
        CompletableFuture<Exchange> seen = new CompletableFuture<>();
        start("NIO", exchange -> {
            exchange.begin(HttpResponseStatus.OK, sized(0));
            exchange.endThenClose(Duration.ofDays(1));
            seen.complete(exchange);
        });
        Socket client = connect("NIO");
        seen.join();
        client.close();
        TestServer.await(() -> server.connections() == 0);
    }

    @Test
    void aClientThatClosesItsSideIsHeardOf() throws Exception {
        CompletableFuture<Boolean> heard = new CompletableFuture<>();
        start("NIO", exchange -> exchange.onHalfClosed(() -> heard.complete(true)));
        connect("NIO").close();
        assertTrue(heard.get(20, TimeUnit.SECONDS));
    }

    @Test
    void whoListensLateHearsOfAClientThatHasClosedItsSideBefore() throws Exception {
        CompletableFuture<Boolean> heardLate = new CompletableFuture<>();
        start("NIO", exchange -> exchange.onHalfClosed(() -> exchange.onHalfClosed(() -> heardLate.complete(true))));
        connect("NIO").close();
        assertTrue(heardLate.get(20, TimeUnit.SECONDS));
    }

    @Test
    void aStreamOfHttp2IsResetBehindItsBytesAndItsConnectionGoesOn() throws IOException {
        server = new TestServer(exchange -> {
            if (exchange.path().equals("/ok")) {
                TestServer.ok(exchange);
                return;
            }
            exchange.begin(HttpResponseStatus.OK, new DefaultHttpHeaders());
            exchange.send(TestConnection.text("hello"));
            exchange.reset();
        });
        try (Http2Client client =
                new Http2Client(new Socket(InetAddress.getLoopbackAddress(), server.listener.port()))) {
            client.send(Http2Bytes.get(1, "/a"));
            StringBuilder received = new StringBuilder();
            client.until(frame -> {
                if (frame.is(Http2Bytes.DATA, 1)) {
                    received.append(frame.payload());
                }
                return frame.is(Http2Bytes.RESET, 1);
            });
            assertEquals("hello", received.toString());
            client.send(Http2Bytes.get(3, "/ok"));
            assertEquals("ok", client.answer(3));
        }
    }

    @Test
    void theKernelTellsTheRoundTripTimeOfItsConnection() throws Exception {
        Assumptions.assumeTrue(Epoll.isAvailable(), "only Linux tells it");
        CompletableFuture<Exchange> seen = new CompletableFuture<>();
        CompletableFuture<Long> told = new CompletableFuture<>();
        start("epoll", exchange -> {
            told.complete(exchange.roundTripNanos().orElse(-1));
            seen.complete(exchange);
        });
        try (Socket client = connect("epoll")) {
            assertTrue(told.get(20, TimeUnit.SECONDS) > 0);
            assertTrue(client.isConnected());
        }
        Exchange gone = seen.get(20, TimeUnit.SECONDS);
        gone.eventLoop().execute(gone::cutOff);
        TestServer.await(() -> server.connections() == 0);
        assertFalse(gone.roundTripNanos().isPresent());
    }

    @Test
    void aPriorityIsTheKernelsToTake() throws Exception {
        Assumptions.assumeTrue(Epoll.isAvailable(), "only Linux has it");
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        start("epoll", exchange -> taken.complete(exchange.priority(5)));
        try (Socket client = connect("epoll")) {
            assertTrue(taken.get(20, TimeUnit.SECONDS));
            assertTrue(client.isConnected());
        }
    }

    private void start(String way, ExchangeHandler handler) throws IOException {
        Assumptions.assumeTrue(!way.equals("epoll") || Epoll.isAvailable(), "only Linux has epoll");
        server = switch (way) {
            case "epoll" -> TestServer.onEpoll(handler);
            case "TLS" -> TestServer.withTls(directory, handler);
            default -> new TestServer(handler);
        };
    }

    /** A client that has asked. */
    private Socket connect(String way) throws IOException {
        Socket client = way.equals("TLS")
                ? server.openTls()
                : new Socket(InetAddress.getLoopbackAddress(), server.listener.port());
        client.setSoTimeout(20_000);
        client.getOutputStream().write(GET.getBytes(StandardCharsets.ISO_8859_1));
        return client;
    }

    /** What comes before the reset, which must come. */
    private static String untilReset(Socket client) throws IOException {
        StringBuilder received = new StringBuilder();
        InputStream in = client.getInputStream();
        assertThrows(SocketException.class, () -> {
            for (int next = in.read(); next >= 0; next = in.read()) {
                received.append((char) next);
            }
        });
        return received.toString();
    }

    private static HttpHeaders sized(int bytes) {
        return new DefaultHttpHeaders().set(HttpHeaderNames.CONTENT_LENGTH, bytes);
    }
}
