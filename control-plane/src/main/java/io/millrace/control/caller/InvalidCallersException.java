package io.millrace.control.caller;

/** What tells who may call can't be used; the message says where and why in one line. */
public final class InvalidCallersException extends RuntimeException {

    InvalidCallersException(String message) {
        super(message);
    }
}
