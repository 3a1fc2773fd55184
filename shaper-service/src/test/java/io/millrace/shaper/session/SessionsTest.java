package io.millrace.shaper.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.control.client.ControlView;
import io.millrace.proto.control.v1.Action;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ConfigItem;
import io.millrace.proto.control.v1.ErrorStatus;
import io.millrace.proto.control.v1.Rule;
import io.millrace.shaper.media.SegmentClasses;
import io.millrace.shaper.memory.ManifestMemory;
import io.millrace.shaper.pace.Pacing;
import io.netty.channel.DefaultEventLoop;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions of a shaper without a control plane, unless a test tells it a view. */
final class SessionsTest {

    private static final URI EDGE = URI.create("http://edge:8081/");

    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final Sessions sessions = new Sessions(
            EDGE,
            SegmentClasses.BY_MANIFEST,
            SessionsTest::rules,
            Optional.empty(),
            new SessionLimits(2, Duration.ofHours(1)),
            new Pacing(),
            new ManifestMemory(1 << 20));

    @AfterEach
    void stop() {
        loop.shutdownGracefully();
    }

    @Test
    void aSessionIsFoundByItsIdWhichIsNoOthers() {
        Session one = create(said());
        Session other = create(said());
        assertSame(one, sessions.find(one.id()).orElseThrow());
        assertNotEquals(one.id(), other.id());
        assertEquals(Optional.empty(), sessions.find("another"));
    }

    @Test
    void thereAreNoMoreThanMayBe() {
        create(said());
        create(said());
        assertInstanceOf(TooManySessionsException.class, failure(said()));
    }

    @Test
    void aSessionPlaysTheEdgeUnlessItSaysOtherwise() {
        assertEquals(EDGE, create(said()).terms().base());
        assertEquals(
                URI.create("https://cdn.example/live/"),
                create(said().setOrigin("https://cdn.example/live")).terms().base());
    }

    @Test
    void aSessionOfAChannelPlaysWhatIsBelowItsPath() {
        sessions.changed(ControlView.of(
                "store",
                1,
                List.of(ConfigItem.newBuilder()
                        .setName("channels/c")
                        .setChannel(Channel.newBuilder().setName("channels/c").setPathPrefix("/live/c/"))
                        .build())));
        assertEquals(
                EDGE.resolve("/live/c/"),
                create(said().setOrigin("channels/c")).terms().base());
        assertEquals(Optional.of("channels/c"), sessions.channelOf(EDGE.resolve("/live/c/a.m4s")));
        assertEquals(Optional.empty(), sessions.channelOf(EDGE.resolve("/live/d/a.m4s")));
        assertEquals(Optional.empty(), sessions.channelOf(URI.create("http://other/live/c/a.m4s")));
    }

    @Test
    void whatMakesNoSenseIsNoSession() {
        assertInstanceOf(IllegalArgumentException.class, failure(said().setOrigin("ftp://cdn.example/")));
        assertInstanceOf(IllegalArgumentException.class, failure(said().setOrigin("channels/none")));
        assertInstanceOf(IllegalArgumentException.class, failure(said().setDriplsRules("none")));
        assertInstanceOf(IllegalArgumentException.class, failure(said().addRules(Rule.getDefaultInstance())));
        assertEquals(0, sessions.count());
    }

    @Test
    void aUrlIsOfTheCdnWithTheLongestBase() {
        Session session = create(said().putCdns("a", "https://cdn.example").putCdns("b", "https://cdn.example/live/"));
        assertEquals(Optional.of("b"), session.cdn(URI.create("https://cdn.example/live/x")));
        assertEquals(Optional.of("a"), session.cdn(URI.create("https://cdn.example/x")));
        assertEquals(Optional.empty(), session.cdn(URI.create("https://cdn.example.evil/x")));
    }

    @Test
    void responsesInProgressAreToldOfRulesThatHaveChanged() throws Exception {
        Session session = create(said());
        AtomicInteger told = new AtomicInteger();
        ResponseInProgress response = new ResponseInProgress(loop, told::incrementAndGet);
        session.begun(response);

        change(session, "status");
        assertEquals(1, settled(told));
        change(session, "status");
        assertEquals(1, settled(told), "nothing has changed");
        session.over(response);
        change(session, "");
        assertEquals(1, settled(told), "it is over");
    }

    private void change(Session session, String driplsRules) {
        sessions.change(session, List.of(), driplsRules).toCompletableFuture().join();
    }

    /** What was counted when all has been done that the loop was given. */
    private int settled(AtomicInteger told) throws Exception {
        loop.submit(() -> {}).get();
        return told.get();
    }

    private Session create(io.millrace.proto.control.v1.Session.Builder said) {
        return sessions.create(said.build()).toCompletableFuture().join();
    }

    private Throwable failure(io.millrace.proto.control.v1.Session.Builder said) {
        return assertThrows(CompletionException.class, () -> create(said)).getCause();
    }

    private static io.millrace.proto.control.v1.Session.Builder said() {
        return io.millrace.proto.control.v1.Session.newBuilder();
    }

    /** A grammar with one word. */
    private static List<Rule> rules(String text) {
        return switch (text) {
            case "" -> List.of();
            case "status" ->
                List.of(Rule.newBuilder()
                        .addActions(Action.newBuilder()
                                .setStatus(ErrorStatus.newBuilder().setCode(404)))
                        .build());
            default -> throw new IllegalArgumentException(text + " is no rule");
        };
    }
}
