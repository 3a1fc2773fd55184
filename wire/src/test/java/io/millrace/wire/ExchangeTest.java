package io.millrace.wire;

import static io.millrace.wire.TestConnection.noHeaders;
import static io.millrace.wire.TestConnection.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeTest {

    private final TestConnection connection = new TestConnection();
    private final NotedBody body = new NotedBody();

    @AfterEach
    void close() {
        connection.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b.mpd, /a/b.mpd, ''",
        "/a%20b?, /a%20b, ''",
        "/a?x=1&y=/2?3, /a, x=1&y=/2?3",
        "http://host:80/a/b?x, /a/b, x"
    })
    void theTargetIsSplitIntoPathAndQuery(String target, String path, String query) {
        connection.send("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
        assertEquals(path, exchange().path());
        assertEquals(query, exchange().query());
    }

    @ParameterizedTest
    @CsvSource({"Transfer-Encoding: chunked, true", "Content-Length: 0, true", "X: y, false"})
    void aBodyIsFramedWhereItsEndCanBeTold(String header, boolean framed) {
        connection.send("PUT /a HTTP/1.1\r\nHost: h\r\n" + header + "\r\n\r\n");
        assertEquals(framed, exchange().bodyIsFramed());
    }

    @Test
    void aBodyIsHeardAsItComes() {
        connection.send(put(""));
        exchange().receive(body);
        connection.send("5\r\nhel");
        connection.send("lo\r\n1\r\n!\r\n");
        connection.send("0\r\n\r\n");
        assertEquals(
                List.of("hel", "<pause>", "lo", "<chunk end>", "!", "<chunk end>", "<pause>", "<end>"), body.heard);
    }

    @Test
    void whatCameBeforeSomebodyListenedIsHeardInItsOrder() {
        connection.send(put("") + "5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n");
        exchange().receive(body);
        assertEquals(List.of("hello", "<chunk end>", "!", "<chunk end>", "<end>"), body.heard);
    }

    @Test
    void nothingMoreIsReadUntilSomebodyListens() {
        connection.send(put("") + "5\r\nhello\r\n");
        assertFalse(connection.reads());
        exchange().receive(body);
        assertTrue(connection.reads());
    }

    @Test
    void whatNobodyListenedToIsGivenBackWithTheAnswer() {
        ByteBuf read = TestConnection.text("GET /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
        connection.send(read);
        ok(exchange(), "");
        assertEquals(0, read.refCnt());
    }

    @Test
    void whatNobodyListenedToIsGivenBackWithTheConnection() {
        ByteBuf read = TestConnection.text(put("") + "5\r\nhel");
        connection.send(read);
        connection.channel.close();
        connection.channel.runPendingTasks();
        assertEquals(0, read.refCnt());
    }

    @Test
    void aBodyThatIsCutOffIsBroken() {
        connection.send(put(""));
        exchange().receive(body);
        connection.send("5\r\nhel");
        connection.channel.close();
        connection.channel.runPendingTasks();
        assertEquals(List.of("hel", "<pause>", "<broken: the connection was closed>"), body.heard);
    }

    @Test
    void aBodyThatIsShortOfItsLengthIsBroken() {
        connection.send("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n");
        exchange().receive(body);
        connection.send("hell");
        connection.channel.close();
        connection.channel.runPendingTasks();
        assertEquals(List.of("hell", "<pause>", "<broken: the connection was closed>"), body.heard);
    }

    @Test
    void aWholeBodyIsNotBrokenByTheConnectionsEnd() {
        connection.send(put(""));
        exchange().receive(body);
        connection.send("0\r\n\r\n");
        connection.channel.close();
        connection.channel.runPendingTasks();
        assertEquals(List.of("<end>"), body.heard);
    }

    @Test
    void aClientThatAsksFirstIsToldToGoOnWhenItsBodyIsWanted() {
        connection.send(put("Expect: 100-continue\r\n"));
        assertEquals("", connection.received());
        exchange().receive(body);
        assertEquals("HTTP/1.1 100 Continue\r\n\r\n", connection.received());
    }

    @Test
    void aClientThatAsksFirstIsNotToldToGoOnWhenItIsRefused() {
        connection.send(put("Expect: 100-continue\r\n"));
        exchange().respond(HttpResponseStatus.FORBIDDEN, noHeaders(), TestConnection.text(""));
        assertTrue(connection.received().startsWith("HTTP/1.1 403 Forbidden\r\n"));
    }

    @Test
    void aClientThatDoesNotAskIsNotToldToGoOn() {
        connection.send(put(""));
        exchange().receive(body);
        assertEquals("", connection.received());
    }

    @Test
    void holdingABodyBackStopsReading() {
        connection.send(put(""));
        exchange().receive(body);
        exchange().setReading(false);
        assertFalse(connection.reads());
        exchange().setReading(true);
        assertTrue(connection.reads());
    }

    @Test
    void anExchangeThatIsOverHoldsNoOtherBodyBack() {
        String put = "PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n";
        connection.send(put);
        connection.exchanges.getFirst().receive(new NotedBody());
        connection.send("ab");
        TestConnection.ok(connection.exchanges.getFirst(), "");
        connection.send(put);
        connection.exchanges.getLast().receive(new NotedBody());
        connection.exchanges.getFirst().setReading(false);
        assertTrue(connection.reads());
    }

    @Test
    void anExchangeHasRespondedFromTheFirstByteOn() {
        connection.send(put(""));
        assertFalse(exchange().responded());
        exchange().begin(HttpResponseStatus.OK, noHeaders());
        assertTrue(exchange().responded());
    }

    @Test
    void aStreamThatHasBegunIsNotAnsweredAnew() {
        connection.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        exchange().begin(HttpResponseStatus.OK, noHeaders());
        ok(exchange(), "late");
        exchange().end();
        assertEquals("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n", connection.received());
    }

    private Exchange exchange() {
        return connection.exchanges.getFirst();
    }

    private static String put(String header) {
        return "PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n" + header + "\r\n";
    }
}
