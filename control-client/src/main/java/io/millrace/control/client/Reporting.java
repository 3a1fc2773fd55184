package io.millrace.control.client;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Tells the control plane something again and again, as often as its answers ask for, while there is a way to it. A report that
 * fails is left at that: the next one is whole again. Confined to the client's thread.
 */
final class Reporting {

    /** No report takes longer. */
    static final long DEADLINE_SECONDS = 5;

    private static final Logger LOG = Logger.getLogger(ControlClient.class);
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final Duration LEAST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofMinutes(10);
    /** How often it is looked whether there is a way to the control plane. */
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Reports come this part earlier at the most, so that those of many services spread. */
    private static final int SPREAD = 10;

    private final String what;
    private final Watching watching;
    private final ScheduledExecutorService thread;
    private final Report report;
    private Duration interval = USUAL;
    private boolean failing;
    private boolean ended;
    private Future<?> next;

    /** One report: sends it, and tells either of its two listeners once. */
    interface Report {

        /**
         * Sends it.
         *
         * @param taken told how long to wait for the next
         */
        void send(ManagedChannel channel, Consumer<Duration> taken, Consumer<Status> failed);
    }

    /** @param what as a log names it */
    Reporting(String what, Watching watching, ScheduledExecutorService thread, Report report) {
        this.what = what;
        this.watching = watching;
        this.thread = thread;
        this.report = report;
    }

    void start() {
        next = thread.schedule(this::report, 0, TimeUnit.NANOSECONDS);
    }

    void end() {
        ended = true;
        next.cancel(false);
    }

    private void report() {
        if (ended) {
            return;
        }
        Optional<ManagedChannel> channel = watching.channel();
        if (channel.isEmpty()) {
            after(LOOK);
            return;
        }
        try {
            report.send(channel.get(), this::taken, this::failed);
        } catch (RuntimeException e) {
            LOG.errorf(e, "a report was not made: what=%s", what);
            failed(Status.UNKNOWN.withCause(e));
        }
    }

    private void taken(Duration wanted) {
        if (failing) {
            LOG.infof("the control plane takes reports again: what=%s", what);
        }
        failing = false;
        if (!wanted.isZero()) {
            interval = wanted.compareTo(LEAST) < 0 ? LEAST : wanted.compareTo(MOST) > 0 ? MOST : wanted;
        }
        next();
    }

    /** That the control plane is away is told by the watch. */
    private void failed(Status why) {
        if (!failing && watching.channel().isPresent() && !ended) {
            LOG.warnf("the control plane takes no reports: what=%s, %s", what, ContactLog.words(why));
            failing = true;
        }
        next();
    }

    private void next() {
        long nanos = interval.toNanos();
        after(Duration.ofNanos(nanos - ThreadLocalRandom.current().nextLong(nanos / SPREAD)));
    }

    private void after(Duration wait) {
        if (!ended) {
            next = thread.schedule(this::report, wait.toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
