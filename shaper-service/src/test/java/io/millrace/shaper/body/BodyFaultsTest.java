package io.millrace.shaper.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Durations;
import io.millrace.proto.control.v1.Action;
import io.millrace.proto.control.v1.BodyPoint;
import io.millrace.proto.control.v1.Corrupt;
import io.millrace.proto.control.v1.HeaderChange;
import io.millrace.shaper.rule.Plan;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to the bodies of the origin's answers, and to their heads. */
class BodyFaultsTest {

    private static final String TEXT = "0123456789";
    private static final String LAST_CHUNK = "0\r\n\r\n";

    private ShapedServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void withoutAPlanAnAnswerIsTheOrigins() {
        server = new ShapedServer(Plan.NONE, response -> {
            response.head(HttpResponseStatus.CREATED, ShapedServer.sized(10).set("ETag", "\"x\""));
            response.bytes(ShapedServer.buffer(TEXT));
            response.end();
        });
        String answer = server.get();
        assertTrue(answer.startsWith("HTTP/1.1 201 Created\r\ncontent-length: 10\r\nETag: \"x\"\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\n" + TEXT), answer);
        ShapedServer.await(() -> server.told.equals(List.of("over")));
    }

    @Test
    void chunksStayChunks() {
        server = new ShapedServer(Plan.NONE, ShapedServer.chunks("abc", "de"));
        assertTrue(server.get().endsWith("\r\n\r\n3\r\nabc\r\n2\r\nde\r\n" + LAST_CHUNK));
    }

    @Test
    void anAnswerWithoutABodyStaysOne() {
        server = new ShapedServer(Actions.plan(Actions.stall(Actions.at(0), Actions.HOUR)), response -> {
            response.head(HttpResponseStatus.NOT_MODIFIED, new DefaultHttpHeaders());
            response.end();
        });
        String answer = server.get();
        assertTrue(answer.startsWith("HTTP/1.1 304 "), answer);
        assertFalse(answer.contains("chunked"), answer);
    }

    @Test
    void aTruncatedBodyIsCutOffInOrder() {
        start(Actions.truncate(Actions.at(4)));
        try (RawClient client = server.connect()) {
            String answer = client.get().receiveAll();
            assertTrue(answer.contains("content-length: 10\r\n"), answer);
            assertTrue(answer.endsWith("\r\n\r\n0123"), answer);
            assertFalse(client.reset());
        }
    }

    @Test
    void aCleanlyTruncatedBodySeemsWhole() {
        start(Actions.truncateCleanly(Actions.part(0.3)));
        String answer = server.get();
        assertTrue(answer.contains("content-length: 3\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\n012"), answer);
    }

    @Test
    void aCleanlyTruncatedRangeTellsTheShorterOne() {
        HttpHeaders headers = ShapedServer.sized(10).set("Content-Range", "bytes 20-29/100");
        server = new ShapedServer(Actions.plan(Actions.truncateCleanly(Actions.at(4))), response -> {
            response.head(HttpResponseStatus.PARTIAL_CONTENT, headers);
            response.bytes(ShapedServer.buffer(TEXT));
            response.end();
        });
        assertTrue(server.get().contains("content-range: bytes 20-23/100\r\n"));
    }

    @Test
    void aCleanlyTruncatedBodyOfChunksHasItsLastChunk() {
        server = new ShapedServer(
                Actions.plan(Actions.truncateCleanly(Actions.at(4))), ShapedServer.chunks("abc", "defg"));
        assertTrue(server.get().endsWith("\r\n\r\n3\r\nabc\r\n1\r\nd\r\n" + LAST_CHUNK));
    }

    @Test
    void aBodyThatEndsBeforeAPointNeverGetsThere() {
        start(Actions.truncate(Actions.at(11)), Actions.reset(Actions.at(11)), Actions.hang(Actions.at(11)));
        assertTrue(server.get().endsWith(TEXT));
    }

    @Test
    void aPointThatSaysNothingIsBeforeTheFirstByte() {
        start(Actions.truncate(BodyPoint.getDefaultInstance()));
        assertTrue(server.get().endsWith("\r\n\r\n"));
    }

    @Test
    void aResetComesBehindTheBytesBeforeIt() {
        start(Actions.reset(Actions.part(0.5)));
        try (RawClient client = server.connect()) {
            assertEquals("01234", client.get().receiveBody());
            assertTrue(client.reset());
        }
    }

    @Test
    void aHangLeavesTheConnectionOpen() {
        start(Actions.hang(Actions.at(3)));
        RawClient client = server.connect().get();
        client.receiveUntil("\r\n\r\n012");
        assertFalse(server.told.contains("over"));
        client.close();
        ShapedServer.await(() -> server.told.contains("over"));
        ShapedServer.await(() -> server.connections() == 0);
    }

    @Test
    void aHangInABodyIsResetAtItsTimeout() {
        start(Actions.hang(Actions.at(3), Durations.fromMillis(50)));
        try (RawClient client = server.connect()) {
            assertEquals("012", client.get().receiveBody());
            assertTrue(client.reset());
        }
    }

    @Test
    void aStallEnds() {
        start(Actions.stall(Actions.at(3), Durations.fromMillis(50)));
        assertTrue(server.get().endsWith("\r\n\r\n" + TEXT));
    }

    @Test
    void duringAStallWhatIsBeforeItHasCome() {
        start(Actions.stall(Actions.at(3), Actions.HOUR));
        try (RawClient client = server.connect().get()) {
            client.receiveUntil("\r\n\r\n012");
            server.reshape(Plan.NONE);
            client.receiveUntil("3456789");
        }
    }

    @Test
    void whereTheLengthIsNotKnownAPartIsOfWhatIsThereWhenTheResponseBegins() {
        server = new ShapedServer(Actions.plan(Actions.truncate(Actions.part(0.5))), response -> {
            response.head(HttpResponseStatus.OK, new DefaultHttpHeaders());
            response.bytes(ShapedServer.buffer("abcd"));
        });
        assertTrue(server.get().endsWith("\r\n\r\n2\r\nab\r\n"));
    }

    @Test
    void corruptionChangesBytesAndNotTheLength() {
        start(Actions.corrupt(
                Corrupt.newBuilder().setAt(Actions.at(2)).setCount(3).setMask(1)));
        assertTrue(server.get().endsWith("\r\n\r\n0132556789"));
    }

    @Test
    void corruptionGoesOnOverTheBordersOfReads() {
        server = new ShapedServer(
                Actions.plan(Actions.corrupt(
                        Corrupt.newBuilder().setAt(Actions.at(2)).setCount(3).setMask(1))),
                ShapedServer.chunks("012", "3456789"));
        assertTrue(server.get().endsWith("\r\n\r\n3\r\n013\r\n7\r\n2556789\r\n" + LAST_CHUNK));
    }

    @Test
    void atARandomPlaceOneByteIsInverted() {
        start(Actions.corrupt(Corrupt.newBuilder()));
        String answer = server.get();
        String body = answer.substring(answer.length() - TEXT.length());
        assertNotEquals(TEXT, body);
        long same = TEXT.chars()
                .filter(character -> body.indexOf(character) == TEXT.indexOf(character))
                .count();
        assertEquals(TEXT.length() - 1, same);
    }

    @Test
    void aSlicedBodyComesInPieces() {
        server = new ShapedServer(Actions.plan(Actions.slice(4)), ShapedServer.chunks(TEXT));
        assertTrue(server.get().endsWith("\r\n\r\n4\r\n0123\r\n4\r\n4567\r\n2\r\n89\r\n" + LAST_CHUNK));
    }

    @Test
    void aSlowlyClosedConnectionHasTheWholeAnswerAndTakesNoOther() {
        start(Actions.slowClose(Actions.HOUR));
        RawClient client = server.connect().get();
        client.receiveUntil(TEXT);
        client.send(RawClient.GET);
        ShapedServer.await(() -> server.told.contains("over"));
        client.close();
        assertEquals(1, server.told.size());
    }

    @Test
    void aSlowlyClosedConnectionIsClosedAtLast() {
        start(Actions.slowClose(Durations.fromMillis(50)));
        try (RawClient client = server.connect()) {
            assertEquals(TEXT, client.get().receiveBody());
            assertFalse(client.reset());
        }
    }

    @Test
    void headersAreSetAndTakenAway() {
        server = new ShapedServer(
                Actions.plan(Actions.headers(
                        HeaderChange.newBuilder().putSet("ETag", "\"other\"").addRemove("x-gone"))),
                response -> {
                    response.head(
                            HttpResponseStatus.OK,
                            ShapedServer.sized(0).set("ETag", "\"x\"").set("X-Gone", "1"));
                    response.end();
                });
        String answer = server.get();
        assertTrue(answer.contains("ETag: \"other\"\r\n"), answer);
        assertFalse(answer.contains("X-Gone"), answer);
    }

    @Test
    void whatSaysWhereABodyEndsIsNotSet() {
        start(Actions.headers(
                HeaderChange.newBuilder().putSet("Content-Length", "3").putSet("Transfer-Encoding", "chunked")));
        String answer = server.get();
        assertTrue(answer.contains("content-length: 10\r\n"), answer);
        assertFalse(answer.contains("chunked"), answer);
    }

    @Test
    void anAnswerWhoseLengthIsTakenAwayIsChunked() {
        start(Actions.headers(HeaderChange.newBuilder().addRemove("Content-Length")));
        assertTrue(server.get().endsWith("\r\n\r\na\r\n" + TEXT + "\r\n" + LAST_CHUNK));
    }

    @Test
    void anOriginThatFailsInTheMiddleCutsTheAnswerOffBehindWhatItSent() {
        server = new ShapedServer(Plan.NONE, response -> {
            response.head(HttpResponseStatus.OK, ShapedServer.sized(10));
            response.bytes(ShapedServer.buffer("0123"));
            response.broken("gone");
        });
        assertTrue(server.get().endsWith("\r\n\r\n0123"));
        ShapedServer.await(() -> server.told.equals(List.of("over")));
    }

    @Test
    void severalThingsHappenToOneBody() {
        start(
                Actions.corrupt(Corrupt.newBuilder().setAt(Actions.at(0)).setMask(1)),
                Actions.stall(Actions.at(2), Durations.fromMillis(10)),
                Actions.bandwidth(1_000_000),
                Actions.slice(3),
                Actions.loss(20),
                Actions.reset(Actions.at(8)));
        try (RawClient client = server.connect()) {
            assertEquals("11234567", client.get().receiveBody());
            assertTrue(client.reset());
        }
    }

    @Test
    void anEmptyBodyMeetsWhatIsAtItsBeginning() {
        server = new ShapedServer(Actions.plan(Actions.reset(Actions.at(0))), ShapedServer.text(""));
        try (RawClient client = server.connect()) {
            String answer = client.get().receiveAll();
            assertTrue(answer.endsWith("\r\n\r\n"), answer);
            assertTrue(client.reset());
        }
    }

    @Test
    void bytesThatOthersReadTooAreNotChanged() {
        byte[] shared = TEXT.getBytes(StandardCharsets.ISO_8859_1);
        server = new ShapedServer(
                Actions.plan(Actions.corrupt(Corrupt.newBuilder().setCount(10))), response -> {
                    response.head(HttpResponseStatus.OK, ShapedServer.sized(10));
                    response.bytes(Unpooled.wrappedBuffer(shared));
                    response.end();
                });
        assertFalse(server.get().endsWith(TEXT));
        assertEquals(TEXT, new String(shared, StandardCharsets.ISO_8859_1));
    }

    private void start(Action... actions) {
        server = new ShapedServer(Actions.plan(actions), ShapedServer.text(TEXT));
    }
}
