package io.millrace.chunklog;

/** Why an upload can't be stored any further. */
public enum WriteFailure {
    /** Redis did not answer in time; trying again later may help. */
    UNAVAILABLE("the store does not answer"),
    /** Redis is at its memory limit. */
    FULL("the store is full"),
    /** The generation was deleted or lost while it was written; a new upload will do. */
    LOST("the object was deleted or lost during its upload"),
    /** Another upload completed while this one was made from the generation before it; making it anew may help. */
    OVERTAKEN("the object was replaced by another upload in the meantime"),
    /** A fault of ours; the log says more. */
    FAULT("this is a fault of the server; its log says more");

    private final String reason;

    WriteFailure(String reason) {
        this.reason = reason;
    }

    /** A clause for a message to the uploader. */
    public String reason() {
        return reason;
    }
}
