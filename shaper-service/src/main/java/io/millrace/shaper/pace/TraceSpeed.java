package io.millrace.shaper.pace;

import io.millrace.checks.trace.Trace;

/**
 * A trace's speed.
 *
 * @param begunNanos when the trace was begun
 * @param once whether its last rate stays at its end; otherwise it begins again
 */
record TraceSpeed(Trace trace, long begunNanos, boolean once) implements Speed {

    @Override
    public long through(long startNanos, long bytes) {
        long from = Math.max(0, startNanos - begunNanos);
        double whole = trace.bytesUntil(from, once) + bytes;
        double nanos = trace.nanosUntil(whole, once);
        return nanos >= NEVER - begunNanos ? NEVER : begunNanos + Math.max(from, (long) Math.ceil(nanos));
    }

    @Override
    public long bytesIn(long startNanos, long nanos) {
        long from = Math.max(0, startNanos - begunNanos);
        return (long) (trace.bytesUntil(from + nanos, once) - trace.bytesUntil(from, once));
    }
}
