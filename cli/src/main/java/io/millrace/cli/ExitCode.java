package io.millrace.cli;

/** How the process ends; a signal ends it with 128 and the signal's number, as shells expect. */
public final class ExitCode {

    /** All that was asked for was done. */
    public static final int OK = 0;

    /** Something was not: an object was refused, given up or cut off, a field was wrong; what, was said. */
    public static final int FAILED = 1;

    /** The command line can't be understood; picocli's own code for it. */
    public static final int USAGE = 2;

    /** The control plane, or what a URL points to, does not have what was named. */
    public static final int NOT_THERE = 3;

    /** The control plane has it in another state: it is there already, was changed meanwhile, is in use. */
    public static final int CONFLICT = 4;

    /** The other side does not know the caller, or does not allow the caller this. */
    public static final int NOT_ALLOWED = 5;

    /** The other side can't be reached, or did not answer in time. */
    public static final int UNREACHABLE = 6;

    private ExitCode() {}
}
