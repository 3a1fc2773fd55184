package io.millrace.checks.trace;

/** A trace can't be used; the message says which line is wrong, and how. */
public final class InvalidTraceException extends Exception {

    private static final long serialVersionUID = 1;

    InvalidTraceException(String message) {
        super(message);
    }
}
