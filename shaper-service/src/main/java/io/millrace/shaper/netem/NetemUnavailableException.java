package io.millrace.shaper.netem;

/** The kernel is not to lose packets for us; the message says why, and what to do. */
public final class NetemUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NetemUnavailableException(String message) {
        super(message);
    }
}
