package io.millrace.shaper.body;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** One alarm of a response, on its event loop. */
final class Wake {

    private final EventLoop loop;
    private final Runnable action;
    private ScheduledFuture<?> pending;
    private long pendingNanos;

    Wake(EventLoop loop, Runnable action) {
        this.loop = loop;
        this.action = action;
    }

    /**
     * Does the action at a time, in place of the time that was set before.
     *
     * @param atNanos by the same clock as now
     */
    void at(long atNanos, long nowNanos) {
        if (pending != null && pendingNanos == atNanos) {
            return;
        }
        cancel();
        pendingNanos = atNanos;
        pending = loop.schedule(this::ring, Math.max(0, atNanos - nowNanos), TimeUnit.NANOSECONDS);
    }

    void cancel() {
        if (pending != null) {
            pending.cancel(false);
            pending = null;
        }
    }

    private void ring() {
        pending = null;
        action.run();
    }
}
