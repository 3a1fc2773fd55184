package io.millrace.cli.push;

import io.millrace.cli.watch.Fingerprint;
import java.nio.file.Path;
import java.util.Optional;

/** What is known of one file of a followed directory. Owned by the thread that follows it. */
final class Tracked {

    final Path path;
    final String name;
    final boolean playlist;
    /** The newest work for it; null before the first. */
    Job job;
    /** Its newest upload, where it is no playlist; null before the first. */
    FileUpload upload;
    /** What it was when it was there already and was not to be sent; null otherwise. */
    Fingerprint leftAlone;
    /** What was sent of a playlist last; null before the first. */
    byte[] sent;
    /** Goes up with every change. */
    long changes;
    /** Of a playlist: whether its writer has ended. */
    boolean written;
    /** Nobody will tell that its writer has ended. */
    boolean unsettled;
    /** When the last change was seen, by the clock that stands for {@code unsettled}. */
    long changedNanos;

    Tracked(Path path, String name, boolean playlist) {
        this.path = path;
        this.name = name;
        this.playlist = playlist;
    }

    boolean active() {
        return job != null && !job.isDone();
    }

    /** Whether the file is what the server has, or what is to be left alone. */
    boolean known() {
        Optional<Fingerprint> last = upload == null
                ? Optional.ofNullable(leftAlone)
                : upload.stored().or(() -> Optional.ofNullable(leftAlone));
        return last.isPresent()
                && Fingerprint.of(path)
                        .filter(now -> last.get().stillHolds(now))
                        .isPresent();
    }
}
