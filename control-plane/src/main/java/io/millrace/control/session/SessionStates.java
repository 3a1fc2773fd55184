package io.millrace.control.session;

import com.google.protobuf.util.Timestamps;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.checks.Names;
import io.millrace.checks.Violations;
import io.millrace.control.api.ApiErrors;
import io.millrace.control.change.Changes;
import io.millrace.control.change.Mirror;
import io.millrace.control.store.Change;
import io.millrace.control.store.ControlStore;
import io.millrace.control.store.Stored;
import io.millrace.proto.control.store.v1.StoredResource;
import io.millrace.proto.control.v1.ReportSessionsRequest;
import io.millrace.proto.control.v1.RuleCount;
import io.millrace.proto.control.v1.Session;
import io.millrace.proto.control.v1.SessionReport;
import io.millrace.proto.control.v1.SessionState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How far sessions are: a resource of its own below each, so that what shapers report is no change of a session. May be used
 * by any thread; calls block.
 */
public final class SessionStates {

    /** Below a session's name. */
    private static final String LATEST = "/states/latest";

    private static final int MOST_REPORTS = 1_000;
    private static final int MOST_MARKS = 128;
    private static final int MOST_COUNTS = 1_000;
    private static final int MOST_NAME = 1_024;
    /** Sessions whose states are changed at once. */
    private static final int AT_ONCE = 200;

    /** A change that others overtake so often is left to the next report. */
    private static final int TRIES = 10;

    private final ControlStore store;
    private final Changes changes;
    private final Mirror mirror;

    public SessionStates(ControlStore store, Changes changes, Mirror mirror) {
        this.store = store;
        this.changes = changes;
        this.mirror = mirror;
    }

    /** A session with how far it is, as this replica knows it. */
    Session with(Session session) {
        Stored state = mirror.known().resources().get(session.getName() + LATEST);
        return state == null
                ? session
                : session.toBuilder().setState(state.value().getSessionState()).build();
    }

    /**
     * Takes a report.
     *
     * @throws StatusRuntimeException INVALID_ARGUMENT where it is none
     */
    void report(ReportSessionsRequest request) {
        check(request);
        List<SessionReport> reports = request.getSessionsList();
        for (int from = 0; from < reports.size(); from += AT_ONCE) {
            store(reports.subList(from, Math.min(reports.size(), from + AT_ONCE)));
        }
    }

    private void store(List<SessionReport> reports) {
        for (int left = TRIES; ; left--) {
            try {
                change(reports).ifPresent(changes::make);
                return;
            } catch (StatusRuntimeException e) {
                Status.Code code = e.getStatus().getCode();
                // A session went meanwhile, or another shaper has reported it.
                boolean overtaken = code == Status.Code.NOT_FOUND || code == Status.Code.ABORTED;
                if (!overtaken || left == 1) {
                    throw e;
                }
            }
        }
    }

    /** Empty where nothing is new. */
    private Optional<Change> change(List<SessionReport> reports) {
        Change change = new Change();
        boolean any = false;
        for (SessionReport report : reports) {
            if (store.find(report.getName()).isEmpty()) {
                continue;
            }
            String name = report.getName() + LATEST;
            Optional<Stored> stored = store.find(name);
            SessionState before =
                    stored.map(found -> found.value().getSessionState()).orElse(SessionState.getDefaultInstance());
            SessionState after = merged(before, report.getState());
            if (!after.equals(before)) {
                any = true;
                change.needs(report.getName())
                        .at(name, stored.map(Stored::revision).orElse(0L))
                        .put(
                                name,
                                StoredResource.newBuilder()
                                        .setSessionState(after)
                                        .build());
            }
        }
        return any ? Optional.of(change) : Optional.empty();
    }

    private static SessionState merged(SessionState before, SessionState told) {
        SessionState.Builder merged = before.toBuilder();
        if (told.hasFirstRequestTime()
                && (!before.hasFirstRequestTime()
                        || Timestamps.compare(told.getFirstRequestTime(), before.getFirstRequestTime()) < 0)) {
            merged.setFirstRequestTime(told.getFirstRequestTime());
        }
        told.getMarksMap().forEach((track, mark) -> {
            if (merged.containsMarks(track) || isRoom(track, merged.getMarksCount(), MOST_MARKS)) {
                merged.putMarks(track, mark);
            }
        });
        told.getCountsMap().forEach((rule, count) -> {
            if (merged.containsCounts(rule) || isRoom(rule, merged.getCountsCount(), MOST_COUNTS)) {
                merged.putCounts(rule, highest(count, merged.getCountsOrDefault(rule, count)));
            }
        });
        return merged.build();
    }

    /** What there is no room for is passed over: the rest of a report is as good. */
    private static boolean isRoom(String name, int there, int most) {
        return there < most && name.length() <= MOST_NAME;
    }

    private static RuleCount highest(RuleCount one, RuleCount other) {
        return RuleCount.newBuilder()
                .setMatched(Math.max(one.getMatched(), other.getMatched()))
                .setMet(Math.max(one.getMet(), other.getMet()))
                .build();
    }

    private static void check(ReportSessionsRequest request) {
        Violations violations = new Violations();
        violations.require("sessions", request.getSessionsCount() <= MOST_REPORTS, "must be up to " + MOST_REPORTS);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < request.getSessionsCount() && violations.isEmpty(); i++) {
            SessionReport report = request.getSessions(i);
            Violations inReport = violations.in("sessions", i);
            Names.check(inReport, "name", report.getName(), SessionCalls.COLLECTION + "/*");
            inReport.require("name", names.add(report.getName()), "must not be there twice");
            inReport.require(
                    "state.first_request_time",
                    Timestamps.isValid(report.getState().getFirstRequestTime()),
                    "must be a time that there is");
        }
        ApiErrors.check(violations);
    }
}
