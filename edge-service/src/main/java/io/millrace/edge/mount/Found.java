package io.millrace.edge.mount;

import java.nio.file.Path;

/** What a path of a mount comes to. */
sealed interface Found {

    /**
     * What can be sent.
     *
     * @param path without links
     */
    record File(Path path, FileFacts facts) implements Found {}

    /**
     * What can be listed.
     *
     * @param path without links
     */
    record Directory(Path path) implements Found {}

    /** Nothing that may be served: nothing at all, hidden, outside, or no file. */
    record Nothing() implements Found {}
}
