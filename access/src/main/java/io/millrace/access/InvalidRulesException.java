package io.millrace.access;

/** A file of access rules can't be used; the message is one line: the file, the place in it, and what is wrong. */
public final class InvalidRulesException extends RuntimeException {

    InvalidRulesException(String message) {
        super(message);
    }
}
