package io.millrace.edge.mount;

/** A mount can't be served as it is set; the message is one line that names the setting and the fault. */
public final class InvalidMountException extends RuntimeException {

    InvalidMountException(String setting, String fault) {
        super("MILLRACE_EDGE_MOUNTS has \"" + setting + "\": " + fault);
    }
}
