package io.millrace.edge.mount;

import io.millrace.edge.answer.Validators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;

/**
 * What tells a state of a file from all others. Equal facts before and after reading mean that the bytes belong together.
 * (The time of change that {@code stat} has besides says less: a hard link or another owner moves it, too.)
 *
 * @param length in bytes
 */
record FileFacts(Kind kind, long device, long inode, long length, Instant modified) {

    enum Kind {
        FILE,
        DIRECTORY,
        /** A device, a pipe, a socket; a symbolic link where links are not followed. */
        SPECIAL
    }

    private static final String ATTRIBUTES = "unix:dev,ino,size,lastModifiedTime,isRegularFile,isDirectory";
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** Blocks. Does not follow a link. */
    static FileFacts of(Path path) throws IOException {
        Map<String, Object> read = Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        return new FileFacts(
                kind((Boolean) read.get("isRegularFile"), (Boolean) read.get("isDirectory")),
                (Long) read.get("dev"),
                (Long) read.get("ino"),
                (Long) read.get("size"),
                ((FileTime) read.get("lastModifiedTime")).toInstant());
    }

    /**
     * Strong: another length or another time of change, in nanoseconds, is another tag. The inode is no part of it, so that
     * edges with copies of the same files tell the same tag.
     */
    Validators validators() {
        long modifiedNanos = modified.getEpochSecond() * NANOS_PER_SECOND + modified.getNano();
        String etag = '"' + Long.toHexString(length) + '-' + Long.toHexString(modifiedNanos) + '"';
        return Validators.of(etag, modified);
    }

    private static Kind kind(boolean regular, boolean directory) {
        if (regular) {
            return Kind.FILE;
        }
        return directory ? Kind.DIRECTORY : Kind.SPECIAL;
    }
}
