package io.millrace.cli.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What tells one content of a file from another, without reading it.
 *
 * @param file which file it is, as the file system knows it; null where it has no such thing
 * @param bytes its length
 * @param modified when it was changed last
 * @param taken when it was looked at
 */
public record Fingerprint(Object file, long bytes, Instant modified, Instant taken) {

    /** A file system's clock may stand still for so long: a change within it leaves the same time. */
    private static final Duration CLOCK_STEP = Duration.ofMillis(20);

    /** Of a regular file that is there; not of what a symbolic link leads to. */
    public static Optional<Fingerprint> of(Path path) {
        try {
            return of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<Fingerprint> of(BasicFileAttributes attributes) {
        return attributes.isRegularFile()
                ? Optional.of(new Fingerprint(
                        attributes.fileKey(),
                        attributes.size(),
                        attributes.lastModifiedTime().toInstant(),
                        Instant.now()))
                : Optional.empty();
    }

    /** Whether the file has certainly not changed since this was taken. */
    public boolean stillHolds(Fingerprint now) {
        return equalTo(now) && modified.plus(CLOCK_STEP).isBefore(taken);
    }

    /** Whether both look the same; a change within a step of the clock is missed. */
    boolean equalTo(Fingerprint other) {
        return bytes == other.bytes
                && modified.equals(other.modified)
                && (file == null ? other.file == null : file.equals(other.file));
    }

    /** How long ago the file was changed. */
    public Duration age() {
        return Duration.between(modified, taken);
    }
}
