package io.millrace.shaper.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Durations;
import io.millrace.proto.control.v1.Action;
import io.millrace.shaper.rule.Plan;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rates, losses and plans that change: whatever the way, the bytes are the origin's; and a source is held back. */
class ReshapingTest {

    private static final long SLOW = 5_000;
    private static final String LARGE = large();

    private ShapedServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<List<Action>> ways() {
        return Stream.of(
                List.of(Actions.bandwidth(50_000_000)),
                List.of(Actions.fetchFirst(50_000_000)),
                List.of(Actions.trace("0,30000\n40,0\n60,80000")),
                List.of(Actions.loss(5)),
                List.of(Actions.loss(30)),
                List.of(Actions.slice(30_000)),
                List.of(Actions.bandwidth(50_000_000), Actions.loss(2), Actions.trace("0,100000")),
                List.of(Actions.stall(Actions.part(0.5), Durations.fromMillis(20)), Actions.loss(1)),
                List.of(Actions.latency(Durations.fromMillis(20)), Actions.bandwidth(80_000_000)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void noByteIsLostOrChangedOrOutOfOrder(List<Action> actions) {
        server = new ShapedServer(Actions.plan(actions.toArray(new Action[0])), ShapedServer.text(LARGE));
        String answer = server.get();
        assertTrue(LARGE.equals(answer.substring(answer.indexOf("\r\n\r\n") + 4)), answer.length() + " bytes");
    }

    @Test
    void aSlowResponseIsFastFromTheMomentAtWhichItsPlanSaysSo() {
        start(Actions.bandwidth(SLOW));
        try (RawClient client = server.connect().get()) {
            client.receiveUntil("\r\n\r\n" + LARGE.charAt(0));
            assertFalse(server.told.contains("over"));
            server.reshape(Plan.NONE);
            assertEquals(LARGE.length() - 1, client.receive(LARGE.length() - 1).length());
        }
    }

    @Test
    void aFastResponseStallsFromTheMomentAtWhichItsPlanSaysSo() {
        server = new ShapedServer(Plan.NONE, response -> {
            response.head(HttpResponseStatus.OK, new DefaultHttpHeaders());
            response.bytes(ShapedServer.buffer("before"));
        });
        try (RawClient client = server.connect().get()) {
            client.receiveUntil("6\r\nbefore\r\n");
            server.reshape(Actions.plan(Actions.truncate(Actions.at(9))));
            server.origin(response -> response.bytes(ShapedServer.buffer("behind")));
            assertEquals("3\r\nbeh\r\n", client.receiveAll());
        }
    }

    @Test
    void whatIsBehindAPointDoesNotMeetItAnyMore() {
        server = new ShapedServer(Plan.NONE, response -> {
            response.head(HttpResponseStatus.OK, new DefaultHttpHeaders());
            response.bytes(ShapedServer.buffer("before"));
        });
        try (RawClient client = server.connect().get()) {
            client.receiveUntil("6\r\nbefore\r\n");
            server.reshape(Actions.plan(Actions.truncate(Actions.at(3))));
            server.origin(response -> {
                response.bytes(ShapedServer.buffer("behind"));
                response.end();
            });
            client.receiveUntil("6\r\nbehind\r\n0\r\n\r\n");
        }
    }

    @Test
    void aNetworkThatLosesAllIsWaitedForAndThenNothingIsMissing() {
        start(Actions.loss(100));
        try (RawClient client = server.connect().get()) {
            client.receiveUntil("\r\n\r\n");
            server.reshape(Plan.NONE);
            assertTrue(LARGE.equals(client.receive(LARGE.length())));
        }
    }

    @Test
    void aStallIsAsLongAsThePlanHasItNow() {
        start(Actions.stall(Actions.at(10), Actions.HOUR));
        try (RawClient client = server.connect().get()) {
            client.receiveUntil("\r\n\r\n" + LARGE.substring(0, 10));
            server.reshape(Actions.plan(Actions.stall(Actions.at(10), Durations.fromMillis(1))));
            assertTrue(LARGE.substring(10).equals(client.receive(LARGE.length() - 10)));
        }
    }

    @Test
    void aStallThatHasBegunIsOverWhereThePlanHasItElsewhereNow() {
        start(Actions.stall(Actions.at(10), Actions.HOUR));
        try (RawClient client = server.connect().get()) {
            client.receiveUntil("\r\n\r\n" + LARGE.substring(0, 10));
            server.reshape(Actions.plan(Actions.stall(Actions.at(20), Actions.HOUR)));
            assertEquals(LARGE.substring(10, 20), client.receive(10));
            server.reshape(Plan.NONE);
            assertTrue(LARGE.substring(20).equals(client.receive(LARGE.length() - 20)));
        }
    }

    @Test
    void aBodyWhoseHeadToldItShorterStaysSoWithoutItsTruncation() {
        start(Actions.truncateCleanly(Actions.at(1_000)), Actions.stall(Actions.at(10), Actions.HOUR));
        try (RawClient client = server.connect().get()) {
            client.receiveUntil("\r\n\r\n");
            server.reshape(Plan.NONE);
            assertEquals(LARGE.substring(0, 1_000), client.receive(1_000));
            assertTrue(client.get().receiveUntil("\r\n").startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void aBodyThatIsTruncatedBeforeWhatItsHeadToldIsCutOff() {
        start(Actions.truncateCleanly(Actions.at(1_000)), Actions.stall(Actions.at(10), Actions.HOUR));
        try (RawClient client = server.connect().get()) {
            client.receiveUntil("\r\n\r\n");
            server.reshape(Actions.plan(Actions.truncateCleanly(Actions.at(500))));
            assertEquals(LARGE.substring(0, 500), client.receiveAll());
        }
    }

    @Test
    void anOriginThatWasHeldBackGoesOnWhereItsObjectIsToBeFetchedFirst() {
        server = new ShapedServer(Actions.plan(Actions.latency(Actions.HOUR)), response -> {
            response.head(HttpResponseStatus.OK, new DefaultHttpHeaders());
            response.bytes(ShapedServer.buffer(LARGE));
        });
        try (RawClient client = server.connect().get()) {
            ShapedServer.await(() -> server.told.contains("reading false"));
            server.reshape(Actions.plan(Actions.fetchFirst(100_000_000)));
            ShapedServer.await(() -> server.told.contains("reading true"));
            server.origin(ShapedResponse::end);
            assertTrue(client.receiveUntil("\r\n").startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void anOriginThatIsAskedAnewMakesUpForOneThatFailed() {
        server = new ShapedServer(Actions.plan(Actions.latency(Actions.HOUR)), response -> {
            response.head(HttpResponseStatus.OK, new DefaultHttpHeaders());
            response.bytes(ShapedServer.buffer("whole"));
            if (server.told.contains("origin true")) {
                response.end();
            } else {
                response.broken("gone");
            }
        });
        try (RawClient client = server.connect().get()) {
            server.reshape(Actions.plan(Actions.hangAtOnce()));
            server.reshape(Plan.NONE);
            assertTrue(client.receiveUntil("0\r\n\r\n").endsWith("5\r\nwhole\r\n0\r\n\r\n"));
        }
    }

    @Test
    void latencyHoldsTheHeadAndIsLetGo() {
        start(Actions.latency(Actions.HOUR));
        try (RawClient client = server.connect().get()) {
            assertFalse(server.responded());
            server.reshape(Actions.plan(Actions.latency(Durations.fromMillis(1))));
            assertTrue(client.receiveUntil("\r\n").startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void anObjectThatIsFetchedFirstBeginsWhenItIsThere() {
        server = new ShapedServer(Actions.plan(Actions.fetchFirst(100_000_000)), response -> {
            response.head(HttpResponseStatus.OK, new DefaultHttpHeaders());
            response.bytes(ShapedServer.buffer(LARGE));
        });
        try (RawClient client = server.connect().get()) {
            assertFalse(server.responded());
            assertFalse(server.told.contains("reading false"));
            server.origin(ShapedResponse::end);
            assertTrue(client.receiveUntil("\r\n").startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void anOriginIsHeldBackWhileMoreThanTheQueueWaits() {
        List<ByteBuf> sent = new ArrayList<>();
        server = new ShapedServer(Actions.plan(Actions.stall(Actions.at(1), Actions.HOUR)), response -> {
            response.head(HttpResponseStatus.OK, new DefaultHttpHeaders());
            while (!server.told.contains("reading false")) {
                ByteBuf bytes = ShapedServer.buffer("a".repeat(1000));
                sent.add(bytes);
                response.bytes(bytes);
            }
        });
        try (RawClient client = server.connect().get()) {
            client.receiveUntil("1\r\na\r\n");
            ShapedServer.await(() -> server.told.contains("reading false"));
            assertEquals(66, sent.size());
            server.reshape(Plan.NONE);
            ShapedServer.await(() -> server.told.contains("reading true"));
        }
    }

    @Test
    void aClientThatGoesLeavesNothingBehind() {
        ByteBuf body = ShapedServer.buffer(LARGE);
        server = new ShapedServer(Actions.plan(Actions.bandwidth(SLOW), Actions.loss(50)), response -> {
            response.head(HttpResponseStatus.OK, ShapedServer.sized(LARGE.length()));
            response.bytes(body);
        });
        RawClient client = server.connect().get();
        client.receiveUntil("\r\n\r\n" + LARGE.charAt(0));
        client.close();
        server.reshape(Actions.plan(Actions.bandwidth(1_000_000)));
        ShapedServer.await(() -> server.told.contains("over"));
        ShapedServer.await(() -> body.refCnt() == 0);
    }

    @Test
    void aClientThatGoesDuringAStallIsNotWaitedFor() {
        start(Actions.stall(Actions.at(1), Actions.HOUR));
        RawClient client = server.connect().get();
        client.receiveUntil("\r\n\r\n" + LARGE.charAt(0));
        client.close();
        ShapedServer.await(() -> server.told.contains("over"));
    }

    @Test
    void responsesOnOneConnectionFollowEachOther() {
        start(Actions.bandwidth(50_000_000), Actions.loss(10));
        try (RawClient client = server.connect()) {
            for (int i = 0; i < 3; i++) {
                client.get();
                client.receiveUntil("\r\n\r\n");
                assertTrue(LARGE.equals(client.receive(LARGE.length())));
            }
        }
    }

    @Test
    void plansMayChangeAtAnyByte() {
        start(Actions.bandwidth(5_000_000));
        List<List<Action>> ways = ways().toList();
        Random random = new Random(ThreadLocalRandom.current().nextLong());
        try (RawClient client = server.connect().get()) {
            client.receiveUntil("\r\n\r\n");
            StringBuilder body = new StringBuilder();
            while (body.length() < LARGE.length()) {
                body.append(client.receive(Math.min(1 + random.nextInt(40_000), LARGE.length() - body.length())));
                if (!server.told.contains("over")) {
                    server.reshape(
                            Actions.plan(ways.get(random.nextInt(ways.size())).toArray(new Action[0])));
                }
            }
            assertTrue(LARGE.contentEquals(body));
        }
    }

    private void start(Action... actions) {
        server = new ShapedServer(Actions.plan(actions), ShapedServer.text(LARGE));
    }

    private static String large() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; text.length() < 400_000; i++) {
            text.append(i).append(' ');
        }
        return text.toString();
    }
}
