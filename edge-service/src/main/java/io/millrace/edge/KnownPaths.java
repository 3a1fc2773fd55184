package io.millrace.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millrace.chunklog.ObjectPath;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * What an edge remembers of paths besides their objects, for a while: which are empty, which directories are uploaded to
 * and which are asked for. Used from any thread; bounded.
 */
final class KnownPaths {

    private static final Duration ABSENT_FOR = Duration.ofMillis(250);
    private static final Duration SERVED_FOR = Duration.ofSeconds(60);
    /** From the last sign of an upload on. */
    static final Duration LIVE_FOR = Duration.ofSeconds(60);

    private static final long MOST_PATHS = 100_000;
    private static final int CHANGE_STRIPES = 1024;

    private final Cache<ObjectPath, Found.Nothing> absent = Caffeine.newBuilder()
            .expireAfterWrite(ABSENT_FOR)
            .maximumSize(MOST_PATHS)
            .build();
    private final Cache<String, Boolean> served = Caffeine.newBuilder()
            .expireAfterAccess(SERVED_FOR)
            .maximumSize(MOST_PATHS)
            .build();
    private final Cache<String, Boolean> live = Caffeine.newBuilder()
            .expireAfterWrite(LIVE_FOR)
            .maximumSize(MOST_PATHS)
            .build();
    private final AtomicIntegerArray changes = new AtomicIntegerArray(CHANGE_STRIPES);

    /** Somebody asks this edge for what is in the directory: its uploads are tailed before they are asked for. */
    void served(ObjectPath path) {
        served.put(path.directory(), true);
    }

    boolean isServed(ObjectPath path) {
        return served.getIfPresent(path.directory()) != null;
    }

    /** Something is uploaded to the directory: a request for what is not there yet may be held. */
    void live(ObjectPath path) {
        live.put(path.directory(), true);
    }

    boolean isLive(ObjectPath path) {
        return live.getIfPresent(path.directory()) != null;
    }

    /** Redis says that there is nothing; forgotten already if an announcement came since {@code seen}. */
    void absent(ObjectPath path, Found.Nothing how, int seen) {
        if (seen == changes(path)) {
            absent.put(path, how);
        }
    }

    /** What Redis said a moment ago of a path where nothing is, or null. */
    Found.Nothing absent(ObjectPath path) {
        return absent.getIfPresent(path);
    }

    /** An announcement about the path came. */
    void changed(ObjectPath path) {
        changes.incrementAndGet(stripe(path));
        absent.invalidate(path);
    }

    /**
     * A number that changes with every announcement about a path, and now and then without: who finds nothing and then
     * waits for an announcement can tell whether it came in between.
     */
    int changes(ObjectPath path) {
        return changes.get(stripe(path));
    }

    private static int stripe(ObjectPath path) {
        return Math.floorMod(path.hashCode(), CHANGE_STRIPES);
    }
}
