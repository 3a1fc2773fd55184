package io.millrace.shaper.pace;

/**
 * What responses that share a rate have sent of it: gives turns in the order in which they are asked for, so that each
 * response gets its share. A generic cell rate algorithm (ITU-T I.371): it notes until when what was sent is paid for.
 * Thread-safe.
 */
final class Throttle {

    /** How late a loop may be without loss to its responses; five in a hundred of two seconds. */
    private static final long LATENESS_NANOS = 80_000_000;

    /** What may go at once after a pause where nobody says so. */
    private static final long BURST_NANOS = 10_000_000;

    private final long begunNanos;
    private long paidUntilNanos;

    Throttle(long nowNanos) {
        begunNanos = nowNanos;
        paidUntilNanos = nowNanos;
    }

    /** When it was first used; a trace begins then. */
    long begunNanos() {
        return begunNanos;
    }

    /**
     * Gives leave to send bytes.
     *
     * @param burstBytes what may go at once after a pause; 0 for a hundredth of a second's
     * @param following whether the last turn was the caller's and nothing else but it kept the caller: where the caller
     *     comes late to it that is made up for
     */
    synchronized Turn reserve(Speed speed, long burstBytes, long bytes, boolean following, long nowNanos) {
        long start = Math.max(paidUntilNanos, following ? nowNanos - LATENESS_NANOS : nowNanos);
        long end = speed.through(start, bytes);
        long burst = burstBytes == 0 ? BURST_NANOS : speed.through(start, burstBytes) - start;
        paidUntilNanos = end;
        return new Turn(Math.max(nowNanos, end - Math.min(burst, end)), end - start);
    }

    /** A turn is not taken. */
    synchronized void giveBack(Turn turn) {
        paidUntilNanos -= turn.costNanos();
    }

    /** Bytes went without a turn. */
    synchronized void charge(Speed speed, long bytes, long nowNanos) {
        paidUntilNanos = speed.through(Math.max(paidUntilNanos, nowNanos - LATENESS_NANOS), bytes);
    }
}
