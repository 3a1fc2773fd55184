package io.millrace.edge;

/** A setting of an edge makes no sense; the message is one line: the setting, its value, and what it may be. */
public final class InvalidEdgeException extends RuntimeException {

    InvalidEdgeException(String message) {
        super(message);
    }
}
