package io.millrace.control.client;

import com.google.protobuf.Empty;
import com.google.protobuf.FieldMask;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.millrace.control.client.ControlClient.Subscription;
import io.millrace.proto.control.v1.CreateSessionRequest;
import io.millrace.proto.control.v1.DeleteSessionRequest;
import io.millrace.proto.control.v1.ReportSessionsRequest;
import io.millrace.proto.control.v1.ReportSessionsResponse;
import io.millrace.proto.control.v1.Session;
import io.millrace.proto.control.v1.SessionReport;
import io.millrace.proto.control.v1.SessionServiceGrpc;
import io.millrace.proto.control.v1.SessionServiceGrpc.SessionServiceStub;
import io.millrace.proto.control.v1.SessionState;
import io.millrace.proto.control.v1.UpdateSessionRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a shaper has the control plane do with sessions. Used by any thread, and nothing waits; ends with its client. A future
 * ends on the client's own thread, which must not be blocked, with a {@link StatusRuntimeException} where the call failed:
 * UNAVAILABLE while the control plane is away.
 */
public final class ControlSessions {

    private static final int MOST_REPORTS = 1_000;
    /** Half of what a control plane takes at once, as it is without settings. */
    private static final int MOST_BYTES = 2 << 20;

    private final Watching watching;
    private final ScheduledExecutorService thread;

    /** What the control plane knows already, by the sessions' names; touched by the client's thread alone. */
    private final Map<String, SessionState> told = new HashMap<>();

    ControlSessions(Watching watching, ScheduledExecutorService thread) {
        this.watching = watching;
        this.thread = thread;
    }

    /**
     * Creates a session. The view has it a moment later; until then who made it is the one that knows it.
     *
     * @param id the last part of its name; empty for one that can't be guessed
     */
    public CompletableFuture<Session> create(String id, Session session) {
        CreateSessionRequest request = CreateSessionRequest.newBuilder()
                .setSessionId(id)
                .setSession(session)
                .build();
        return call((stub, answer) -> stub.createSession(request, answer));
    }

    /**
     * Changes a session.
     *
     * @param session with its name
     * @param mask which of its fields; none for those that are set in it
     */
    public CompletableFuture<Session> update(Session session, FieldMask mask) {
        UpdateSessionRequest request = UpdateSessionRequest.newBuilder()
                .setSession(session)
                .setUpdateMask(mask)
                .build();
        return call((stub, answer) -> stub.updateSession(request, answer));
    }

    /**
     * Deletes a session.
     *
     * @param name {@code sessions/{session}}
     */
    public CompletableFuture<Empty> delete(String name) {
        DeleteSessionRequest request =
                DeleteSessionRequest.newBuilder().setName(name).build();
        return call((stub, answer) -> stub.deleteSession(request, answer));
    }

    /**
     * Tells how far sessions are, as often as the control plane asks for and as far as it does not know it yet, until the
     * subscription is closed.
     *
     * @param states of all sessions that this shaper has played, by their names. Asked on the client's own thread, before
     *     each report; must not block
     */
    public Subscription report(Supplier<Map<String, SessionState>> states) {
        Reporting reporting = new Reporting(
                "sessions", watching, thread, (channel, taken, failed) -> send(channel, states.get(), taken, failed));
        thread.execute(reporting::start);
        return () -> thread.execute(reporting::end);
    }

    private void send(
            ManagedChannel channel,
            Map<String, SessionState> states,
            Consumer<Duration> taken,
            Consumer<Status> failed) {
        told.keySet().retainAll(states.keySet());
        Map<String, SessionState> news = new HashMap<>();
        int bytes = 0;
        for (Map.Entry<String, SessionState> entry : states.entrySet()) {
            if (entry.getValue().equals(told.get(entry.getKey()))) {
                continue;
            }
            bytes += entry.getValue().getSerializedSize();
            if (news.size() == MOST_REPORTS || (bytes > MOST_BYTES && !news.isEmpty())) {
                break; // the rest is of the next report
            }
            news.put(entry.getKey(), entry.getValue());
        }
        if (news.isEmpty()) {
            taken.accept(Duration.ZERO);
            return;
        }
        ReportSessionsRequest.Builder report = ReportSessionsRequest.newBuilder();
        news.forEach((name, state) ->
                report.addSessions(SessionReport.newBuilder().setName(name).setState(state)));
        stub(channel)
                .reportSessions(
                        report.build(),
                        new Answer<ReportSessionsResponse>(
                                answer -> {
                                    told.putAll(news);
                                    taken.accept(EdgeReports.interval(answer.getReportInterval()));
                                },
                                failed));
    }

    private <A> CompletableFuture<A> call(BiConsumer<SessionServiceStub, StreamObserver<A>> call) {
        CompletableFuture<A> result = new CompletableFuture<>();
        if (thread.isShutdown()) {
            result.completeExceptionally(
                    Status.UNAVAILABLE.withDescription("this service stops").asRuntimeException());
            return result;
        }
        thread.execute(() -> {
            Optional<ManagedChannel> channel = watching.channel();
            if (channel.isEmpty()) {
                result.completeExceptionally(Status.UNAVAILABLE
                        .withDescription("the control plane is away")
                        .asRuntimeException());
                return;
            }
            call.accept(
                    stub(channel.get()),
                    new Answer<>(
                            result::complete, status -> result.completeExceptionally(status.asRuntimeException())));
        });
        return result;
    }

    private static SessionServiceStub stub(ManagedChannel channel) {
        return SessionServiceGrpc.newStub(channel).withDeadlineAfter(Reporting.DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
}
