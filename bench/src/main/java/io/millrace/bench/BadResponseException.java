package io.millrace.bench;

/** A server answered what it must not. */
final class BadResponseException extends RuntimeException {

    BadResponseException(String message) {
        super(message);
    }
}
