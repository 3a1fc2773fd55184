package io.millrace.control;

import static io.millrace.control.Replicas.assertFails;
import static io.millrace.control.Replicas.detail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import com.google.rpc.BadRequest;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.millrace.proto.control.v1.Action;
import io.millrace.proto.control.v1.Bandwidth;
import io.millrace.proto.control.v1.CreateSessionRequest;
import io.millrace.proto.control.v1.CreateTagRequest;
import io.millrace.proto.control.v1.DeleteSessionRequest;
import io.millrace.proto.control.v1.DeleteTagRequest;
import io.millrace.proto.control.v1.GetSessionRequest;
import io.millrace.proto.control.v1.ListSessionsRequest;
import io.millrace.proto.control.v1.ReportSessionsRequest;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.RuleCount;
import io.millrace.proto.control.v1.ServiceKind;
import io.millrace.proto.control.v1.Session;
import io.millrace.proto.control.v1.SessionReport;
import io.millrace.proto.control.v1.SessionServiceGrpc;
import io.millrace.proto.control.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import io.millrace.proto.control.v1.SessionState;
import io.millrace.proto.control.v1.Tag;
import io.millrace.proto.control.v1.TagServiceGrpc;
import io.millrace.proto.control.v1.TrackMark;
import io.millrace.proto.control.v1.UpdateSessionRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SessionService. */
final class SessionsTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of());

    private static SessionServiceBlockingStub sessions;

    @BeforeAll
    static void connect() {
        sessions = SessionServiceGrpc.newBlockingStub(REPLICAS.channel());
    }

    @Test
    void aSessionThatIsGivenNothingHasAnIdASeedAndADay() {
        Session one = create("", Session.newBuilder());
        Session other = create("", Session.newBuilder());

        assertTrue(one.getName().matches("sessions/s[a-z0-9]{19}"), one.getName());
        assertNotEquals(one.getName(), other.getName());
        assertNotEquals(0, one.getSeed());
        assertNotEquals(one.getSeed(), other.getSeed());
        assertEquals(Duration.ofDays(1), lifetime(one));
        assertEquals(one, get(one.getName()));
    }

    @Test
    void whatItIsGivenItKeeps() {
        Session given = Session.newBuilder()
                .setDisplayName("TV in the lab")
                .setOrigin("https://origin.example/live")
                .putCdns("a.example", "http://a.example")
                .addRules(Rule.newBuilder().addActions(slow(1_000_000)))
                .setDriplsRules("*.s1~e404")
                .setSeed(-7)
                .setTtl(Durations.fromSeconds(90))
                .build();
        Session made = create("lab", given.toBuilder());

        assertEquals("sessions/lab", made.getName());
        assertEquals(-7, made.getSeed());
        assertEquals(Duration.ofSeconds(90), lifetime(made));
        assertEquals(given.getRulesList(), made.getRulesList());
        assertEquals(given.getCdnsMap(), get("sessions/lab").getCdnsMap());
        assertFails(Code.ALREADY_EXISTS, "ALREADY_EXISTS", () -> create("lab", Session.newBuilder()));
    }

    @Test
    void itsRulesChangeAndWhoWatchesHearsOfIt() {
        Session session = create("changing", Session.newBuilder().addRules(rule(1_000_000)));
        try (Watching shaper = Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_SHAPER);
                Watching edge = Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_EDGE)) {
            assertEquals(
                    session.getSeed(),
                    shaper.awaitItem(session.getName()).getSession().getSeed());

            Session changed = sessions.updateSession(UpdateSessionRequest.newBuilder()
                    .setSession(Session.newBuilder()
                            .setName(session.getName())
                            .addRules(rule(2_000_000))
                            .setEtag(session.getEtag()))
                    .build());

            assertEquals(List.of(rule(2_000_000)), changed.getRulesList());
            assertEquals(session.getSeed(), changed.getSeed());
            assertEquals(session.getExpireTime(), changed.getExpireTime());
            shaper.awaitRevision(changed.getRevision());
            assertEquals(
                    List.of(rule(2_000_000)),
                    shaper.awaitItem(session.getName()).getSession().getRulesList());
            edge.awaitRevision(0);
            assertFalse(edge.items().containsKey(session.getName()));
        }
    }

    @Test
    void itIsGivenMoreTime() {
        Session session = create("longer", Session.newBuilder().setTtl(Durations.fromSeconds(60)));
        Session longer = sessions.updateSession(UpdateSessionRequest.newBuilder()
                .setSession(Session.newBuilder().setName("sessions/longer").setTtl(Durations.fromSeconds(7_200)))
                .setUpdateMask(FieldMask.newBuilder().addPaths("ttl"))
                .build());

        assertTrue(Timestamps.compare(longer.getExpireTime(), session.getExpireTime()) > 0);
    }

    @Test
    void aSessionWhoseTimeIsOverIsGoneWithAllThatWasKeptOfIt() {
        String name = create("short", Session.newBuilder().setTtl(Durations.fromSeconds(1)))
                .getName();
        report(name, SessionState.newBuilder().putMarks("video", mark(3)));
        try (Watching shaper = Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_SHAPER)) {
            await().untilAsserted(() -> assertFails(Code.NOT_FOUND, "NOT_FOUND", () -> get(name)));
            Session later = create("after-short", Session.newBuilder());
            shaper.awaitRevision(later.getRevision());
            // It is no longer shown at once, and no longer stored a moment later.
            await().until(() -> {
                shaper.awaitRevision(create("", Session.newBuilder().setTtl(Durations.fromSeconds(60)))
                        .getRevision());
                return shaper.item(name).isEmpty()
                        && shaper.item(name + "/states/latest").isEmpty();
            });
        }
        try (Watching ofNewReplica =
                Watching.from(REPLICAS.connect(REPLICAS.start(Map.of())), ServiceKind.SERVICE_KIND_SHAPER)) {
            ofNewReplica.awaitItem("sessions/after-short");
            assertTrue(ofNewReplica.items().keySet().stream().noneMatch(item -> item.startsWith(name)));
        }
    }

    @Test
    void whatShapersReportIsShownAndIsNoChangeOfTheSession() {
        Session session = create("reported", Session.newBuilder());
        SessionState first = SessionState.newBuilder()
                .setFirstRequestTime(Timestamps.fromMillis(5_000))
                .putMarks("video", mark(3))
                .putCounts("rule 1", count(4, 2))
                .build();
        report(session.getName(), first.toBuilder());
        awaitState(session.getName(), first);
        // Another shaper, which has played it later.
        report(
                session.getName(),
                SessionState.newBuilder()
                        .setFirstRequestTime(Timestamps.fromMillis(9_000))
                        .putMarks("audio", mark(1))
                        .putCounts("rule 1", count(3, 3)));

        awaitState(
                session.getName(),
                first.toBuilder()
                        .putMarks("audio", mark(1))
                        .putCounts("rule 1", count(4, 3))
                        .build());
        assertEquals(session.getEtag(), get(session.getName()).getEtag());
        assertTrue(
                sessions
                        .listSessions(ListSessionsRequest.newBuilder()
                                .setPageSize(1_000)
                                .build())
                        .getSessionsList()
                        .stream()
                        .anyMatch(listed -> listed.getState().getMarksCount() == 2));
    }

    @Test
    void aShaperThatStartsIsToldHowFarSessionsAre() {
        Session session = create("resumed", Session.newBuilder());
        report(session.getName(), SessionState.newBuilder().putMarks("video", mark(8)));
        try (Watching shaper = Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_SHAPER)) {
            assertEquals(
                    mark(8),
                    shaper.awaitItem("sessions/resumed/states/latest")
                            .getSessionState()
                            .getMarksOrThrow("video"));
        }
    }

    @Test
    void manySessionsAreReportedAtOnceAndThoseThatAreNotThereArePassedOver() {
        ReportSessionsRequest.Builder report = ReportSessionsRequest.newBuilder();
        for (int i = 0; i < 300; i++) {
            create("many-" + i, Session.newBuilder());
            report.addSessions(
                    entry("sessions/many-" + i, SessionState.newBuilder().putMarks("v", mark(i))));
            report.addSessions(
                    entry("sessions/none-" + i, SessionState.newBuilder().putMarks("v", mark(i))));
        }

        assertTrue(sessions.reportSessions(report.build()).hasReportInterval());

        awaitState(
                "sessions/many-299",
                SessionState.newBuilder().putMarks("v", mark(299)).build());
        assertFails(Code.NOT_FOUND, "NOT_FOUND", () -> get("sessions/none-0"));
    }

    @Test
    void whatThereIsNoRoomForIsPassedOver() {
        String name = create("crowded", Session.newBuilder()).getName();
        SessionState.Builder state = SessionState.newBuilder().putMarks("x".repeat(2_000), mark(0));
        for (int i = 0; i < 200; i++) {
            state.putMarks("track-" + i, mark(i));
        }

        report(name, state);

        await().until(() -> get(name).getState().getMarksCount() == 128);
        assertFalse(get(name).getState().containsMarks("x".repeat(2_000)));
    }

    @Test
    void aSessionThatIsDeletedTakesItsStateWithIt() {
        String name = create("deleted", Session.newBuilder()).getName();
        report(name, SessionState.newBuilder().putMarks("video", mark(3)));
        awaitState(name, SessionState.newBuilder().putMarks("video", mark(3)).build());
        sessions.deleteSession(DeleteSessionRequest.newBuilder().setName(name).build());

        create("deleted", Session.newBuilder());

        awaitState(name, SessionState.getDefaultInstance());
    }

    @Test
    void itsTagIsThereWhenItIsChosenAndMayGoLater() {
        assertFails(
                Code.FAILED_PRECONDITION,
                "NO_TAG",
                () -> create("tagless", Session.newBuilder().setTag("tags/nowhere")));
        var tags = TagServiceGrpc.newBlockingStub(REPLICAS.channel());
        tags.createTag(CreateTagRequest.newBuilder()
                .setTagId("evening")
                .setTag(Tag.getDefaultInstance())
                .build());
        create("tagged", Session.newBuilder().setTag("tags/evening"));

        tags.deleteTag(DeleteTagRequest.newBuilder().setName("tags/evening").build());
        Session renamed = sessions.updateSession(UpdateSessionRequest.newBuilder()
                .setSession(Session.newBuilder().setName("sessions/tagged").setDisplayName("still there"))
                .build());

        assertEquals("tags/evening", renamed.getTag());
    }

    @Test
    void whatIsWrongIsToldByItsPath() {
        StatusRuntimeException failure = assertFails(
                Code.INVALID_ARGUMENT,
                "INVALID_FIELDS",
                () -> create(
                        "wrong",
                        Session.newBuilder()
                                .setOrigin("ftp://origin.example/")
                                .putCdns("a b", "http://a.example")
                                .setTag("evening")
                                .addRules(rule(1_000_000))
                                .addRules(
                                        Rule.newBuilder().setName("rules/named").addActions(slow(1)))
                                .setExpireTime(Timestamps.fromMillis(1))));

        assertEquals(
                List.of(
                        "origin",
                        "cdns",
                        "tag",
                        "rules[1].name",
                        "rules[1].actions[0].bandwidth.bit_rate",
                        "expire_time"),
                detail(failure, BadRequest.class).getFieldViolationsList().stream()
                        .map(BadRequest.FieldViolation::getField)
                        .toList());
    }

    @Test
    void itHasAnEndThatCanBeAwaited() {
        for (long seconds : List.of(0L, -1L, Duration.ofDays(31).toSeconds())) {
            assertFails(
                    Code.INVALID_ARGUMENT,
                    "INVALID_FIELDS",
                    () -> create("endless", Session.newBuilder().setTtl(Durations.fromSeconds(seconds))));
        }
    }

    private static Session create(String id, Session.Builder session) {
        return sessions.createSession(CreateSessionRequest.newBuilder()
                .setSessionId(id)
                .setSession(session)
                .build());
    }

    private static Session get(String name) {
        return sessions.getSession(GetSessionRequest.newBuilder().setName(name).build());
    }

    private static void report(String name, SessionState.Builder state) {
        sessions.reportSessions(ReportSessionsRequest.newBuilder()
                .addSessions(entry(name, state))
                .build());
    }

    private static SessionReport entry(String name, SessionState.Builder state) {
        return SessionReport.newBuilder().setName(name).setState(state).build();
    }

    /** A replica shows a report as soon as its copy of the store has it. */
    private static void awaitState(String name, SessionState state) {
        await().untilAsserted(() -> assertEquals(state, get(name).getState()));
    }

    /** To the second: the control plane looks at its clock for each of the two. */
    private static Duration lifetime(Session session) {
        long millis = Durations.toMillis(Timestamps.between(session.getCreateTime(), session.getExpireTime()));
        return Duration.ofSeconds(Math.round(millis / 1_000.0));
    }

    private static TrackMark mark(long number) {
        return TrackMark.newBuilder().setKey(100 + number).setNumber(number).build();
    }

    private static RuleCount count(long matched, long met) {
        return RuleCount.newBuilder().setMatched(matched).setMet(met).build();
    }

    private static Rule rule(long bitRate) {
        return Rule.newBuilder().addActions(slow(bitRate)).build();
    }

    private static Action slow(long bitRate) {
        return Action.newBuilder()
                .setBandwidth(Bandwidth.newBuilder().setBitRate(bitRate))
                .build();
    }
}
