package io.millrace.chunklog;

import java.time.Instant;

/** One line of a directory's listing. */
public sealed interface Listed {

    /** The last segment of the path, without a slash. */
    String name();

    /**
     * An object that is whole.
     *
     * @param length in bytes
     * @param modified when its upload ended
     */
    record ListedObject(String name, long length, Instant modified, String contentType) implements Listed {}

    /** A directory that was uploaded to, itself or below it, as long as its playlists live. */
    record ListedDirectory(String name) implements Listed {}
}
