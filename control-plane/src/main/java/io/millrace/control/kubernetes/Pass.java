package io.millrace.control.kubernetes;

/**
 * What one pass over what Kubernetes tells has led to.
 *
 * @param revision which the store has at the least; what is known as of an earlier one is not enough for the next pass
 * @param complete whether there is nothing that has to be tried again
 */
record Pass(long revision, boolean complete) {

    static final Pass NOTHING = new Pass(0, true);

    /** To be tried again. */
    static final Pass AGAIN = new Pass(0, false);

    Pass and(Pass other) {
        return new Pass(Math.max(revision, other.revision), complete && other.complete);
    }
}
