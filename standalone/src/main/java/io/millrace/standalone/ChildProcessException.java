package io.millrace.standalone;

/** A child process that can't be started, ended too early, or did not answer in time; the message says why. */
public final class ChildProcessException extends RuntimeException {

    ChildProcessException(String message) {
        super(message);
    }

    ChildProcessException(String message, Throwable cause) {
        super(message, cause);
    }
}
