package io.millrace.cli;

/** How the process ends; a signal ends it with 128 and the signal's number, as shells expect. */
public final class ExitCode {

    /** All that was asked for was done. */
    public static final int OK = 0;

    /** Something was not: an object was refused, given up or cut off; what, was said. */
    public static final int FAILED = 1;

    /** The command line can't be understood; picocli's own code for it. */
    public static final int USAGE = 2;

    private ExitCode() {}
}
