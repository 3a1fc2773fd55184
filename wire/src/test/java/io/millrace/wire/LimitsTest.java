package io.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client may take of a listener, over real sockets. */
class LimitsTest {

    private static final String GET = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final int LARGE_BYTES = 16 << 20;

    private final List<RawClient> clients = new ArrayList<>();
    private TestServer server;

    @AfterEach
    void stop() {
        clients.forEach(RawClient::close);
        server.close();
    }

    // Connections

    @Test
    void aConnectionBeyondTheLimitIsAnsweredAndClosed() {
        start("max-connections", "1");
        answered(connect());
        String answer = connect().send(GET).receiveAll();
        assertRefused(answer);
        assertEquals(1, server.refused(Limit.CONNECTIONS));
    }

    @Test
    void aConnectionMayComeWhenAnotherHasGone() {
        start("max-connections", "1");
        RawClient first = connect();
        answered(first);
        first.close();
        TestServer.await(() -> server.connections() == 0);
        answered(connect());
    }

    @Test
    void aClientsConnectionBeyondItsLimitIsAnsweredAndClosed() {
        start("max-connections-per-client", "1");
        answered(connect());
        assertRefused(connect().send(GET).receiveAll());
        assertEquals(1, server.refused(Limit.CONNECTIONS_PER_CLIENT));
    }

    @Test
    void aTrustedProxyMayOpenAnyNumberOfConnections() {
        start("max-connections-per-client", "1", "trusted-proxies", "127.0.0.0/8,::1");
        answered(connect());
        answered(connect());
    }

    @Test
    void theOldestOfManyRefusedConnectionsIsToldWithoutBeingAsked() {
        start("max-connections", "1");
        answered(connect());
        RawClient oldest = connect();
        for (int i = 0; i < 300; i++) {
            connect();
        }
        assertTrue(oldest.receiveAll().startsWith("HTTP/1.1 503 Service Unavailable\r\n"));
    }

    @Test
    void requestsOfOneClientThroughATrustedProxyAreCounted() {
        List<Exchange> held = new ArrayList<>();
        start(held::add, "max-connections-per-client", "1", "trusted-proxies", "127.0.0.1");
        String request = "GET /a HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n";
        connect().send(request);
        TestServer.await(() -> held.size() == 1);
        RawClient second = connect();
        String answer = second.send(request).receiveUntil("}\n");
        assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
        held.getFirst().eventLoop().execute(() -> TestServer.ok(held.getFirst()));
        second.send(request.replace("192.0.2.1", "192.0.2.2"));
        TestServer.await(() -> held.size() == 2);
    }

    // Sizes

    @Test
    void aLineThatIsTooLongIsRefused() {
        start("max-line-bytes", "1000");
        String answer = connect()
                .send("GET /" + "a".repeat(1000) + " HTTP/1.1\r\nHost: h\r\n\r\n")
                .receiveAll();
        assertTrue(answer.startsWith("HTTP/1.1 414 "), answer);
        assertEquals(1, server.refused(Limit.LINE_BYTES));
    }

    @Test
    void headersThatAreTooLongAreRefused() {
        start("max-header-bytes", "1000");
        String answer = connect()
                .send("GET /a HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(1000) + "\r\n\r\n")
                .receiveAll();
        assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
        assertEquals(1, server.refused(Limit.HEADER_BYTES));
    }

    // Time

    @Test
    void aHeadThatIsTooSlowIsAnsweredAndTheConnectionClosed() {
        start("header-timeout", "PT0.2S");
        String answer = connect().send("GET /a HTTP/1.1\r\nHo").receiveAll();
        assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
        assertTrue(answer.contains("connection: close\r\n"), answer);
        assertEquals(1, server.refused(Limit.HEADER_TIMEOUT));
    }

    @Test
    void aSecondHeadThatIsTooSlowIsAnsweredToo() {
        start("header-timeout", "PT0.2S");
        RawClient client = connect();
        answered(client);
        assertTrue(client.send("GET").receiveAll().startsWith("HTTP/1.1 408 "));
    }

    @Test
    void aClientThatSaysNothingIsHungUpOn() {
        start("header-timeout", "PT0.2S");
        assertEquals("", connect().receiveAll());
        assertEquals(1, server.refused(Limit.HEADER_TIMEOUT));
    }

    @Test
    void aPrefaceThatIsTooSlowIsHungUpOn() {
        start("header-timeout", "PT0.2S");
        assertEquals("", connect().send("PRI * HTTP/2.0\r\n").receiveAll());
    }

    @Test
    void anHttp2ConnectionWithoutARequestIsHungUpOn() {
        start("header-timeout", "PT0.2S");
        connect().send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0").receiveAll();
    }

    @Test
    void aConnectionThatIsSilentBetweenRequestsIsClosed() {
        start("keep-alive", "PT0.2S");
        RawClient client = connect();
        answered(client);
        assertEquals("", client.receiveAll());
    }

    @Test
    void emptyLinesAreNoRequest() {
        start("keep-alive", "PT0.2S");
        RawClient client = connect();
        answered(client);
        TestServer.await(() -> !client.takes("\r\n"));
    }

    @Test
    void aBodyThatIsSilentForTooLongIsCutOff() {
        start(exchange -> exchange.receive(new NotedBody()), "idle-timeout", "PT0.2S");
        assertEquals(
                "",
                connect()
                        .send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhe")
                        .receiveAll());
        assertEquals(1, server.refused(Limit.IDLE_TIMEOUT));
    }

    @Test
    void aClientThatTakesNothingIsCutOff() {
        List<String> told = new ArrayList<>();
        start(
                exchange -> {
                    exchange.onClosed(() -> told.add("closed"));
                    exchange.begin(HttpResponseStatus.OK, new DefaultHttpHeaders());
                    exchange.send(Unpooled.wrappedBuffer(new byte[LARGE_BYTES]));
                    exchange.flush();
                },
                "send-timeout",
                "PT0.3S");
        connect().send(GET);
        TestServer.await(() -> server.refused(Limit.SEND_TIMEOUT) == 1 && server.connections() == 0);
        assertEquals(List.of("closed"), told);
    }

    @Test
    void aConnectionThatOnlyWaitsForItsLastBytesToBeTakenIsCutOffToo() {
        start(
                exchange -> exchange.respond(
                        HttpResponseStatus.OK, new DefaultHttpHeaders(), Unpooled.wrappedBuffer(new byte[LARGE_BYTES])),
                "send-timeout",
                "PT0.3S");
        connect().send("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        TestServer.await(() -> server.refused(Limit.SEND_TIMEOUT) == 1 && server.connections() == 0);
    }

    // Errors

    @Test
    void aConnectionWithTooManyErrorsInARowIsClosed() {
        start(LimitsTest::byPath, "max-client-errors", "3");
        String answers = connect()
                .send(get("/bad") + get("/bad") + get("/good") + get("/bad").repeat(3) + get("/good"))
                .receiveAll();
        assertEquals(6, answers.split("HTTP/1.1 ", -1).length - 1, answers);
        assertEquals(1, server.refused(Limit.CLIENT_ERRORS));
    }

    @Test
    void aTrustedProxyMayMakeAnyNumberOfErrors() {
        start(LimitsTest::byPath, "max-client-errors", "3", "trusted-proxies", "127.0.0.1");
        String answers = connect()
                .send(get("/bad").repeat(5) + get("/good").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"))
                .receiveAll();
        assertEquals(6, answers.split("HTTP/1.1 ", -1).length - 1, answers);
    }

    private static void byPath(Exchange exchange) {
        exchange.respond(
                exchange.path().equals("/good") ? HttpResponseStatus.OK : HttpResponseStatus.NOT_FOUND,
                new DefaultHttpHeaders(),
                Unpooled.EMPTY_BUFFER);
    }

    private static String get(String path) {
        return GET.replace("/a", path);
    }

    private static void assertRefused(String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 503 Service Unavailable\r\n"), answer);
        assertTrue(answer.contains("retry-after: 5\r\n"), answer);
        assertTrue(answer.contains("connection: close\r\n"), answer);
    }

    private static void answered(RawClient client) {
        String answer = client.send(GET).receiveUntil("\r\n\r\nok");
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
    }

    private void start(String... settings) {
        start(TestServer::ok, settings);
    }

    private void start(ExchangeHandler handler, String... settings) {
        server = new TestServer(handler, settings);
    }

    private RawClient connect() {
        RawClient client = server.connect();
        clients.add(client);
        return client;
    }
}
