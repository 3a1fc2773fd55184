package io.millrace.wire;

import static io.millrace.wire.Http2Bytes.DATA;
import static io.millrace.wire.Http2Bytes.END_HEADERS;
import static io.millrace.wire.Http2Bytes.END_STREAM;
import static io.millrace.wire.Http2Bytes.GOAWAY;
import static io.millrace.wire.Http2Bytes.HEADERS;
import static io.millrace.wire.Http2Bytes.PREFACE;
import static io.millrace.wire.Http2Bytes.RESET;
import static io.millrace.wire.Http2Bytes.frame;
import static io.millrace.wire.Http2Bytes.get;
import static io.millrace.wire.Http2Bytes.headers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.wire.Http2Bytes.Frame2;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/2 as bytes, for what no proper client sends. */
class Http2RequestsTest {

    private TestConnection connection = new TestConnection(TestServer::ok);

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void aProperRequestIsAnswered() {
        connection.send(PREFACE + get(1, ":method=GET", ":scheme=http", ":path=/a"));
        assertTrue(frames().stream()
                .anyMatch(frame -> frame.type() == DATA && frame.payload().equals("ok")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ":method=GET|:scheme=http|x=y",
                ":method=GET|:path=/a|x=y",
                ":scheme=http|:path=/a|x=y",
                ":method=GET|:scheme=http|:path=",
                ":method=GET|:scheme=http|:path=a",
                ":method=GET|:scheme=http|:path=*",
                ":method=GET|:scheme=http|:path=/a b"
            })
    void aRequestThatIsNotWholeResetsItsStream(String first, String second, String third) {
        connection.send(PREFACE + get(1, first, second, third));
        assertRefused();
    }

    @ParameterizedTest
    @CsvSource({
        "connection=keep-alive",
        "transfer-encoding=chunked",
        "keep-alive=1",
        "upgrade=x",
        "te=gzip",
        "Upper=case",
        ":other=x",
        ":status=200"
    })
    void aHeaderThatHasNoPlaceResetsItsStream(String header) {
        connection.send(PREFACE + get(1, ":method=GET", ":scheme=http", ":path=/a", header));
        assertRefused();
    }

    @Test
    void aBodyThatIsNotAsLongAsItSaysResetsItsStream() {
        connection.send(PREFACE
                + frame(HEADERS, END_HEADERS, 1, headers(":method=PUT", ":scheme=http", ":path=/a", "content-length=5"))
                + frame(DATA, END_STREAM, 1, "hell"));
        assertTrue(frames().stream().anyMatch(frame -> frame.type() == RESET));
    }

    @Test
    void streamsBeyondTheLimitAreRefused() {
        connection = new TestConnection(exchange -> {}, "max-streams", "2");
        connection.send(PREFACE);
        for (int stream = 1; stream <= 5; stream += 2) {
            connection.send(get(stream, ":method=GET", ":scheme=http", ":path=/a"));
        }
        assertEquals(2, connection.exchanges.size());
        assertTrue(frames().stream()
                .anyMatch(frame -> frame.is(RESET, 5) && frame.payload().equals("\0\0\0\7")));
    }

    @Test
    void headersThatAreTooLongAreAnswered() {
        connection.send(PREFACE);
        String large = "x=" + "y".repeat(120);
        StringBuilder block = new StringBuilder(headers(":method=GET", ":scheme=http", ":path=/a"));
        for (int i = 0; i < 130; i++) {
            block.append(headers(large));
        }
        connection.send(frame(HEADERS, END_STREAM, 1, block.substring(0, 16_000))
                + frame(9, END_HEADERS, 1, block.substring(16_000)));
        assertEquals(List.of(), connection.exchanges);
        assertTrue(frames().stream().anyMatch(frame -> frame.stream() == 1 && frame.type() == HEADERS));
    }

    @Test
    void aStreamWhoseWindowStaysClosedIsResetAndTheConnectionStays() {
        connection = new TestConnection(
                exchange -> exchange.respond(
                        HttpResponseStatus.OK,
                        new DefaultHttpHeaders(),
                        Unpooled.wrappedBuffer(new byte[exchange.path().equals("/large") ? 100_000 : 1])),
                "send-timeout",
                "PT2S");
        connection.send(PREFACE + get(1, ":method=GET", ":scheme=http", ":path=/large"));
        frames();
        connection.wait(Duration.ofSeconds(4));
        assertTrue(frames().stream().anyMatch(frame -> frame.type() == RESET && frame.stream() == 1));
        assertFalse(connection.closed());
    }

    @Test
    void aStreamWhoseWindowOpensSlowlyIsNotReset() {
        connection = new TestConnection(
                exchange -> exchange.respond(
                        HttpResponseStatus.OK, new DefaultHttpHeaders(), Unpooled.wrappedBuffer(new byte[100_000])),
                "send-timeout",
                "PT2S");
        connection.send(PREFACE + Http2Bytes.window(0, 1 << 20) + get(1, "/large"));
        for (int i = 0; i < 10; i++) {
            connection.send(Http2Bytes.window(1, 100));
            connection.wait(Duration.ofSeconds(1));
        }
        assertFalse(frames().stream().anyMatch(frame -> frame.type() == RESET));
        connection.wait(Duration.ofSeconds(4));
        assertTrue(frames().stream().anyMatch(frame -> frame.is(RESET, 1)));
    }

    @Test
    void aBodyThatIsSilentForTooLongResetsItsStream() {
        NotedBody body = new NotedBody();
        connection = new TestConnection(exchange -> exchange.receive(body), "idle-timeout", "PT2S");
        connection.send(PREFACE + frame(HEADERS, END_HEADERS, 1, headers(":method=PUT", ":scheme=http", ":path=/a")));
        connection.wait(Duration.ofSeconds(4));
        assertEquals("<broken: nothing came for too long>", body.heard.getLast());
        assertTrue(frames().stream().anyMatch(frame -> frame.type() == RESET));
    }

    @Test
    void aConnectionWithTooManyErrorsInARowIsToldToGo() {
        connection = new TestConnection(
                exchange -> Problem.of(HttpResponseStatus.NOT_FOUND, "no").respond(exchange), "max-client-errors", "2");
        connection.send(PREFACE + get(1, ":method=GET", ":scheme=http", ":path=/a"));
        assertFalse(frames().stream().anyMatch(frame -> frame.type() == GOAWAY));
        connection.send(get(3, ":method=GET", ":scheme=http", ":path=/a"));
        assertTrue(frames().stream().anyMatch(frame -> frame.type() == GOAWAY));
    }

    @Test
    void aConnectionWithoutRequestsIsClosedAfterAWhile() {
        connection.send(PREFACE + get(1, ":method=GET", ":scheme=http", ":path=/a"));
        connection.wait(Duration.ofSeconds(70));
        assertFalse(connection.closed());
        connection.wait(Duration.ofSeconds(15));
        assertTrue(connection.closed());
    }

    private void assertRefused() {
        assertEquals(List.of(), connection.exchanges);
        List<Frame2> frames = frames();
        assertTrue(
                frames.stream()
                        .anyMatch(frame ->
                                frame.type() == RESET && frame.payload().equals("\0\0\0\1")),
                frames.toString());
    }

    /** What the server has sent since the last call. */
    private List<Frame2> frames() {
        return Http2Bytes.frames(connection.received());
    }
}
