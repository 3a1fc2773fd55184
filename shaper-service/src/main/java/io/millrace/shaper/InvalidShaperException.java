package io.millrace.shaper;

/** A setting of the shaper makes no sense; the message is one line: the setting, its value, and what it may be. */
public final class InvalidShaperException extends RuntimeException {

    InvalidShaperException(String message) {
        super(message);
    }
}
