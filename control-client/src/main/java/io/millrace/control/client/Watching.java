package io.millrace.control.client;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.millrace.control.client.WatchedConfig.Brought;
import io.millrace.proto.control.v1.WatchRequest;
import io.millrace.proto.control.v1.WatchResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Watches the control plane for ever: one watch after the other, each at the next place and after a wait that grows. What is
 * known stays in force between them. Confined to the client's thread, but for the status.
 */
final class Watching implements WatchStream.Events {

    private static final Logger LOG = Logger.getLogger(ControlClient.class);

    /** After any other end it is not sure that the control plane can go on from what is known. */
    private static final Set<Status.Code> GOES_ON_AFTER = EnumSet.of(
            Status.Code.UNAVAILABLE,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.UNAUTHENTICATED,
            Status.Code.PERMISSION_DENIED);

    private final ControlClientConfig config;
    private final WatchRequest who;
    private final Targets targets;
    private final Backoff backoff;
    private final Dialer dialer;
    private final ScheduledExecutorService thread;
    private final WatchedConfig watched;
    private final ViewInForce view;
    private final ControlCounters counters;
    private final ContactLog log = new ContactLog();

    private WatchStream stream;
    private boolean closed;
    /** How many tries have failed in all; tells whose turn it is. */
    private int turn;
    /** How many tries have failed since the control plane was there for long. */
    private int failures;
    /** When the watch that runs was first of use. */
    private long connectedNanos;

    /** Null until something came. */
    private volatile Contact contact;

    /** @param lastNanos when something came last */
    private record Contact(boolean connected, long lastNanos) {}

    Watching(
            ControlClientConfig config,
            WatchRequest who,
            Dialer dialer,
            ScheduledExecutorService thread,
            WatchedConfig watched,
            ViewInForce view,
            ControlCounters counters) {
        this.config = config;
        this.who = who;
        this.targets = Targets.of(config.uri().orElseThrow());
        this.backoff = new Backoff(config.backoff(), config.maxBackoff());
        this.dialer = dialer;
        this.thread = thread;
        this.watched = watched;
        this.view = view;
        this.counters = counters;
    }

    void start() {
        thread.execute(this::connect);
    }

    /** Ends the watch; the channel lets calls in progress end, and then ends too. */
    Optional<ManagedChannel> close() {
        closed = true;
        Optional<ManagedChannel> last = Optional.ofNullable(stream).map(WatchStream::channel);
        if (stream != null) {
            stream.end();
            stream = null;
        }
        return last;
    }

    /** By any thread. */
    ControlStatus status() {
        Contact now = contact;
        return new ControlStatus(
                now != null && now.connected,
                view.current().map(known -> OptionalLong.of(known.revision())).orElseGet(OptionalLong::empty),
                Optional.ofNullable(now).map(last -> Duration.ofNanos(System.nanoTime() - last.lastNanos)));
    }

    /** The way to the control plane while it is there. */
    Optional<ManagedChannel> channel() {
        return connected() ? Optional.ofNullable(stream).map(WatchStream::channel) : Optional.empty();
    }

    private boolean connected() {
        return contact != null && contact.connected;
    }

    private void connect() {
        if (closed) {
            return;
        }
        counters.tries.increment();
        String target = targets.at(turn);
        try {
            stream = WatchStream.open(dialer.open(target), target, request(), config.silence(), thread, this);
        } catch (RuntimeException e) {
            LOG.error("a fault in the way to the control plane", e);
            failed(target, Status.UNKNOWN.withCause(e));
        }
    }

    private WatchRequest request() {
        return watched.beginWatch()
                .map(known -> who.toBuilder()
                        .setRevision(known.revision())
                        .setStoreId(known.storeId())
                        .build())
                .orElse(who);
    }

    @Override
    public void message(WatchStream from, WatchResponse message) {
        long now = System.nanoTime();
        try {
            Brought brought = watched.take(message);
            contact = new Contact(connected(), now);
            if (brought == Brought.PART) {
                return;
            }
            putToUse(brought, watched.inForce().orElseThrow());
            if (!connected()) {
                connectedNanos = now;
                contact = new Contact(true, now);
                log.connected(from.target(), watched.inForce().orElseThrow());
            }
        } catch (UnexpectedMessageException e) {
            from.close();
            ended(from, Status.DATA_LOSS.withDescription(e.getMessage()));
        }
    }

    private void putToUse(Brought brought, ControlView known) {
        switch (brought) {
            case PART -> {}
            case NOTHING_NEW -> view.confirm(known);
            case CHANGE -> {
                counters.changes.increment();
                view.change(known);
            }
            case SNAPSHOT -> {
                counters.snapshots.increment();
                view.change(known);
            }
        }
    }

    @Override
    public void ended(WatchStream ended, Status why) {
        // A server that stops cancels; a message that can't be read is cancelled too, and has a cause.
        boolean stopped = why.getCode() == Status.Code.CANCELLED && why.getCause() == null;
        if (!stopped && !GOES_ON_AFTER.contains(why.getCode())) {
            watched.startOver();
        }
        failed(ended.target(), why);
    }

    private void failed(String target, Status why) {
        stream = null;
        if (connected()) {
            counters.losses.increment();
            contact = new Contact(false, contact.lastNanos);
            if (System.nanoTime() - connectedNanos > config.maxBackoff().toNanos()) {
                failures = 0;
            }
            log.lost(target, why, view.current());
        } else {
            log.failed(target, why, view.current());
        }
        // All places are tried before the wait grows.
        Duration wait = backoff.wait(failures / targets.count(), ThreadLocalRandom.current());
        turn++;
        failures++;
        if (config.startFromSnapshot() && failures >= targets.count() && watched.doWithKept()) {
            log.doesWithKept(watched.inForce().orElseThrow());
            view.change(watched.inForce().orElseThrow());
        }
        thread.schedule(this::connect, wait.toNanos(), TimeUnit.NANOSECONDS);
    }
}
