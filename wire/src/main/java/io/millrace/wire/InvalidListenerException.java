package io.millrace.wire;

/** A setting of a listener, or a file that it names, is wrong; the message names it and the fault in one line. */
public final class InvalidListenerException extends RuntimeException {

    InvalidListenerException(String message) {
        super(message);
    }

    InvalidListenerException(String message, Throwable cause) {
        super(message, cause);
    }
}
