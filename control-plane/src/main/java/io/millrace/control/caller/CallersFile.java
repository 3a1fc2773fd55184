package io.millrace.control.caller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A file of callers that may change. Its content is compared, since files are also replaced through symbolic links, as
 * Kubernetes does. What can't be used changes nothing. Owns one thread.
 */
final class CallersFile implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(CallersFile.class);

    private final Path path;
    private final ScheduledExecutorService thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("control-callers").factory());
    private volatile KnownCallers callers;
    /** Owned by the thread. */
    private String content;

    private Optional<String> complaint = Optional.empty();

    private CallersFile(Path path, String content) {
        this.path = path;
        this.content = content;
        this.callers = KnownCallers.parse(path.toString(), content);
    }

    /**
     * Reads the file, and follows it until closed.
     *
     * @throws InvalidCallersException if it can't be used
     */
    static CallersFile watch(Path path, Duration every) {
        CallersFile file = new CallersFile(path, read(path));
        file.thread.scheduleWithFixedDelay(file::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return file;
    }

    KnownCallers callers() {
        return callers;
    }

    /** A fault must not end the looking, as it would if the thread saw it. */
    private void look() {
        try {
            String newest = read(path);
            if (!newest.equals(content)) {
                callers = KnownCallers.parse(path.toString(), newest);
                content = newest;
                LOG.infof("callers are those that %s has now", path);
            }
            complaint = Optional.empty();
        } catch (RuntimeException e) {
            Optional<String> found = Optional.of(String.valueOf(e.getMessage()));
            if (!found.equals(complaint)) {
                LOG.errorf("callers stay as they are: %s", found.get());
            }
            complaint = found;
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            throw new InvalidCallersException(path + " is not there: make it, or set MILLRACE_CONTROL_CALLERS");
        } catch (IOException e) {
            throw new InvalidCallersException(path + " can't be read: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
