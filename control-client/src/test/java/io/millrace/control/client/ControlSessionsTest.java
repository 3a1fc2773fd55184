package io.millrace.control.client;

import static io.millrace.control.client.Messages.snapshot;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.FieldMask;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.proto.control.v1.ReportSessionsRequest;
import io.millrace.proto.control.v1.ServiceKind;
import io.millrace.proto.control.v1.Session;
import io.millrace.proto.control.v1.SessionReport;
import io.millrace.proto.control.v1.SessionState;
import io.millrace.proto.control.v1.TrackMark;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlSessionsTest {

    private final Map<String, SessionState> states = new ConcurrentHashMap<>();
    private ScriptedControlPlane plane;
    private ControlClient client;

    @BeforeEach
    void connect() {
        plane = ScriptedControlPlane.start();
        client = ControlClient.start(
                TestConfig.of(Map.of("uri", plane.uri())),
                ServiceKind.SERVICE_KIND_SHAPER,
                "shaper-1",
                new SimpleMeterRegistry());
        plane.watcher().says(snapshot(1));
        await().until(() -> client.status().connected());
    }

    @AfterEach
    void end() {
        client.close();
        plane.close();
    }

    @Test
    void aSessionIsMadeChangedAndDeleted() throws Exception {
        Session made = answer(
                client.sessions().create("a", Session.newBuilder().setSeed(7).build()));
        assertEquals("sessions/a", made.getName());
        assertEquals(7, made.getSeed());
        assertEquals(made, answer(client.sessions().update(made, FieldMask.getDefaultInstance())));
        answer(client.sessions().delete("sessions/a"));
    }

    @Test
    void whyASessionIsNotMadeIsTold() {
        assertEquals(
                Status.Code.ALREADY_EXISTS, failure(client.sessions().create("taken", Session.getDefaultInstance())));
    }

    @Test
    void whileTheControlPlaneIsAwayItIsToldAtOnce() {
        plane.close();
        await().until(() -> !client.status().connected());
        assertEquals(Status.Code.UNAVAILABLE, failure(client.sessions().create("a", Session.getDefaultInstance())));
    }

    @Test
    void onlyWhatIsNewIsReported() {
        states.put("sessions/a", state(1));
        states.put("sessions/b", state(1));
        client.sessions().report(() -> states);
        assertEquals(states, reported());
        states.put("sessions/b", state(2));
        assertEquals(Map.of("sessions/b", state(2)), reported());
        states.remove("sessions/a");
        states.put("sessions/c", state(3));
        assertEquals(Map.of("sessions/c", state(3)), reported());
    }

    @Test
    void moreSessionsThanAReportMayHoldComeInSeveral() {
        for (int i = 0; i < 1_500; i++) {
            states.put("sessions/s" + i, state(i));
        }
        client.sessions().report(() -> states);
        Set<String> first = reported().keySet();
        Set<String> second = reported().keySet();
        assertEquals(1_000, first.size());
        assertEquals(500, second.size());
        Set<String> all = new HashSet<>(first);
        all.addAll(second);
        assertEquals(states.keySet(), all);
    }

    private Map<String, SessionState> reported() {
        Map<String, SessionState> reported = new HashMap<>();
        ReportSessionsRequest report = plane.sessionReport();
        for (SessionReport session : report.getSessionsList()) {
            reported.put(session.getName(), session.getState());
        }
        return reported;
    }

    private static SessionState state(long number) {
        return SessionState.newBuilder()
                .putMarks("video", TrackMark.newBuilder().setNumber(number).build())
                .build();
    }

    private static <A> A answer(CompletableFuture<A> call) throws Exception {
        return call.get(30, TimeUnit.SECONDS);
    }

    private static Status.Code failure(CompletableFuture<Session> call) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> call.get(30, TimeUnit.SECONDS));
        return ((StatusRuntimeException) failure.getCause()).getStatus().getCode();
    }
}
