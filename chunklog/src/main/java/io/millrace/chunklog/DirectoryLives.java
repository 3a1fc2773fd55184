package io.millrace.chunklog;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Keeps alive what lives as long as its directory does: the playlists and initialization segments of every directory
 * that is uploaded to, and of those above it, where a main playlist often is. On the way up each directory is listed in
 * the one above it. Used from any thread.
 */
final class DirectoryLives {

    /** A directory is renewed so many times in the life that a renewal gives. */
    private static final int RENEWALS_PER_LIFE = 60;

    private static final int MOST_DIRECTORIES = 100_000;
    /** Of one directory, in its listing: beyond that those that were used first are forgotten. */
    private static final int MOST_SUBDIRECTORIES = 10_000;

    private static final String ROOT = "/";

    private final RedisNodes redis;
    private final Duration retention;
    /** Life of segments, where an upload says nothing else. */
    private final Duration segments;

    private final Map<String, Long> renewedNanos = new ConcurrentHashMap<>();

    DirectoryLives(RedisNodes redis, ChunkLogConfig.Retention config) {
        this.redis = redis;
        this.retention = config.playlists();
        this.segments = config.segments();
    }

    /** How long anything of a directory is kept after the last upload to it. */
    private Duration longest(Duration life) {
        return Stream.of(life, segments, retention)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    /**
     * The life of a directory's index from the last upload on: a name is known about as long as playlists are kept,
     * after the last of what is kept has gone.
     *
     * @param life of the segments that are uploaded
     */
    Duration remembered(Duration life) {
        return longest(life).plus(retention);
    }

    /**
     * Something is uploaded to the directory of a path.
     *
     * @param life of the segments that are uploaded
     */
    void used(ObjectPath path, Duration life) {
        String directory = path.directory();
        while (!directory.equals(ROOT)) {
            String parent = directory.substring(0, directory.lastIndexOf('/', directory.length() - 2) + 1);
            if (due(directory)) {
                keep(directory, life);
                register(parent, directory.substring(parent.length(), directory.length() - 1), life);
            }
            directory = parent;
        }
        if (due(ROOT)) {
            keep(ROOT, life);
        }
    }

    private void keep(String directory, Duration life) {
        Script.KEEP.run(redis.states(), new String[] {RedisKeys.index(directory)}, new String[] {
            Long.toString(retention.toMillis()), Long.toString(remembered(life).toMillis())
        });
    }

    private void register(String parent, String name, Duration life) {
        Script.REGISTER.run(redis.states(), new String[] {RedisKeys.subdirectories(parent)}, new String[] {
            name, Long.toString(longest(life).toMillis()), Integer.toString(MOST_SUBDIRECTORIES)
        });
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
