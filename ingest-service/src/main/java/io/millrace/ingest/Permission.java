package io.millrace.ingest;

import io.millrace.ingest.publisher.Grant;

/** That a request may go on, and what that depends on while it does. */
sealed interface Permission {

    /** On nothing that changes: there is no control plane. */
    record Lasting() implements Permission {}

    /**
     * On the path being no channel's.
     *
     * @param path decoded
     */
    record Outside(String path) implements Permission {}

    /** On a proof that the path's channel accepts. */
    record Granted(Grant grant) implements Permission {}

    Permission LASTING = new Lasting();
}
