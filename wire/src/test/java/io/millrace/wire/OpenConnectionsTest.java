package io.millrace.wire;

import static io.millrace.wire.TestConnection.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenConnectionsTest {

    private static final String GET = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

    private TestConnection connection = new TestConnection();

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void aConnectionIsCountedAsLongAsItIsOpen() {
        connection.send(GET);
        assertEquals(1, connection.open.count());
        connection.channel.close();
        connection.channel.runPendingTasks();
        assertEquals(0, connection.open.count());
    }

    @Test
    void withoutConnectionsAllIsDrainedAtOnce() {
        assertTrue(new OpenConnections().drain().isDone());
    }

    @Test
    void anIdleConnectionIsClosedByDraining() {
        connection.send(GET);
        ok(exchange(), "");
        CompletableFuture<Void> drained = drain();
        assertTrue(connection.closed());
        assertTrue(drained.isDone());
    }

    @Test
    void anExchangeInProgressIsFinishedBeforeItsConnectionCloses() {
        connection.send(GET);
        CompletableFuture<Void> drained = drain();
        assertFalse(connection.closed());
        assertFalse(drained.isDone());
        ok(exchange(), "hi");
        assertTrue(connection.received().endsWith("hi"));
        assertTrue(connection.closed());
        connection.channel.runPendingTasks();
        assertTrue(drained.isDone());
    }

    /** The connection was asked to drain while its first bytes were looked at. */
    @Test
    void theFirstRequestOfAConnectionIsFinishedToo() {
        connection = new TestConnection(
                exchange -> assertFalse(connection.open.drain().isDone()));
        connection.send(GET);
        connection.channel.runPendingTasks();
        assertFalse(connection.closed());
        ok(exchange(), "hi");
        assertTrue(connection.closed());
    }

    @Test
    void anAnswerTellsThatADrainingConnectionCloses() {
        connection.send(GET);
        drain();
        ok(exchange(), "");
        assertTrue(connection.received().contains("connection: close\r\n"));
    }

    @Test
    void anUploadInProgressIsFinishedBeforeItsConnectionCloses() {
        connection.send("PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
        NotedBody body = new NotedBody();
        exchange().receive(body);
        drain();
        connection.send("5\r\nhello\r\n0\r\n\r\n");
        assertEquals("<end>", body.heard.getLast());
        assertFalse(connection.closed());
        ok(exchange(), "");
        assertTrue(connection.closed());
    }

    @Test
    void whatIsStillOpenCanBeClosedAtOnce() {
        connection.send(GET);
        connection.open.closeAll();
        connection.channel.runPendingTasks();
        assertTrue(connection.closed());
    }

    private CompletableFuture<Void> drain() {
        CompletableFuture<Void> drained = connection.open.drain();
        connection.channel.runPendingTasks();
        return drained;
    }

    private Exchange exchange() {
        return connection.exchanges.getFirst();
    }
}
