package io.millrace.edge.mount;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The directories of the filesystem that an edge serves besides live objects. Used by every event loop; whatever may wait
 * for a disk is done by threads of its own, so that a slow disk slows nothing else. Ends when it is closed.
 */
public final class Mounts implements AutoCloseable {

    private static final int THREADS = 16;
    private static final int MOST_WAITING = 1024;
    private static final Duration IDLE_THREAD = Duration.ofSeconds(30);

    private final Map<String, Mount> mounts;
    private final MountCounters counters = new MountCounters();
    private final CodedFiles coded = new CodedFiles();
    private final ThreadPoolExecutor workers;

    private Mounts(Map<String, MountRoot> roots, MountOptions options) {
        workers = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_THREAD.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                Thread.ofPlatform().daemon().name("millrace-files-", 0).factory());
        workers.allowCoreThreadTimeOut(true);
        Map<String, Mount> named = new LinkedHashMap<>();
        roots.forEach((name, root) -> named.put(name, new Mount(name, root, options, counters, coded, workers)));
        mounts = Map.copyOf(named);
    }

    /**
     * Opens the mounts. No thread is started for none.
     *
     * @param settings each like {@code vod=/srv/vod}
     * @throws InvalidMountException if one can't be served, with one line that says why
     */
    public static Mounts open(List<String> settings, MountOptions options) {
        Map<String, MountRoot> roots = new LinkedHashMap<>();
        for (String setting : settings) {
            MountSetting mount = MountSetting.parse(setting.strip());
            if (roots.put(mount.name(), new MountRoot(mount.root())) != null) {
                throw new InvalidMountException(setting, "there is another mount with this name");
            }
        }
        return new Mounts(roots, options);
    }

    /**
     * The mount that a path belongs to, which hides live objects below the same name.
     *
     * @param directory normal form, decoded: starts and ends with a slash
     * @param name what comes after it; empty for the directory itself
     */
    public Optional<Mount> find(String directory, String name) {
        if (mounts.isEmpty()) {
            return Optional.empty();
        }
        int end = directory.indexOf('/', 1);
        return Optional.ofNullable(mounts.get(end < 0 ? name : directory.substring(1, end)));
    }

    /** Publishes the metrics of all mounts, if there are any. */
    public void register(MeterRegistry registry) {
        if (!mounts.isEmpty()) {
            counters.register(registry);
        }
    }

    /** Files that are open now. */
    long openFiles() {
        return counters.open();
    }

    /** To be called when no exchange is in progress any more; what still waits for a disk is let go. */
    @Override
    public void close() {
        workers.shutdown();
    }
}
