package io.millrace.shaper.loss;

/**
 * The congestion window as CUBIC moves it (RFC 9438), in packets, as Linux does it: fast convergence, and no slower than
 * Reno. Not thread-safe.
 */
final class Cubic {

    /** RFC 6928. */
    static final double INITIAL_WINDOW = 10;

    /** What receivers' buffers let be on the way. */
    static final double MOST_WINDOW = 2048;

    private static final double LEAST_WINDOW = 2;
    private static final double BETA = 0.7;
    private static final double SCALE = 0.4;
    private static final double RENO_GAIN = 3 * (1 - BETA) / (1 + BETA);
    private static final double NANOS_A_SECOND = 1e9;

    private double window = INITIAL_WINDOW;
    private double threshold = Double.MAX_VALUE;
    private double lastMost;
    private double origin;
    private double renoWindow;
    private double toOriginSeconds;
    /** When the present growth began; negative before the first acknowledgement of it. */
    private long epochNanos = -1;

    double window() {
        return window;
    }

    double threshold() {
        return threshold;
    }

    boolean inSlowStart() {
        return window < threshold;
    }

    /** A packet came through, and the window was what held more back. */
    void acknowledged(long nowNanos, long roundTripNanos) {
        if (inSlowStart()) {
            window = Math.min(MOST_WINDOW, window + 1);
            return;
        }
        if (epochNanos < 0) {
            epochNanos = nowNanos;
            renoWindow = window;
            origin = Math.max(window, lastMost);
            toOriginSeconds = window < lastMost ? Math.cbrt((lastMost - window) / SCALE) : 0;
        }
        double seconds = (nowNanos - epochNanos + roundTripNanos) / NANOS_A_SECOND - toOriginSeconds;
        double target = origin + SCALE * seconds * seconds * seconds;
        double step = target > window ? Math.min(0.5, (target - window) / window) : 0.01 / window;
        renoWindow += RENO_GAIN / renoWindow;
        if (renoWindow > window) {
            step = Math.max(step, (renoWindow - window) / window);
        }
        window = Math.min(MOST_WINDOW, window + Math.min(0.5, step));
    }

    /** A loss was found by what came behind it. */
    void lost() {
        lastMost = window < lastMost ? window * (1 + BETA) / 2 : window;
        threshold = Math.max(LEAST_WINDOW, window * BETA);
        epochNanos = -1;
    }

    /** What a recovery goes on with. */
    void recover(double packets) {
        window = Math.max(1, packets);
    }

    /** Nothing came at all for too long. */
    void timedOut(boolean first) {
        if (first) {
            lost();
        }
        window = 1;
        epochNanos = -1;
    }

    /** Nothing was sent for some times of a retransmission timeout (RFC 9293, 3.8.6; RFC 2861). */
    void idle(long timeouts) {
        double restart = Math.min(INITIAL_WINDOW, window);
        threshold = Math.max(threshold, window * 3 / 4);
        window = Math.max(restart, window / Math.pow(2, (double) Math.min(timeouts, 30)));
        epochNanos = -1;
    }
}
