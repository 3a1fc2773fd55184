package io.millrace.chunklog;

import java.time.Instant;
import java.util.Optional;

/**
 * What Redis knows of one object at one moment.
 *
 * @param complete the newest generation that is whole, if there is one
 * @param open the newest upload in progress, if there is one
 */
public record ObjectState(Optional<Complete> complete, Optional<Open> open) {

    /** Nothing is stored under the path. */
    public static final ObjectState ABSENT = new ObjectState(Optional.empty(), Optional.empty());

    /**
     * A generation that is whole.
     *
     * @param length in bytes
     * @param modified when its upload ended
     */
    public record Complete(long generation, String contentType, ObjectKind kind, long length, Instant modified) {

        /** A strong entity tag, with its quotes: the same on every edge, another one for every upload. */
        public String etag() {
            return ObjectState.etag(generation, length);
        }
    }

    /** A generation whose upload is in progress. */
    public record Open(long generation, String contentType, ObjectKind kind) {}

    /** A strong entity tag, with its quotes. */
    public static String etag(long generation, long length) {
        return '"' + Long.toHexString(generation) + '-' + Long.toHexString(length) + '"';
    }

    public boolean absent() {
        return complete.isEmpty() && open.isEmpty();
    }
}
