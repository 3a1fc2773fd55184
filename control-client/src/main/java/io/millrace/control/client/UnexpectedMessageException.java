package io.millrace.control.client;

/** The control plane has sent what it must not send: what is known can't be carried on with it. */
final class UnexpectedMessageException extends Exception {

    UnexpectedMessageException(String message) {
        super(message);
    }
}
