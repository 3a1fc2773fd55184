package io.millrace.chunklog;

import java.time.Instant;
import java.util.Optional;

/**
 * What Redis knows of one object at one moment.
 *
 * @param complete the newest generation that is whole, if there is one
 * @param open the newest upload in progress, if there is one
 * @param gone nothing is there now, but something was within the last while: it expired, left its directory's window or
 *     was deleted. It may come again: an encoder that is started anew uses the same names
 */
public record ObjectState(Optional<Complete> complete, Optional<Open> open, boolean gone) {

    /** Nothing is stored under the path, and nothing is known to have been. */
    public static final ObjectState ABSENT = new ObjectState(Optional.empty(), Optional.empty(), false);

    /** Nothing is stored under the path any more. */
    public static final ObjectState GONE = new ObjectState(Optional.empty(), Optional.empty(), true);

    private static final String FIELD_SEPARATOR = "\0";

    public ObjectState {
        if (gone && (complete.isPresent() || open.isPresent())) {
            throw new IllegalArgumentException("an object that is there is not gone");
        }
    }

    /**
     * A generation that is whole.
     *
     * @param headers what its publisher said of it
     * @param length in bytes
     * @param modified when its upload ended
     */
    public record Complete(long generation, ContentHeaders headers, ObjectKind kind, long length, Instant modified) {

        /** A strong entity tag, with its quotes: the same on every edge, another one for every upload. */
        public String etag() {
            return ObjectState.etag(generation, length);
        }

        public String contentType() {
            return headers.contentType();
        }
    }

    /**
     * A generation whose upload is in progress.
     *
     * @param headers what its publisher said of it
     */
    public record Open(long generation, ContentHeaders headers, ObjectKind kind) {

        public String contentType() {
            return headers.contentType();
        }
    }

    /** Reads the answer of the script that finds an object: nine fields, empty where there is nothing to tell. */
    static ObjectState parse(String reply) {
        String[] fields = reply.split(FIELD_SEPARATOR, -1);
        Optional<Complete> complete = fields[0].isEmpty()
                ? Optional.empty()
                : Optional.of(new Complete(
                        Long.parseLong(fields[0]),
                        ContentHeaders.decoded(fields[1]),
                        ObjectKind.valueOf(fields[2]),
                        Long.parseLong(fields[3]),
                        Instant.ofEpochMilli(Long.parseLong(fields[4]))));
        Optional<Open> open = fields[5].isEmpty()
                ? Optional.empty()
                : Optional.of(new Open(
                        Long.parseLong(fields[5]), ContentHeaders.decoded(fields[6]), ObjectKind.valueOf(fields[7])));
        return new ObjectState(complete, open, !fields[8].isEmpty());
    }

    /** A strong entity tag, with its quotes. */
    public static String etag(long generation, long length) {
        return '"' + Long.toHexString(generation) + '-' + Long.toHexString(length) + '"';
    }

    /** Whether there is nothing to serve; also where it is gone. */
    public boolean absent() {
        return complete.isEmpty() && open.isEmpty();
    }
}
