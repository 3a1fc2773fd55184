package io.millrace.wire;

/** A port can't be listened on; the message names it, the fault and the setting in one line. */
public final class ListenFailedException extends RuntimeException {

    ListenFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
