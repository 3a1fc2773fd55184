package io.millrace.shaper.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Durations;
import io.millrace.proto.control.v1.Action;
import io.millrace.proto.control.v1.ErrorStatus;
import io.millrace.proto.control.v1.Hang;
import io.millrace.proto.control.v1.HeaderChange;
import io.millrace.proto.control.v1.Redirect;
import io.millrace.shaper.rule.Plan;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Answers that are given in place of the origin's, and those that are none. */
class OwnAnswersTest {

    private ShapedServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aStatusIsAProblemThatTellsItsCause() {
        start(Actions.status(503));
        String answer = server.get();
        assertTrue(answer.startsWith("HTTP/1.1 503 Service Unavailable\r\n"), answer);
        assertTrue(answer.contains("content-type: application/problem+json\r\n"), answer);
        assertTrue(answer.contains("cache-control: no-store\r\n"), answer);
        assertTrue(answer.contains("\"status\":503"), answer);
    }

    @Test
    void aStatusMayHaveABodyAndATimeToTryAgain() {
        start(Actions.status(ErrorStatus.newBuilder()
                .setCode(429)
                .setBody("slower, please")
                .setRetryAfter(Durations.fromSeconds(7))));
        String answer = server.get();
        assertTrue(answer.startsWith("HTTP/1.1 429 "), answer);
        assertTrue(answer.contains("retry-after: 7\r\n"), answer);
        assertTrue(answer.contains("content-type: text/plain; charset=utf-8\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\nslower, please"), answer);
    }

    @Test
    void theAnswerToHeadHasNoBody() {
        start(Actions.status(404));
        try (RawClient client = server.connect()) {
            String answer = client.send("HEAD /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                    .receiveAll();
            assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
            assertTrue(answer.endsWith("\r\n\r\n"), answer);
        }
    }

    @Test
    void whatAllAnswersTellIsPutIntoThoseToo() {
        start(Actions.status(404));
        assertTrue(server.get().contains("X-Own: yes\r\n"));
    }

    @Test
    void aRedirectLeadsToItsLocationWithThePathAndTheQueryOfTheRequest() {
        start(Actions.redirect("http://other.example{path}?{query}&more"));
        String answer = server.get("/live/a.m4s?x=1");
        assertTrue(answer.startsWith("HTTP/1.1 302 Found\r\n"), answer);
        assertTrue(answer.contains("location: http://other.example/live/a.m4s?x=1&more\r\n"), answer);
    }

    @Test
    void aRedirectMayHaveAnotherStatus() {
        start(Action.newBuilder()
                .setRedirect(Redirect.newBuilder().setCode(308).setLocation("/b"))
                .build());
        assertTrue(server.get().startsWith("HTTP/1.1 308 "));
    }

    @Test
    void aResetBeforeTheHeadSendsNothing() {
        start(Actions.resetAtOnce());
        try (RawClient client = server.connect()) {
            assertEquals("", client.get().receiveAll());
            assertTrue(client.reset());
        }
        ShapedServer.await(() -> server.told.equals(List.of("over")));
    }

    @Test
    void aHangBeforeTheHeadIsResetAtItsTimeout() {
        start(Action.newBuilder()
                .setHang(Hang.newBuilder().setTimeout(Durations.fromMillis(50)))
                .build());
        try (RawClient client = server.connect()) {
            assertEquals("", client.get().receiveAll());
            assertTrue(client.reset());
        }
    }

    @Test
    void aHangWithoutATimeoutLastsUntilTheClientCloses() {
        start(Actions.hangAtOnce());
        RawClient client = server.connect().get();
        assertFalse(server.responded());
        client.close();
        ShapedServer.await(() -> server.connections() == 0);
        ShapedServer.await(() -> server.told.equals(List.of("over")));
    }

    @Test
    void aResetComesBeforeARedirectAndThatBeforeAStatus() {
        start(Actions.status(404), Actions.redirect("/b"));
        assertTrue(server.get().startsWith("HTTP/1.1 302 "));
        server.plan = Actions.plan(Actions.status(404), Actions.redirect("/b"), Actions.resetAtOnce());
        assertEquals("", server.get());
    }

    @Test
    void theBodyOfAStatusIsShapedAsOthersAre() {
        start(
                Actions.status(ErrorStatus.newBuilder().setCode(500).setBody("0123456789")),
                Actions.truncateCleanly(Actions.at(4)),
                Actions.headers(HeaderChange.newBuilder().putSet("X-Changed", "1")));
        String answer = server.get();
        assertTrue(answer.endsWith("\r\n\r\n0123"), answer);
        assertTrue(answer.contains("X-Changed: 1\r\n"), answer);
    }

    @Test
    void anAnswerOfOnesOwnIsHeldByTheLatencyToo() {
        start(Actions.status(404), Actions.latency(Actions.HOUR));
        try (RawClient client = server.connect().get()) {
            assertFalse(server.responded());
            server.reshape(Actions.plan(Actions.status(404)));
            assertTrue(client.receiveUntil("\r\n").startsWith("HTTP/1.1 404 "));
        }
    }

    @Test
    void aPlanThatLetsGoOfAHangAsksTheOrigin() {
        server = new ShapedServer(Actions.plan(Actions.hangAtOnce()), ShapedServer.text("hello"));
        try (RawClient client = server.connect().get()) {
            assertFalse(server.responded());
            server.reshape(Plan.NONE);
            assertTrue(client.receiveUntil("hello").startsWith("HTTP/1.1 200 "));
            assertEquals("origin true", server.told.getFirst());
        }
    }

    @Test
    void aPlanThatAnswersItselfHasNoNeedOfTheOriginThatWasAsked() {
        server = new ShapedServer(Actions.plan(Actions.latency(Actions.HOUR)), ShapedServer.text("hello"));
        try (RawClient client = server.connect().get()) {
            assertFalse(server.responded());
            server.reshape(Actions.plan(Actions.status(410)));
            assertTrue(client.receiveUntil("\r\n").startsWith("HTTP/1.1 410 "));
            assertEquals("origin false", server.told.getFirst());
        }
    }

    @Test
    void anOriginThatFailsBeforeItsHeadIsABadGateway() {
        server = new ShapedServer(Plan.NONE, response -> response.broken("the origin can't be reached"));
        String answer = server.get();
        assertTrue(answer.startsWith("HTTP/1.1 502 Bad Gateway\r\n"), answer);
        assertTrue(answer.contains("the origin can't be reached"), answer);
        assertTrue(answer.contains("X-Own: yes\r\n"), answer);
    }

    private void start(Action... actions) {
        server = new ShapedServer(Actions.plan(actions), OwnAnswersTest::isNotAsked);
    }

    private static void isNotAsked(ShapedResponse response) {
        throw new AssertionError("the origin was asked, needed: " + response.needsOrigin());
    }
}
