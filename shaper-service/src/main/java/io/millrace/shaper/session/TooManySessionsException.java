package io.millrace.shaper.session;

/** There are as many sessions as may be. */
public final class TooManySessionsException extends RuntimeException {

    TooManySessionsException(int most) {
        super("there are " + most + " sessions already, the most that MILLRACE_SHAPER_SESSIONS allows");
    }
}
