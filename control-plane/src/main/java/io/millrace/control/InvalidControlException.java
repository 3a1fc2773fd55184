package io.millrace.control;

/** A setting of the control plane, or a file that it names, is wrong; the message names it and the fault in one line. */
public final class InvalidControlException extends RuntimeException {

    public InvalidControlException(String message) {
        super(message);
    }

    InvalidControlException(String message, Throwable cause) {
        super(message, cause);
    }
}
