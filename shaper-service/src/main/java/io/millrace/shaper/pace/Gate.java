package io.millrace.shaper.pace;

/**
 * A rate that a response has to keep to, perhaps with others. Any thread may use it.
 *
 * <p>Where a rate is slow it gives turns for few bytes, so that the client sees it evenly; where it is fast for as many as
 * a fiftieth of a second brings, so that a thousand responses cost little.
 */
public final class Gate {

    private static final long PIECE_NANOS = 20_000_000;
    private static final long MOST_BYTES = 32 * 1024;

    private final Throttle throttle;
    private final Speed speed;
    private final long burstBytes;

    Gate(Throttle throttle, Speed speed, long burstBytes) {
        this.throttle = throttle;
        this.speed = speed;
        this.burstBytes = burstBytes;
    }

    /** How many bytes are best sent at once now, 1 or more. */
    public long piece(long nowNanos) {
        return Math.clamp(speed.bytesIn(nowNanos, PIECE_NANOS), 1, MOST_BYTES);
    }

    /**
     * Gives leave to send.
     *
     * @param following whether the last turn was the caller's and nothing else kept it from sending since
     */
    public Turn reserve(long bytes, boolean following, long nowNanos) {
        return throttle.reserve(speed, burstBytes, bytes, following, nowNanos);
    }

    /** Takes a turn back that was not taken. */
    public void giveBack(Turn turn) {
        throttle.giveBack(turn);
    }

    /** Bytes went on the way that this is the rate of, which were no turn's. */
    public void charge(long bytes, long nowNanos) {
        throttle.charge(speed, bytes, nowNanos);
    }
}
