package io.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A service that asks somebody else first takes the body later. */
class LateReceiveTest {

    private static final String PUT = "PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final TestConnection connection = new TestConnection();
    private final NotedBody body = new NotedBody();

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void whatHasComeIsHeardBeforeWhatComesThen() {
        connection.send(PUT + "5\r\nhello\r\n");
        exchange().receive(body);
        connection.send("1\r\n!\r\n0\r\n\r\n");
        assertEquals(List.of("hello", "<chunk end>", "<pause>", "!", "<chunk end>", "<end>"), body.heard);
    }

    @Test
    void aListenerThatIsFullAtOnceStaysHeldBack() {
        connection.send(PUT + "5\r\nhello\r\n");
        exchange().receive(new NotedBody() {
            @Override
            public void bytes(ByteBuf bytes) {
                super.bytes(bytes);
                exchange().setReading(false);
            }
        });
        assertFalse(connection.reads());
        exchange().setReading(true);
        assertTrue(connection.reads());
    }

    @Test
    void holdingBackBeforeListeningIsRemembered() {
        connection.send(PUT);
        exchange().setReading(false);
        exchange().receive(body);
        assertFalse(connection.reads());
    }

    @Test
    void nothingMoreIsReadWhileNobodyListens() {
        connection.send(PUT + "5\r\nhel");
        assertFalse(connection.reads());
        exchange().setReading(true);
        assertFalse(connection.reads());
    }

    @Test
    void aBodyThatBrokeMeanwhileIsHeardAsBroken() {
        connection.send(PUT + "5\r\nhel");
        connection.send("lo\r\nx\r\n");
        exchange().receive(body);
        assertEquals("<broken: the exchange is over>", body.heard.getLast());
    }

    @Test
    void aClientThatHasGoneMeanwhileIsHeardAsBroken() {
        connection.send(PUT + "5\r\nhel");
        connection.channel.close();
        connection.channel.runPendingTasks();
        exchange().receive(body);
        assertEquals(List.of("<broken: the exchange is over>"), body.heard);
    }

    @Test
    void aWholeBodyIsHeardToItsEndWheneverSomebodyListens() {
        connection.send(PUT + "5\r\nhello\r\n0\r\n\r\n");
        exchange().receive(body);
        assertEquals(List.of("hello", "<chunk end>", "<end>"), body.heard);
    }

    @Test
    void aClientThatAsksFirstIsToldToGoOnWhenSomebodyListens() {
        connection.send(PUT.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));
        assertEquals("", connection.received());
        exchange().receive(body);
        assertEquals("HTTP/1.1 100 Continue\r\n\r\n", connection.received());
    }

    @Test
    void overASocketNoByteIsLostOrMovedHoweverLateSomebodyListens() throws Exception {
        int bytes = 3_000_000;
        CompletableFuture<Integer> hash = new CompletableFuture<>();
        StringBuilder text = new StringBuilder();
        ExchangeHandler late = exchange -> exchange.eventLoop()
                .schedule(
                        () -> exchange.receive(new NotedBody() {
                            @Override
                            public void bytes(ByteBuf part) {
                                text.append(part.toString(StandardCharsets.ISO_8859_1));
                                part.release();
                            }

                            @Override
                            public void end() {
                                hash.complete(text.toString().hashCode());
                                exchange.respond(
                                        HttpResponseStatus.OK, TestConnection.noHeaders(), TestConnection.text(""));
                            }
                        }),
                        100,
                        TimeUnit.MILLISECONDS);
        StringBuilder sent = new StringBuilder();
        for (int i = 0; sent.length() < bytes; i++) {
            sent.append(i).append(' ');
        }
        try (TestServer server = new TestServer(late);
                RawClient client = server.connect()) {
            client.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: " + sent.length() + "\r\n\r\n" + sent);
            assertEquals(sent.toString().hashCode(), hash.get(20, TimeUnit.SECONDS));
        }
    }

    private Exchange exchange() {
        return connection.exchanges.getFirst();
    }
}
