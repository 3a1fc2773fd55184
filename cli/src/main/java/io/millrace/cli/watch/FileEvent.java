package io.millrace.cli.watch;

import java.nio.file.Path;

/**
 * Something that has happened below a followed directory.
 *
 * @param path absolute; of the followed directory itself where nothing else is meant
 */
public record FileEvent(Kind kind, Path path) {

    /** What has happened. */
    public enum Kind {
        /** A file is there; whether somebody still writes it is not known. */
        FOUND,
        /** A file was made, or its content has changed; whoever does so has it open. */
        CHANGED,
        /** Who wrote a file has closed it. */
        WRITTEN,
        /** A whole file was put here by a rename, perhaps in the place of another one. */
        REPLACED,
        /** A file is gone from here. */
        REMOVED,
        /** A directory is gone, with all that was in it. */
        DIRECTORY_REMOVED,
        /** A directory can't be looked into. */
        UNREADABLE,
        /** Events were lost: every file that there is follows as {@link #FOUND}, then {@link #RESCANNED}. */
        LOST,
        /** All that there is was told; what was not is gone. */
        RESCANNED,
        /** The followed directory itself is gone: nothing more comes. */
        ROOT_GONE
    }
}
