package io.millrace.shaper.loss;

/**
 * A sender's recovery from losses: by what came behind them, in which the window falls in the measure of what comes
 * through (RFC 6937), or after a timeout, in slow start.
 */
final class Recovery {

    private static final long NONE = -1;

    private final Cubic cubic;
    /** The first packet that was not yet sent when it began. */
    private long end = NONE;

    private boolean afterTimeout;
    private double fallingWindow;
    private double fall;

    Recovery(Cubic cubic) {
        this.cubic = cubic;
    }

    boolean lasts() {
        return end != NONE;
    }

    /** How many packets may be under way. */
    double window() {
        return lasts() && !afterTimeout ? fallingWindow : cubic.window();
    }

    boolean growthAllowed() {
        return !lasts() || afterTimeout;
    }

    /** Losses were found. */
    void begin(long nextPacket) {
        if (lasts()) {
            return;
        }
        end = nextPacket;
        afterTimeout = false;
        double before = cubic.window();
        cubic.lost();
        fallingWindow = before;
        fall = 1 - cubic.threshold() / before;
    }

    /** Nothing was heard for too long. */
    void timedOut(long nextPacket, boolean first) {
        cubic.timedOut(first && !lasts());
        end = nextPacket;
        afterTimeout = true;
    }

    /**
     * Takes note of an acknowledgement.
     *
     * @param first the first packet that is not acknowledged
     * @return whether the recovery has ended with it
     */
    boolean acknowledged(long first) {
        if (!lasts()) {
            return false;
        }
        if (first >= end) {
            end = NONE;
            if (!afterTimeout) {
                cubic.recover(cubic.threshold());
            }
            return true;
        }
        if (!afterTimeout) {
            fallingWindow = Math.max(cubic.threshold(), fallingWindow - fall);
        }
        return false;
    }
}
