package io.millrace.chunklog;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps alive what lives as long as its directory does: the playlists and initialization segments of every directory
 * that is uploaded to, and of those above it, where a main playlist often is. Used from any thread.
 */
final class DirectoryLives {

    /** A directory is renewed so many times in the life that a renewal gives. */
    private static final int RENEWALS_PER_LIFE = 60;

    private static final int MOST_DIRECTORIES = 100_000;

    private final RedisNodes redis;
    private final Duration retention;
    private final Map<String, Long> renewedNanos = new ConcurrentHashMap<>();

    DirectoryLives(RedisNodes redis, Duration retention) {
        this.redis = redis;
        this.retention = retention;
    }

    /** Something is uploaded to the directory of a path. */
    void used(ObjectPath path) {
        String directory = path.directory();
        while (!directory.isEmpty()) {
            if (due(directory)) {
                Script.KEEP.run(redis.states(), new String[] {RedisKeys.directory(directory)}, new String[] {
                    Long.toString(retention.toMillis())
                });
            }
            directory = directory.substring(0, directory.lastIndexOf('/', directory.length() - 2) + 1);
        }
    }

    private boolean due(String directory) {
        long now = System.nanoTime();
        Long last = renewedNanos.get(directory);
        if (last != null && now - last < retention.toNanos() / RENEWALS_PER_LIFE) {
            return false;
        }
        if (renewedNanos.size() >= MOST_DIRECTORIES) {
            renewedNanos.clear();
        }
        renewedNanos.put(directory, now);
        return true;
    }
}
