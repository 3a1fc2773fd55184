package io.millrace.control.session;

import io.grpc.StatusRuntimeException;
import io.millrace.control.change.Changes;
import io.millrace.control.change.Mirror;
import io.millrace.control.store.Change;
import io.millrace.control.store.StoreUnavailableException;
import io.millrace.control.store.Stored;
import io.millrace.proto.control.store.v1.StoredResource.ResourceCase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Deletes sessions whose time is over, with all that is below them. Every replica does. Owns one thread until it is closed. */
public final class SessionExpiry implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SessionExpiry.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    /** Sessions that go in one change. */
    private static final int AT_ONCE = 200;

    private final Mirror mirror;
    private final Changes changes;
    private final Clock clock;
    private final Thread thread;

    private SessionExpiry(Mirror mirror, Changes changes, Clock clock) {
        this.mirror = mirror;
        this.changes = changes;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("control-sessions").daemon().unstarted(this::run);
    }

    public static SessionExpiry start(Mirror mirror, Changes changes, Clock clock) {
        SessionExpiry expiry = new SessionExpiry(mirror, changes, clock);
        expiry.thread.start();
        return expiry;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                deleteEnded();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deleteEnded() {
        long now = clock.millis();
        List<Stored> ended = mirror
                .known()
                .resources()
                .subMap(SessionCalls.COLLECTION + '/', SessionCalls.COLLECTION + (char) ('/' + 1))
                .values()
                .stream()
                .filter(stored -> stored.value().getResourceCase() == ResourceCase.SESSION
                        && SessionCalls.hasEnded(stored.value().getSession(), now))
                .limit(AT_ONCE)
                .toList();
        if (ended.isEmpty()) {
            return;
        }
        Change change = new Change();
        ended.forEach(session -> change.at(session.name(), session.revision()).delete(session.name()));
        try {
            changes.make(change);
            LOG.infof(
                    "sessions have ended: count=%d, first=%s",
                    ended.size(), ended.getFirst().name());
        } catch (StatusRuntimeException | StoreUnavailableException e) {
            // Another replica was faster, somebody has changed one of them, or the store is away: it is tried again.
            LOG.debugf("sessions that have ended are still there: %s", e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
