package io.millrace.cli.live;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.cli.Backoff;
import io.millrace.proto.control.v1.WatchLiveResponse;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A watch of what is live that outlasts its control plane's restarts: each time it is begun anew, and tells all again. For one
 * thread.
 */
final class LiveWatch {

    private final Supplier<Iterator<WatchLiveResponse>> watches;
    private final Consumer<String> notes;
    private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
    /** The control plane has answered once: it is the right one, and will be back. */
    private boolean answered;

    private boolean lost;

    /**
     * Watches nothing yet.
     *
     * @param watches begins one; throws StatusRuntimeException, as what it begins does
     * @param notes takes, for a person, that the control plane is away, and is back
     */
    LiveWatch(Supplier<Iterator<WatchLiveResponse>> watches, Consumer<String> notes) {
        this.watches = watches;
        this.notes = notes;
    }

    /**
     * Tells all messages; returns when the control plane ends the watch well, or the thread is interrupted.
     *
     * @param begin begins what takes the messages of one watch
     * @throws StatusRuntimeException if the control plane can't be reached at first, or refuses the watch
     */
    void run(Supplier<Consumer<WatchLiveResponse>> begin) {
        while (true) {
            try {
                Consumer<WatchLiveResponse> taker = begin.get();
                watches.get().forEachRemaining(message -> {
                    came();
                    taker.accept(message);
                });
                return;
            } catch (StatusRuntimeException e) {
                if (!answered || e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
                    throw e;
                }
                if (!waited()) {
                    return;
                }
            }
        }
    }

    private void came() {
        if (lost) {
            notes.accept("the control plane is back; all that is live follows");
        }
        answered = true;
        lost = false;
        backoff.reset();
    }

    /** Whether it is time for another try. */
    private boolean waited() {
        if (!lost) {
            notes.accept("the control plane is away; trying until it is back");
        }
        lost = true;
        try {
            TimeUnit.NANOSECONDS.sleep(backoff.next().toNanos());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
