package io.millrace.cli;

/** A command can't go on, for a reason that its user can do something about: the message is all that is told. */
public final class CommandFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message one line that says what was wrong and what to do */
    public CommandFailedException(String message) {
        super(message);
    }

    /** @param message one line that says what was wrong and what to do */
    public CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
