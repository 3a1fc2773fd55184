package io.millrace.edge;

import io.millrace.chunklog.ObjectPath;
import io.millrace.edge.answer.Answer;
import io.millrace.edge.figures.DirectoryFigures;
import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One GET or HEAD of a live object: finds the object, here or by asking Redis, or waits for it where it may come. Owned
 * by the event loop of its exchange; ends when the object is handed to an answer, or with an error.
 */
final class ObjectRequest {

    /** How long Redis is asked before what is at hand is served, however old. */
    private static final long STALE_AFTER_MS = 1_000;

    private static final long NOT_HELD = -1;

    private final Exchange exchange;
    private final ObjectPath path;
    private final Admission admission;
    private final Serving serving;
    private final long startNanos = System.nanoTime();
    private final long waitNanos;
    private long heldSinceNanos = NOT_HELD;

    ObjectRequest(Exchange exchange, ObjectPath path, Admission admission, Serving serving) {
        this.exchange = exchange;
        this.path = path;
        this.admission = admission;
        this.serving = serving;
        this.waitNanos = admission.policies().holds().of(exchange.headers()).toNanos();
    }

    Exchange exchange() {
        return exchange;
    }

    Admission admission() {
        return admission;
    }

    CachePolicy caching() {
        return admission.policies().caching();
    }

    /** Whether access rules let only some read the object. */
    boolean restricted() {
        return admission.restricted();
    }

    /** It is answered with a response whose end comes later; where that is counted, until it is over. */
    DirectoryFigures begun() {
        return serving.figures().begun(path.directory());
    }

    /** It is answered at once, with so many bytes of an object. */
    void answered(long bytes) {
        serving.figures().answered(path.directory(), bytes);
    }

    Serving serving() {
        return serving;
    }

    /** Looks for the object; again when it may have come. */
    void find() {
        if (exchange.responded()) {
            return; // the client went away while its request was held
        }
        if (heldSinceNanos != NOT_HELD && !admission.grant().holds()) {
            refuse(Problem.of(HttpResponseStatus.FORBIDDEN, "what let you read here was taken back meanwhile"));
            return;
        }
        int seen = serving.objects().paths().changes(path);
        LiveObject known = serving.objects().known(path);
        if (known != null) {
            serve(known);
            return;
        }
        Found.Nothing nothing = serving.objects().knownAbsent(path);
        if (nothing != null) {
            nothing(nothing, seen);
        } else {
            lookUp(seen);
        }
    }

    private void lookUp(int seen) {
        CompletableFuture<Found> asked = serving.objects()
                .lookUp(path, Optional.of(exchange.eventLoop()))
                .toCompletableFuture();
        CompletableFuture<Found> intime = asked.copy().orTimeout(STALE_AFTER_MS, TimeUnit.MILLISECONDS);
        intime.whenComplete((found, failure) -> {
            if (failure != null) {
                asked.thenAccept(Found::letGo); // nobody waits for it any more
            }
            serving.later(exchange, () -> lookedUp(failure == null ? Optional.of(found) : Optional.empty(), seen));
        });
    }

    /** @param answer nothing where Redis does not answer */
    private void lookedUp(Optional<Found> answer, int seen) {
        if (exchange.responded()) {
            answer.ifPresent(Found::letGo); // the client went away while Redis was asked
            return;
        }
        if (answer.isEmpty()) {
            LiveObject old = serving.objects().atHand(path);
            if (old != null) {
                serve(old);
            } else {
                refuse(Problem.of(HttpResponseStatus.SERVICE_UNAVAILABLE, "the store does not answer")
                        .with(HttpHeaderNames.RETRY_AFTER, 1));
            }
            return;
        }
        switch (answer.orElseThrow()) {
            case Found.There there -> serve(there.object());
            case Found.Nothing nothing -> nothing(nothing, seen);
        }
    }

    private void serve(LiveObject object) {
        if (object.length() >= 0) {
            new WholeAnswer(this, object).send();
        } else {
            new GrowingAnswer(this, object).send();
        }
    }

    /** The upload that was waited for was cut off, and nothing of it was sent: as if it had never been. */
    void cutOff() {
        nothing(Found.Nothing.ABSENT, serving.objects().paths().changes(path));
    }

    /**
     * Held, where the object may come within the time that the client waits. What is gone may come back: an encoder that
     * was started again uses the same names, and its next segments would be taken for those of the last time.
     *
     * @param seen the path's changes before nothing was found
     */
    private void nothing(Found.Nothing how, int seen) {
        if (leftMs() <= 0) {
            missing(how);
        } else if (serving.objects().paths().isLive(path)) {
            holdOrMiss(how, seen);
        } else {
            serving.unheard()
                    .isLive(path)
                    .thenAccept(live -> serving.later(exchange, () -> {
                        if (exchange.responded()) {
                            return; // the client went away while Redis was asked
                        }
                        if (live) {
                            holdOrMiss(how, seen);
                        } else {
                            missing(how);
                        }
                    }));
        }
    }

    private void holdOrMiss(Found.Nothing how, int seen) {
        long leftMs = leftMs();
        if (leftMs <= 0 || !hold(leftMs, seen)) {
            missing(how);
        }
    }

    /** How long the client still waits. */
    private long leftMs() {
        return TimeUnit.NANOSECONDS.toMillis(waitNanos - (System.nanoTime() - startNanos));
    }

    /** False where as many are held as may be. */
    private boolean hold(long leftMs, int seen) {
        serving.openings().wanted(path);
        Optional<Runnable> holding = serving.held()
                .hold(path, exchange.eventLoop(), Duration.ofMillis(leftMs), serving.guarded(exchange, this::find));
        if (holding.isEmpty()) {
            return false;
        }
        waits();
        exchange.onClosed(holding.get());
        if (seen != serving.objects().paths().changes(path)) {
            serving.held().wake(path);
        }
        return true;
    }

    private void missing(Found.Nothing how) {
        Problem problem = switch (how) {
            case ABSENT -> Problem.of(HttpResponseStatus.NOT_FOUND, "there is no object at " + path);
            case GONE -> Problem.of(HttpResponseStatus.GONE, "the object at " + path + " is gone");
        };
        tellHeld(problem.headers());
        refuse(problem);
    }

    private void refuse(Problem problem) {
        serving.figures().refused(path.directory());
        admission.policies().refuse(exchange, problem, restricted());
    }

    /** Headers that every answer has. */
    HttpHeaders headers() {
        return admission.policies().headers(exchange);
    }

    /** Sends an answer without a body, or with one that tells what is wrong with the request. */
    void sendBare(Answer answer) {
        switch (answer) {
            case Answer.Bare bare -> {
                answered(0);
                exchange.respond(bare.status(), bare.headers(), Unpooled.EMPTY_BUFFER);
            }
            case Answer.Refusal refusal -> {
                serving.figures().refused(path.directory());
                refusal.problem().respond(exchange);
            }
            case Answer.Content content -> throw new IllegalStateException("it has a body");
        }
    }

    /** The request is held from now on, if it was not before. */
    void waits() {
        if (heldSinceNanos == NOT_HELD) {
            heldSinceNanos = System.nanoTime();
            serving.counters().held.increment();
        }
    }

    /** Tells how long the request was held, if it was: a player must not take it for the network's time. */
    void tellHeld(HttpHeaders headers) {
        if (heldSinceNanos != NOT_HELD) {
            long heldMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - heldSinceNanos);
            serving.counters().heldMs.add(heldMs);
            headers.set("Server-Timing", "hold;dur=" + heldMs);
            headers.set("CMSD-Static", "ht=" + heldMs); // CTA-5006: held time in milliseconds
        }
    }
}
