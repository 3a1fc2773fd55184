package io.millrace.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millrace.chunklog.ChunkLog;
import io.millrace.chunklog.Listed;
import io.millrace.chunklog.ObjectPath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Directories of which this edge was told nothing: one that has just started is told of a stream with its next object, and that
 * object may be asked for before it is there. Redis knows whether something was uploaded to a directory lately; it is asked
 * once in a while for each. Used from any thread; bounded.
 */
final class UnheardDirectories {

    private static final Duration ASKED_FOR = Duration.ofSeconds(5);
    private static final long MOST_DIRECTORIES = 10_000;

    /** Playlists and initialization segments come first, then the newest segments: enough to see one that is new. */
    private static final int LOOKED_AT = 32;

    private final ChunkLog log;
    private final KnownPaths paths;
    private final Cache<String, CompletableFuture<Boolean>> asked = Caffeine.newBuilder()
            .expireAfterWrite(ASKED_FOR)
            .maximumSize(MOST_DIRECTORIES)
            .build();

    UnheardDirectories(ChunkLog log, KnownPaths paths) {
        this.log = log;
        this.paths = paths;
    }

    /** Whether something is uploaded to the path's directory, so that a request may wait for it; false where Redis can't tell. */
    CompletableFuture<Boolean> isLive(ObjectPath path) {
        return asked.get(path.directory(), this::ask).thenApply(live -> {
            if (live) {
                paths.live(path);
            }
            return live;
        });
    }

    private CompletableFuture<Boolean> ask(String directory) {
        return log.list(directory, LOOKED_AT)
                .handle((entries, failure) -> failure == null && haveNewOne(entries))
                .toCompletableFuture();
    }

    private static boolean haveNewOne(List<Listed> entries) {
        Instant since = Instant.now().minus(KnownPaths.LIVE_FOR);
        return entries.stream()
                .anyMatch(entry -> entry instanceof Listed.ListedObject object
                        && object.modified().isAfter(since));
    }
}
