package io.millrace.wire;

import static io.millrace.wire.TestConnection.noHeaders;
import static io.millrace.wire.TestConnection.ok;
import static io.millrace.wire.TestConnection.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A listener that leaves asks its clients to go, and serves them until they have. */
class LeavingTest {

    private static final String GET = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String CLOSE = "connection: close\r\n";
    private static final int HIGHEST_STREAM = Integer.MAX_VALUE;

    private TestConnection connection = new TestConnection();

    @AfterEach
    void close() {
        connection.close();
    }

    // HTTP/1.1

    @Test
    void theNextAnswerIsTheLastAndSaysSo() {
        connection.send(GET);
        leave();
        ok(exchange(0), "hi");
        assertTrue(connection.received().contains(CLOSE));
        assertTrue(connection.closed());
    }

    @Test
    void anIdleConnectionStaysForItsNextRequest() {
        connection.send(GET);
        ok(exchange(0), "1");
        leave();
        assertFalse(connection.closed());
        assertFalse(connection.received().contains(CLOSE));
        connection.send(GET);
        ok(exchange(1), "2");
        assertTrue(connection.received().contains(CLOSE));
        assertTrue(connection.closed());
    }

    @Test
    void aNewConnectionIsServedOnce() {
        leave();
        connection.send(GET);
        ok(exchange(0), "hi");
        assertTrue(connection.received().contains(CLOSE));
        assertTrue(connection.closed());
    }

    @Test
    void aResponseThatHasBegunLeavesTheConnectionForOneMore() {
        connection.send(GET);
        exchange(0).begin(HttpResponseStatus.OK, noHeaders());
        leave();
        exchange(0).send(text("hi"));
        exchange(0).end();
        assertFalse(connection.received().contains(CLOSE));
        assertFalse(connection.closed());
        connection.send(GET);
        ok(exchange(1), "hi");
        assertTrue(connection.received().contains(CLOSE));
        assertTrue(connection.closed());
    }

    /** RFC 9112, section 9.6: what comes behind the answer that says so is not acted on. */
    @Test
    void aRequestThatWasSentBehindIsNotTaken() {
        leave();
        connection.send(GET + GET);
        ok(exchange(0), "hi");
        assertEquals(1, connection.exchanges.size());
        assertTrue(connection.received().contains(CLOSE));
        assertTrue(connection.closed());
    }

    @Test
    void anUploadThatWaitsForLeaveToContinueIsTaken() {
        leave();
        connection.send("PUT /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        NotedBody body = new NotedBody();
        exchange(0).receive(body);
        assertEquals("HTTP/1.1 100 Continue\r\n\r\n", connection.received());
        connection.send("hello");
        assertEquals("<end>", body.heard.getLast());
        ok(exchange(0), "");
        assertTrue(connection.received().contains(CLOSE));
        assertTrue(connection.closed());
    }

    @Test
    void anUploadInProgressGoesOn() {
        connection.send("PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
        NotedBody body = new NotedBody();
        exchange(0).receive(body);
        leave();
        connection.send("5\r\nhello\r\n");
        drain();
        connection.send("0\r\n\r\n");
        assertEquals("<end>", body.heard.getLast());
        ok(exchange(0), "");
        assertTrue(connection.received().contains(CLOSE));
        assertTrue(connection.closed());
    }

    @Test
    void whatIsIdleInTheEndIsClosed() {
        connection.send(GET);
        ok(exchange(0), "1");
        leave();
        drain();
        assertTrue(connection.closed());
    }

    @Test
    void aRequestThatHasBegunToComeInTheEndIsAnswered() {
        connection.send(GET);
        ok(exchange(0), "1");
        connection.send("GET /b HT");
        leave();
        drain();
        connection.send("TP/1.1\r\nHost: h\r\n\r\n");
        ok(exchange(1), "2");
        assertTrue(connection.received().contains(CLOSE));
        assertTrue(connection.closed());
    }

    // HTTP/2

    @Test
    void theFirstGoawayRefusesNoStream() {
        connection.send(Http2Bytes.PREFACE + Http2Bytes.get(1, "/a"));
        leave();
        assertEquals(List.of(HIGHEST_STREAM), goaways());
        connection.send(Http2Bytes.get(3, "/b"));
        assertEquals(2, connection.exchanges.size());
        ok(exchange(0), "1");
        ok(exchange(1), "2");
        assertFalse(connection.closed());
    }

    @Test
    void theSecondGoawayNamesTheLastStreamThatIsAnswered() {
        connection.send(Http2Bytes.PREFACE + Http2Bytes.get(1, "/a"));
        leave();
        connection.send(Http2Bytes.get(3, "/b"));
        drain();
        assertEquals(List.of(HIGHEST_STREAM, 3), goaways());
        connection.send(Http2Bytes.get(5, "/c"));
        assertEquals(2, connection.exchanges.size());
        ok(exchange(0), "1");
        assertFalse(connection.closed());
        ok(exchange(1), "2");
        connection.channel.runPendingTasks();
        assertTrue(connection.closed());
    }

    @Test
    void aNewConnectionHearsItBehindItsFirstRequest() {
        leave();
        connection.send(Http2Bytes.PREFACE);
        connection.channel.runPendingTasks();
        assertEquals(List.of(), goaways());
        connection.send(Http2Bytes.get(1, "/a"));
        assertEquals(List.of(HIGHEST_STREAM), goaways());
        assertEquals(1, connection.exchanges.size());
    }

    @Test
    void aConnectionThatIsEndingAlreadyIsNotAskedAgain() {
        connection = new TestConnection(exchange -> {}, "max-client-errors", "1");
        connection.send(Http2Bytes.PREFACE + Http2Bytes.get(1, "/a") + Http2Bytes.get(3, "/b"));
        exchange(1).respond(HttpResponseStatus.NOT_FOUND, noHeaders(), text(""));
        leave();
        drain();
        assertEquals(List.of(3), goaways());
    }

    private void leave() {
        connection.open.leave();
        connection.channel.runPendingTasks();
    }

    private void drain() {
        assertFalse(connection.open.drain().isDone());
        connection.channel.runPendingTasks();
    }

    private Exchange exchange(int number) {
        return connection.exchanges.get(number);
    }

    /** The last stream that each GOAWAY names. */
    private List<Integer> goaways() {
        return Http2Bytes.frames(connection.received()).stream()
                .filter(frame -> frame.type() == Http2Bytes.GOAWAY)
                .map(frame -> Http2Bytes.number(frame.payload(), 0))
                .toList();
    }
}
