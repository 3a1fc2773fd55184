package io.millrace.control.change;

import io.millrace.control.api.ApiErrors;
import io.millrace.control.store.Change;
import io.millrace.control.store.ControlStore;
import io.millrace.control.store.Outcome;
import java.util.function.Supplier;

/** Makes changes and has everybody told of them. May be used by any thread; calls block. */
public final class Changes {

    /** A change that others overtake so often is not made. */
    private static final int TRIES = 10;

    private final ControlStore store;
    private final Mirror mirror;
    private final ChangeHints hints;

    public Changes(ControlStore store, Mirror mirror, ChangeHints hints) {
        this.store = store;
        this.mirror = mirror;
        this.hints = hints;
    }

    /**
     * Makes a change.
     *
     * @return the revision that it led to
     * @throws io.grpc.StatusRuntimeException what stands against it
     */
    public long make(Change change) {
        Outcome outcome = store.commit(change);
        if (outcome instanceof Outcome.Done(long revision)) {
            mirror.hint();
            hints.tell(revision);
            return revision;
        }
        throw ApiErrors.refused(outcome);
    }

    /**
     * Makes a change of what is there, and again of what is there then if somebody was faster: who gives no etag does not
     * mind what the resource was. Where one is given the attempt itself ends the call.
     *
     * @param attempt reads, and makes the change by {@link #make}
     * @throws io.grpc.StatusRuntimeException what stands against it
     */
    public <T> T retrying(Supplier<T> attempt) {
        for (int left = TRIES; ; left--) {
            try {
                return attempt.get();
            } catch (io.grpc.StatusRuntimeException e) {
                if (left == 1 || e.getStatus().getCode() != io.grpc.Status.Code.ABORTED) {
                    throw e;
                }
            }
        }
    }
}
