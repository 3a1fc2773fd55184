package io.millrace.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.millrace.chunklog.ChunkLog;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.Openings;
import java.time.Duration;

/**
 * The directories whose openings are followed in Redis, because requests wait for what comes next there: announcements
 * take the longer way, through Kafka. A directory is followed until nobody has waited for a while; their number is
 * bounded, and what is beyond the bound waits for the announcement. Used from any thread.
 */
final class FollowedOpenings implements AutoCloseable {

    /** Longer than a request waits and than segments last: who asks for the next one again finds it followed. */
    private static final Duration FOLLOWED_FOR = Duration.ofSeconds(60);

    private static final long MOST_DIRECTORIES = 1_000;

    private final ChunkLog log;
    private final Openings listener;
    private final Cache<String, Openings.Following> directories = Caffeine.newBuilder()
            .expireAfterAccess(FOLLOWED_FOR)
            .maximumSize(MOST_DIRECTORIES)
            .scheduler(Scheduler.systemScheduler())
            .executor(Runnable::run)
            .<String, Openings.Following>removalListener((directory, following, cause) -> following.close())
            .build();

    FollowedOpenings(ChunkLog log, Openings listener) {
        this.log = log;
        this.listener = listener;
    }

    /** A request waits for an object that is not there yet. */
    void wanted(ObjectPath path) {
        directories.asMap().computeIfAbsent(path.directory(), directory -> log.followOpenings(directory, listener));
    }

    @Override
    public void close() {
        directories.invalidateAll();
    }
}
