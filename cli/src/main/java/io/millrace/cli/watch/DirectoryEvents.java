package io.millrace.cli.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What happens to the files below a directory, in the order in which it happens. It begins with all files that are there.
 * Symbolic links are not followed. Used by one thread, which closes it.
 */
public interface DirectoryEvents extends AutoCloseable {

    /**
     * Waits for events, and hands over all that there are.
     *
     * @param atMost how long to wait; zero to take only what has happened already
     * @return how many were handed over
     * @throws IOException if the directory can't be followed any more
     */
    int poll(Duration atMost, Consumer<FileEvent> sink) throws IOException, InterruptedException;

    /** Whether it tells when a writer has closed its file. */
    boolean tellsWritten();

    @Override
    void close();

    /**
     * The best that this system has: inotify on Linux, looking again and again elsewhere.
     *
     * @param root an existing directory, a real path
     * @param recursive whether the directories below are followed too
     * @param scanEvery how often to look, where one has to; zero to look only where one has to
     * @throws IOException if it can't be followed; the message says what to do
     */
    static DirectoryEvents of(Path root, boolean recursive, Duration scanEvery) throws IOException {
        return scanEvery.isZero() && Inotify.available()
                ? new Inotify(root, recursive)
                : new Scanning(root, recursive, scanEvery.isZero() ? Scanning.EVERY : scanEvery);
    }
}
