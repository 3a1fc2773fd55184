package io.millrace.cli;

/** A command can't go on, for a reason that its user can do something about: the message is all that is told. */
public final class CommandFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** @param message one line that says what was wrong and what to do */
    public CommandFailedException(String message) {
        this(message, ExitCode.FAILED);
    }

    /** @param message one line that says what was wrong and what to do */
    public CommandFailedException(String message, Throwable cause) {
        super(message, cause);
        exitCode = ExitCode.FAILED;
    }

    /**
     * One that ends the process in a way of its own.
     *
     * @param exitCode of {@link ExitCode}
     */
    public CommandFailedException(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /** How the process ends then. */
    public int exitCode() {
        return exitCode;
    }
}
