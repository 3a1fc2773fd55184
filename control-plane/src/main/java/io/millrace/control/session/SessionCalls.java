package io.millrace.control.session;

import com.google.protobuf.Empty;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.grpc.stub.StreamObserver;
import io.millrace.checks.Names;
import io.millrace.checks.SessionCheck;
import io.millrace.control.api.Answer;
import io.millrace.control.api.ApiErrors;
import io.millrace.control.api.Page;
import io.millrace.control.change.Changes;
import io.millrace.control.resource.Kind;
import io.millrace.control.resource.Resources;
import io.millrace.control.store.Change;
import io.millrace.control.store.ControlStore;
import io.millrace.proto.control.store.v1.StoredResource;
import io.millrace.proto.control.v1.CreateSessionRequest;
import io.millrace.proto.control.v1.DeleteSessionRequest;
import io.millrace.proto.control.v1.GetSessionRequest;
import io.millrace.proto.control.v1.ListSessionsRequest;
import io.millrace.proto.control.v1.ListSessionsResponse;
import io.millrace.proto.control.v1.ReportSessionsRequest;
import io.millrace.proto.control.v1.ReportSessionsResponse;
import io.millrace.proto.control.v1.Session;
import io.millrace.proto.control.v1.SessionServiceGrpc.SessionServiceImplBase;
import io.millrace.proto.control.v1.UpdateSessionRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** SessionService. */
public final class SessionCalls extends SessionServiceImplBase {

    /** What sessions' names begin with. */
    static final String COLLECTION = "sessions";

    private static final int MOST_SESSIONS = 10_000;
    /** So that nobody finds another one's session by trying. */
    private static final int ID_CHARACTERS = 20;

    private final Resources<Session> sessions;
    private final SessionStates states;
    private final SessionTerms terms;
    private final Clock clock;
    private final Duration reportInterval;

    public SessionCalls(ControlStore store, Changes changes, SessionStates states, SessionsConfig config, Clock clock) {
        this.sessions = new Resources<>(kind(clock), store, changes, clock);
        this.states = states;
        this.terms = new SessionTerms(clock);
        this.clock = clock;
        this.reportInterval = config.report();
    }

    @Override
    public void getSession(GetSessionRequest request, StreamObserver<Session> responses) {
        Answer.to(responses, () -> {
            Session session = sessions.get(request.getName());
            if (hasEnded(session)) {
                throw ApiErrors.notFound(request.getName());
            }
            return states.with(session);
        });
    }

    @Override
    public void listSessions(ListSessionsRequest request, StreamObserver<ListSessionsResponse> responses) {
        Answer.to(responses, () -> {
            Page page = sessions.page(request.getPageSize(), request.getPageToken());
            return ListSessionsResponse.newBuilder()
                    .addAllSessions(sessions.shown(page).stream()
                            .filter(session -> !hasEnded(session))
                            .map(states::with)
                            .toList())
                    .setNextPageToken(page.nextToken())
                    .build();
        });
    }

    @Override
    public void createSession(CreateSessionRequest request, StreamObserver<Session> responses) {
        String id = request.getSessionId().isEmpty() ? Names.randomId('s', ID_CHARACTERS) : request.getSessionId();
        Answer.to(responses, () -> sessions.create("session_id", id, terms.ofNew(request.getSession())));
    }

    @Override
    public void updateSession(UpdateSessionRequest request, StreamObserver<Session> responses) {
        Answer.to(
                responses,
                () -> states.with(sessions.update(
                        terms.ofChanged(request.getSession(), request.getUpdateMask()),
                        SessionTerms.mask(request.getUpdateMask()))));
    }

    @Override
    public void deleteSession(DeleteSessionRequest request, StreamObserver<Empty> responses) {
        Answer.to(responses, () -> sessions.delete(request.getName(), request.getEtag()));
    }

    @Override
    public void reportSessions(ReportSessionsRequest request, StreamObserver<ReportSessionsResponse> responses) {
        Answer.to(responses, () -> {
            states.report(request);
            return ReportSessionsResponse.newBuilder()
                    .setReportInterval(Durations.fromMillis(reportInterval.toMillis()))
                    .build();
        });
    }

    private boolean hasEnded(Session session) {
        return hasEnded(session, clock.millis());
    }

    static boolean hasEnded(Session session, long nowMillis) {
        return Timestamps.toMillis(session.getExpireTime()) <= nowMillis;
    }

    private static Kind<Session> kind(Clock clock) {
        return new Kind<>(
                COLLECTION,
                session -> StoredResource.newBuilder().setSession(session).build(),
                StoredResource::getSession,
                (session, violations) -> SessionCheck.check(session, violations, clock.millis()),
                SessionCalls::links);
    }

    /** There are not too many, and the tag is there when it is chosen; later it may go. */
    private static void links(Change change, String name, Optional<Session> before, Optional<Session> after) {
        if (before.isEmpty()) {
            change.fewer(COLLECTION, MOST_SESSIONS);
        }
        after.map(Session::getTag)
                .filter(tag -> !tag.isEmpty())
                .filter(tag -> before.isEmpty() || !before.get().getTag().equals(tag))
                .ifPresent(change::needs);
    }
}
