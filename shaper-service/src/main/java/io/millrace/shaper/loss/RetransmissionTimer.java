package io.millrace.shaper.loss;

/** When a sender stops waiting to hear of its packets: a tail loss probe first, then timeouts, each twice the last. */
final class RetransmissionTimer {

    /** Linux: TCP_RTO_MIN, which a steady round-trip time's timeout is above it by. */
    private static final long LEAST_VARIATION_NANOS = 200_000_000;

    private static final long MOST_TIMEOUT_NANOS = 120_000_000_000L;
    private static final long PROBE_MARGIN_NANOS = 2_000_000;
    private static final int MOST_DOUBLINGS = 20;

    private long nanos = TcpSender.NEVER;
    private boolean probe;
    private int timeouts;

    static long timeoutNanos(long roundTripNanos) {
        return roundTripNanos + LEAST_VARIATION_NANOS;
    }

    /** When it goes off; {@link TcpSender#NEVER} where it is stopped. */
    long nanos() {
        return nanos;
    }

    boolean armed() {
        return nanos != TcpSender.NEVER;
    }

    /** Whether it is a probe's time that it goes off at. */
    boolean isProbe() {
        return probe;
    }

    /**
     * Waits anew.
     *
     * @param probing whether there may be a probe first
     * @param packets that are not acknowledged
     */
    void arm(long nowNanos, long roundTripNanos, boolean probing, long packets) {
        long timeout = Math.min(MOST_TIMEOUT_NANOS, timeoutNanos(roundTripNanos) << Math.min(timeouts, MOST_DOUBLINGS));
        probe = probing && timeouts == 0;
        if (probe) {
            // A lone packet's receiver may wait before it acknowledges it.
            long margin = packets == 1 ? LEAST_VARIATION_NANOS : PROBE_MARGIN_NANOS;
            timeout = Math.min(timeout, 2 * roundTripNanos + margin);
        }
        nanos = nowNanos + timeout;
    }

    void probed(long nowNanos, long roundTripNanos) {
        probe = false;
        nanos = nowNanos + timeoutNanos(roundTripNanos);
    }

    void stop() {
        nanos = TcpSender.NEVER;
        timeouts = 0;
    }

    /** What is acknowledged in order has advanced. */
    void progress() {
        timeouts = 0;
    }

    /** Takes note of a timeout, and tells whether it is the first in a row. */
    boolean expired() {
        return timeouts++ == 0;
    }
}
