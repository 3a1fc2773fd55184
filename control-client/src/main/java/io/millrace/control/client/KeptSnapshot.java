package io.millrace.control.client;

import io.millrace.proto.control.v1.ServiceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Keeps the newest view on disk, on a thread of its own, so that a slow disk delays no change. Of views that come faster than they are
 * written the newest counts. Ends when it is closed, after what is in force was written.
 */
final class KeptSnapshot implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ControlClient.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int CLOSE_SECONDS = 2;

    private final SnapshotFile file;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicReference<ControlView> next = new AtomicReference<>();
    /** Touched by the thread alone. */
    private boolean failing;

    private KeptSnapshot(SnapshotFile file) {
        this.file = file;
        this.thread = new ScheduledThreadPoolExecutor(
                1,
                Thread.ofPlatform().daemon().name("millrace-control-snapshot").factory());
    }

    /** @throws InvalidControlSettingException if there is no directory to write to */
    static KeptSnapshot at(Path setting, ServiceKind kind) {
        SnapshotFile file = new SnapshotFile(setting, kind);
        Path directory = file.path().toAbsolutePath().getParent();
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            throw new InvalidControlSettingException(
                    "SNAPSHOT", setting, directory + " must be a directory that can be written to");
        }
        return new KeptSnapshot(file);
    }

    /** What an earlier process has kept. What can't be used is as good as none: the control plane has it all. */
    Optional<ControlView> read() {
        try {
            return Optional.of(file.read());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warnf("the snapshot %s can't be used: %s", file.path(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Keeps a view, soon: so that many changes are few writes. */
    void keep(ControlView view) {
        if (next.getAndSet(view) == null) {
            thread.schedule(this::write, PAUSE.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void write() {
        ControlView view = next.getAndSet(null);
        if (view == null) {
            return;
        }
        try {
            file.write(view);
            failing = false;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                LOG.warnf("the snapshot %s can't be written: %s", file.path(), e);
            }
            failing = true;
        }
    }

    @Override
    public void close() {
        try {
            thread.submit(this::write).get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("the snapshot %s was not written at the end: %s", file.path(), e);
        }
        thread.shutdownNow();
    }
}
