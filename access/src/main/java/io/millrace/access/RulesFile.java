package io.millrace.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * A file of access rules that may change. Its content is compared and not its time, since files are also replaced through
 * symbolic links, as Kubernetes does. Owned by its own thread once it is followed.
 */
final class RulesFile implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(RulesFile.class);
    private static final int MOST_BYTES = 4 << 20;

    private final Path path;
    private final ScheduledExecutorService thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("access-rules").factory());
    private Consumer<Rules> changed = rules -> {};
    private byte[] content = {};
    /** What was wrong with the newest content, if anything; an operator needs the line once. */
    private volatile String complaint;

    RulesFile(Path path) {
        this.path = path;
    }

    /**
     * Reads it.
     *
     * @throws InvalidRulesException if it can't be used
     */
    synchronized Rules read() {
        content = bytes();
        return RulesParser.parse(path, content);
    }

    /** Looks for another content again and again, until closed. */
    void follow(Duration every, Consumer<Rules> changed) {
        this.changed = changed;
        thread.scheduleWithFixedDelay(this::look, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A fault must not end the looking, as it would if the thread saw it. */
    private void look() {
        try {
            refresh();
        } catch (RuntimeException e) {
            LOG.errorf(e, "access rules stay as they are: looking at %s failed", path);
        }
    }

    /** Looks for another content now. What can't be used changes nothing. */
    synchronized void refresh() {
        try {
            byte[] newest = bytes();
            if (Arrays.equals(newest, content)) {
                // Also after it was broken for a while: what is in force is what it says again.
                complaint = null;
                return;
            }
            Rules rules = RulesParser.parse(path, newest);
            content = newest;
            complaint = null;
            changed.accept(rules);
            LOG.infof("access rules are those that %s has now", path);
        } catch (InvalidRulesException e) {
            if (!e.getMessage().equals(complaint)) {
                complaint = e.getMessage();
                LOG.errorf("access rules stay as they are: %s", complaint);
            }
        }
    }

    /** Whether older rules than the file's are in force. */
    boolean broken() {
        return complaint != null;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private byte[] bytes() {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new InvalidRulesException(path + " is larger than " + MOST_BYTES + " bytes");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new InvalidRulesException(path + " is not there");
        } catch (IOException e) {
            throw new InvalidRulesException(path + " can't be read: " + e.getMessage());
        }
    }
}
