package io.millrace.wire;

import static io.millrace.wire.TestConnection.noHeaders;
import static io.millrace.wire.TestConnection.ok;
import static io.millrace.wire.TestConnection.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Http1ConnectionTest {

    private static final String PUT = "PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String HELLO = "5\r\nhello\r\n";
    private static final String LAST = "0\r\n\r\n";

    private TestConnection connection = new TestConnection();

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void aWholeAnswerTellsItsLength() {
        connection.send(get("/a"));
        ok(exchange(0), "hi");
        assertEquals("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi", connection.received());
    }

    @Test
    void anAnswerTellsTheDate() {
        connection.send(get("/a"));
        ok(exchange(0), "");
        ByteBuf head = connection.channel.readOutbound();
        assertTrue(head.toString(StandardCharsets.US_ASCII)
                .matches("(?s).*\r\ndate: \\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n.*"));
        head.release();
    }

    @Test
    void theConnectionStaysOpenForTheNextRequest() {
        connection.send(get("/a"));
        ok(exchange(0), "1");
        connection.send(get("/b"));
        ok(exchange(1), "2");
        assertTrue(connection.received().endsWith("2"));
        assertFalse(connection.closed());
    }

    @Test
    void aSecondAnswerIsLeftOut() {
        connection.send(get("/a"));
        ok(exchange(0), "first");
        ByteBuf second = text("second");
        exchange(0).respond(HttpResponseStatus.OK, noHeaders(), second);
        assertTrue(connection.received().endsWith("first"));
        assertEquals(0, second.refCnt());
    }

    @Test
    void aHandlerThatFailsIsAnsweredFor() {
        connection = new TestConnection(exchange -> {
            throw new IllegalStateException("a fault that a test makes");
        });
        connection.send(get("/a"));
        assertTrue(connection.received().startsWith("HTTP/1.1 500 Internal Server Error\r\n"));
        assertFalse(connection.closed());
    }

    // Pipelining

    @Test
    void aPipelinedRequestIsHandedOnWhenTheOneBeforeItIsAnswered() {
        connection.send(get("/1") + get("/2") + get("/3"));
        assertEquals(List.of("/1"), paths());
        ok(exchange(0), "");
        assertEquals(List.of("/1", "/2"), paths());
        ok(exchange(1), "");
        assertEquals(List.of("/1", "/2", "/3"), paths());
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() {
        connection = new TestConnection(exchange -> ok(exchange, exchange.path()));
        connection.send(get("/1") + get("/2") + get("/3"));
        assertEquals(answer("/1") + answer("/2") + answer("/3"), connection.received());
    }

    @Test
    void nothingIsReadWhileAPipelinedRequestWaits() {
        connection = new TestConnection(exchange -> exchange.receive(new NotedBody()));
        connection.send(get("/1"));
        assertTrue(connection.reads());
        connection.send(get("/2"));
        assertFalse(connection.reads());
    }

    @Test
    void readingGoesOnWhenNoPipelinedRequestWaits() {
        connection.send(get("/1") + get("/2"));
        ok(exchange(0), "");
        ok(exchange(1), "");
        assertTrue(connection.reads());
    }

    @Test
    void aPipelinedBodyReachesItsOwnRequest() {
        List<NotedBody> bodies = new ArrayList<>();
        connection = new TestConnection(exchange -> {
            NotedBody body = new NotedBody();
            bodies.add(body);
            exchange.receive(body);
        });
        connection.send(PUT + "1\r\na\r\n" + LAST + PUT + "1\r\nb\r\n" + LAST);
        assertEquals(1, bodies.size());
        ok(exchange(0), "");
        assertEquals(List.of("a", "<chunk end>", "<end>"), bodies.get(0).heard);
        assertEquals(List.of("b", "<chunk end>", "<end>"), bodies.get(1).heard);
    }

    @Test
    void aPipelinedBodyIsGivenBackWhenTheConnectionCloses() {
        ByteBuf read = text(get("/1") + PUT + HELLO);
        connection.send(read);
        connection.channel.close();
        connection.channel.runPendingTasks();
        assertEquals(0, read.refCnt());
    }

    // Answers without a body

    @Test
    void theAnswerToHeadHasNoBody() {
        connection.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n");
        ByteBuf content = text("hi");
        exchange(0).respond(HttpResponseStatus.OK, noHeaders(), content);
        assertEquals("HTTP/1.1 200 OK\r\n\r\n", connection.received());
        assertEquals(0, content.refCnt());
        assertFalse(connection.closed());
    }

    @Test
    void theAnswerToHeadTellsTheLengthOfTheBodyThatGetHas() {
        connection.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n");
        exchange(0).respond(HttpResponseStatus.OK, length(1000), Unpooled.EMPTY_BUFFER);
        assertEquals("HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n", connection.received());
    }

    @Test
    void anAnswerWithoutContentTellsNoLength() {
        connection.send(get("/a"));
        exchange(0).respond(HttpResponseStatus.NO_CONTENT, noHeaders(), Unpooled.EMPTY_BUFFER);
        assertEquals("HTTP/1.1 204 No Content\r\n\r\n", connection.received());
    }

    @Test
    void anAnswerThatNothingHasChangedTellsNoLength() {
        connection.send(get("/a"));
        exchange(0).respond(HttpResponseStatus.NOT_MODIFIED, noHeaders(), Unpooled.EMPTY_BUFFER);
        assertEquals("HTTP/1.1 304 Not Modified\r\n\r\n", connection.received());
    }

    // Streamed answers

    @Test
    void theHeadOfAStreamGoesOutBeforeItsFirstByte() {
        connection.send(get("/a"));
        exchange(0).begin(HttpResponseStatus.OK, noHeaders());
        exchange(0).flush();
        assertEquals("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", connection.received());
    }

    @Test
    void aStreamKeepsItsChunks() {
        begin(get("/a"), noHeaders());
        frame("hello", 0, 5);
        frame("!", 0, 1);
        exchange(0).end();
        assertEquals("5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n", connection.received());
        assertFalse(connection.closed());
    }

    @Test
    void aPartOfAFrameIsAChunkOfItsOwn() {
        begin(get("/a"), noHeaders());
        frame("hello", 2, 5);
        exchange(0).flush();
        assertEquals("3\r\nllo\r\n", connection.received());
    }

    @Test
    void aStreamWhoseLengthIsKnownHasNoFraming() {
        begin(get("/a"), length(6));
        frame("hello", 0, 5);
        frame("a!", 1, 2);
        exchange(0).end();
        assertEquals("hello!", connection.received());
        assertFalse(connection.closed());
    }

    @Test
    void aFrameIsSentByReference() {
        begin(get("/a"), noHeaders());
        ByteBuf chunk = roomy("hello");
        Frame frame = Frame.of(chunk);
        exchange(0).send(frame, 0, 5);
        frame.release();
        exchange(0).flush();
        assertEquals(1, chunk.refCnt());
        connection.received();
        assertEquals(0, chunk.refCnt());
    }

    @Test
    void theNextRequestIsTakenWhenAStreamHasEnded() {
        begin(get("/a") + get("/b"), noHeaders());
        assertEquals(List.of("/a"), paths());
        exchange(0).end();
        assertEquals(List.of("/a", "/b"), paths());
    }

    @Test
    void aStreamThatIsCutOffHasNoLastChunk() {
        begin(get("/a"), noHeaders());
        frame("hello", 0, 5);
        exchange(0).cutOff();
        assertEquals(HELLO, connection.received());
        assertTrue(connection.closed());
    }

    @Test
    void aStreamThatIsCutOffDoesNotEndAfterAll() {
        begin(get("/a"), noHeaders());
        exchange(0).cutOff();
        exchange(0).end();
        assertEquals("", connection.received());
    }

    @Test
    void nothingIsAnsweredToARequestThatIsHungUpOn() {
        connection.send(get("/a"));
        exchange(0).cutOff();
        assertEquals("", connection.received());
        assertTrue(connection.closed());
    }

    // HTTP/1.0 and the ends of connections

    @Test
    void anOldClientGetsAStreamWithoutChunksThatEndsWithTheConnection() {
        connection.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        exchange(0).begin(HttpResponseStatus.OK, noHeaders());
        frame("hello", 0, 5);
        exchange(0).end();
        assertEquals("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhello", connection.received());
        assertTrue(connection.closed());
    }

    @Test
    void anOldClientKeepsItsConnectionWhereItAsksForThat() {
        connection.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        ok(exchange(0), "hi");
        assertEquals("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\nhi", connection.received());
        assertFalse(connection.closed());
    }

    @Test
    void anOldClientsConnectionClosesElse() {
        connection.send("GET /a HTTP/1.0\r\n\r\n");
        ok(exchange(0), "hi");
        assertEquals("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi", connection.received());
        assertTrue(connection.closed());
    }

    @Test
    void theConnectionClosesBehindTheAnswerWhereTheClientAsksForThat() {
        connection.send("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        ok(exchange(0), "hi");
        assertEquals("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi", connection.received());
        assertTrue(connection.closed());
    }

    @Test
    void noRequestIsTakenBehindTheLastOne() {
        connection = new TestConnection(exchange -> ok(exchange, ""));
        connection.send("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n" + get("/b"));
        assertEquals(List.of("/a"), paths());
    }

    @Test
    void anExchangeIsToldThatItsClientWentAway() {
        connection.send(get("/a"));
        List<String> told = new ArrayList<>();
        exchange(0).onClosed(() -> told.add("closed"));
        connection.channel.close();
        connection.channel.runPendingTasks();
        assertEquals(List.of("closed"), told);
        assertTrue(exchange(0).responded());
    }

    @Test
    void anExchangeThatIsOverIsNotToldThatItsClientWentAway() {
        connection.send(get("/a"));
        List<String> told = new ArrayList<>();
        exchange(0).onClosed(() -> told.add("closed"));
        ok(exchange(0), "");
        connection.channel.close();
        connection.channel.runPendingTasks();
        assertEquals(List.of(), told);
    }

    // Early answers

    @Test
    void anEarlyAnswerToABodyTellsThatTheConnectionCloses() {
        connection.send(PUT);
        exchange(0).respond(HttpResponseStatus.FORBIDDEN, noHeaders(), text("no"));
        assertEquals(
                "HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\nconnection: close\r\n\r\nno", connection.received());
    }

    @Test
    void anEarlyAnswerStaysReadableWhileTheBodyComes() {
        connection.send(PUT);
        ok(exchange(0), "no");
        connection.send(HELLO);
        assertFalse(connection.closed());
    }

    @Test
    void anEarlyAnswerToABodyClosesTheConnectionAtItsEnd() {
        connection.send(PUT);
        ok(exchange(0), "no");
        connection.send(HELLO + LAST);
        assertTrue(connection.closed());
    }

    @Test
    void anEarlyAnswerToABodyThatDoesNotEndClosesTheConnectionAfterAWhile() {
        connection.send(PUT);
        ok(exchange(0), "no");
        connection.channel.advanceTimeBy(4999, TimeUnit.MILLISECONDS);
        connection.channel.runScheduledPendingTasks();
        assertFalse(connection.closed());
        connection.channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        connection.channel.runScheduledPendingTasks();
        assertTrue(connection.closed());
    }

    @Test
    void aRefusedBodyIsThrownAway() {
        connection.send(PUT);
        ok(exchange(0), "no");
        ByteBuf body = text("5\r\nhello\r\n0\r\n\r\n");
        connection.send(body);
        assertEquals(0, body.refCnt());
    }

    @Test
    void aRefusedBodyIsReadOn() {
        connection.send(PUT);
        ok(exchange(0), "no");
        connection.send(HELLO);
        assertTrue(connection.reads());
    }

    @Test
    void aRequestBehindARefusedBodyIsNotTaken() {
        connection = new TestConnection(exchange -> ok(exchange, "no"));
        connection.send(PUT + HELLO + LAST + get("/b"));
        assertEquals(List.of("/a"), paths());
    }

    @Test
    void anEarlyAnswerToABodyThatIsEmptyKeepsTheConnection() {
        connection.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
        ok(exchange(0), "");
        assertFalse(connection.closed());
    }

    // What is not proper HTTP

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
                "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n",
                "GET /a HTTP/1.1\nHost: h\n\n",
                "GET /a HTTP/1.1\r\nHost: h\nX: y\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost : h\r\n\r\n",
                "nonsense\r\n\r\n"
            })
    void aRequestThatIsNotProperIsRefusedUnseen(String request) {
        connection.send(request);
        assertEquals(List.of(), connection.exchanges);
        assertTrue(connection.received().startsWith("HTTP/1.1 400 Bad Request\r\n"));
        assertTrue(connection.closed());
    }

    @Test
    void aRequestLineThatIsTooLongIsRefused() {
        connection.send(get("/" + "a".repeat(8 << 10)));
        assertTrue(connection.received().startsWith("HTTP/1.1 414 Request-URI Too Long\r\n"));
        assertTrue(connection.closed());
    }

    @Test
    void headersThatAreTooLongAreRefused() {
        connection.send("GET /a HTTP/1.1\r\nHost: h\r\nX: " + "a".repeat(16 << 10) + "\r\n\r\n");
        assertTrue(connection.received().startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n"));
        assertTrue(connection.closed());
    }

    @Test
    void nothingBehindAnImproperRequestIsTaken() {
        connection.send("nonsense\r\n\r\n" + get("/a"));
        assertEquals(List.of(), connection.exchanges);
    }

    @Test
    void aBodyWithBrokenChunksIsBrokenAndRefused() {
        NotedBody body = new NotedBody();
        connection.send(PUT);
        exchange(0).receive(body);
        connection.send(HELLO + "5\nhello");
        assertEquals(List.of("hello", "<chunk end>", "<broken: its chunked coding is broken>"), body.heard);
        assertTrue(connection.received().startsWith("HTTP/1.1 400 Bad Request\r\n"));
        assertTrue(connection.closed());
    }

    // Silence

    @Test
    void aSilentConnectionBetweenRequestsIsClosed() {
        connection.send(get("/a"));
        ok(exchange(0), "");
        silence();
        assertTrue(connection.closed());
    }

    @Test
    void aBodyThatIsSilentForTooLongIsBroken() {
        NotedBody body = new NotedBody();
        connection.send(PUT);
        exchange(0).receive(body);
        silence();
        assertEquals("<broken: nothing came for too long>", body.heard.getLast());
        assertTrue(connection.closed());
    }

    @Test
    void aBodyThatIsHeldBackIsNotSilent() {
        connection.send(PUT);
        exchange(0).receive(new NotedBody());
        exchange(0).setReading(false);
        silence();
        assertFalse(connection.closed());
    }

    @Test
    void aClientThatWaitsForItsAnswerIsNotSilent() {
        begin(get("/a"), noHeaders());
        silence();
        assertFalse(connection.closed());
    }

    private Exchange exchange(int index) {
        return connection.exchanges.get(index);
    }

    private List<String> paths() {
        return connection.exchanges.stream().map(Exchange::path).toList();
    }

    /** Begins to answer the first request; what was sent so far is read. */
    private void begin(String requests, HttpHeaders headers) {
        connection.send(requests);
        exchange(0).begin(HttpResponseStatus.OK, headers);
        exchange(0).flush();
        connection.received();
    }

    private void frame(String data, int from, int to) {
        Frame frame = Frame.of(roomy(data));
        exchange(0).send(frame, from, to);
        frame.release();
    }

    private void silence() {
        connection.wait(Duration.ofSeconds(90));
    }

    private static ByteBuf roomy(String data) {
        return Unpooled.buffer(32).setIndex(16, 16).writeBytes(data.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpHeaders length(long bytes) {
        return new DefaultHttpHeaders().set(HttpHeaderNames.CONTENT_LENGTH, bytes);
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
    }

    private static String answer(String content) {
        return "HTTP/1.1 200 OK\r\ncontent-length: " + content.length() + "\r\n\r\n" + content;
    }

    @Test
    void asManyPipelinedRequestsAsFitInAReadAreAnswered() {
        List<Exchange> first = new ArrayList<>();
        TestConnection connection = new TestConnection(exchange -> {
            if (first.isEmpty()) {
                first.add(exchange);
            } else {
                ok(exchange, "");
            }
        });
        int requests = 3000;
        connection.send("GET / HTTP/1.1\r\nHost:h\r\n\r\n".repeat(requests));
        ok(first.getFirst(), "");
        assertEquals(requests, connection.exchanges.size());
        assertEquals(requests, connection.received().split("200 OK", -1).length - 1);
    }

    @Test
    void aFaultBehindTheHeadOfAResponseCutsItOff() {
        TestConnection connection = new TestConnection(exchange -> {
            exchange.begin(HttpResponseStatus.OK, new DefaultHttpHeaders());
            throw new IllegalStateException("on purpose");
        });
        connection.send("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n");
        assertTrue(connection.closed());
        assertFalse(connection.received().endsWith("0\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT /a HTTP/1.0\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "PUT /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: xchunked\r\n\r\nhello",
                "PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "PUT /a HTTP/1.1\r\nContent-Length: 0\r\n\r\n"
            })
    void aRequestWhoseBodyCouldBeTakenForAnotherIsRefused(String request) {
        List<Exchange> handled = new ArrayList<>();
        TestConnection connection = new TestConnection(handled::add);
        connection.send(request);
        assertEquals(List.of(), handled);
        assertTrue(connection.closed());
        assertTrue(connection.received().matches("(?s)HTTP/1.1 (400|501) .*"));
    }

    @Test
    void aBodyThatNobodyWantedDoesNotKeepTheNextRequestFromBeingRead() {
        TestConnection connection = new TestConnection();
        connection.send("GET /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
        ok(connection.exchanges.getFirst(), "");
        assertTrue(connection.channel.config().isAutoRead());
        connection.send("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n");
        assertEquals(2, connection.exchanges.size());
        connection.received();
    }
}
