package io.millrace.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millrace.chunklog.Announcement;
import io.millrace.chunklog.ChunkLog;
import io.millrace.chunklog.ObjectKind;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.ObjectState;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * What an edge holds of each path: the newest complete generation, in a cache that is bounded by bytes, and the newest
 * one in progress, with its tail. Redis is the truth; announcements keep what is held in step with it.
 *
 * <p>Used by every event loop, by Redis client threads and by the thread of the announcements. All state is in
 * concurrent maps, of which one entry is one path.
 */
final class EdgeObjects {

    /** Even with every announcement heard, Redis is asked again after this time: what it forgets is not announced. */
    private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** While announcements may be missed, a playlist is at most this much older than at Redis. */
    private static final long UNTRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Duration ABSENT_FOR = Duration.ofMillis(250);
    private static final Duration SERVED_FOR = Duration.ofSeconds(60);
    private static final Duration LIVE_FOR = Duration.ofSeconds(60);
    private static final long MOST_PATHS = 100_000;
    private static final int OVERHEAD_BYTES = 1024;
    private static final int CHANGE_STRIPES = 1024;

    private final ChunkLog log;
    private final AnnouncementsHeard heard;
    private final HeldRequests held;
    private final long windowBytes;
    private final long largestHeldBytes;

    private final Cache<ObjectPath, LiveObject> complete;
    private final Map<ObjectPath, Growing> growing = new ConcurrentHashMap<>();
    private final Cache<ObjectPath, Boolean> absent = Caffeine.newBuilder()
            .expireAfterWrite(ABSENT_FOR)
            .maximumSize(MOST_PATHS)
            .build();
    /** Directories that somebody has asked this edge for: their uploads are tailed before they are asked for. */
    private final Cache<String, Boolean> served = Caffeine.newBuilder()
            .expireAfterAccess(SERVED_FOR)
            .maximumSize(MOST_PATHS)
            .build();
    /** Directories that something was uploaded to: a request for what is not there yet may be held. */
    private final Cache<String, Boolean> live = Caffeine.newBuilder()
            .expireAfterWrite(LIVE_FOR)
            .maximumSize(MOST_PATHS)
            .build();

    private final AtomicIntegerArray changes = new AtomicIntegerArray(CHANGE_STRIPES);
    private final AtomicInteger tails = new AtomicInteger();

    /** Whether announcements arrive, and since when without a break. */
    interface AnnouncementsHeard {

        boolean current();

        long currentSinceNanos();
    }

    /**
     * An upload in progress.
     *
     * @param replaces whether Redis has a complete generation, which is served until this one is complete
     */
    private record Growing(LiveObject object, boolean replaces) {}

    EdgeObjects(ChunkLog log, AnnouncementsHeard heard, HeldRequests held, EdgeConfig config) {
        this.log = log;
        this.heard = heard;
        this.held = held;
        this.windowBytes = config.windowBytes();
        this.largestHeldBytes = Math.min(config.windowBytes(), config.cacheBytes() / 4);
        this.complete = Caffeine.newBuilder()
                .maximumWeight(config.cacheBytes())
                .<ObjectPath, LiveObject>weigher((path, object) -> Math.toIntExact(object.weight() + OVERHEAD_BYTES))
                .executor(Runnable::run)
                .removalListener((path, object, cause) -> object.release())
                .build();
    }

    /**
     * What to serve for a path, as far as this edge knows it without asking.
     *
     * @return with a reference that passes to the caller, or null
     */
    LiveObject known(ObjectPath path) {
        served.put(path.directory(), true);
        LiveObject whole = complete.getIfPresent(path);
        if (whole != null) {
            return trusted(whole) && whole.retain() ? whole : null;
        }
        Growing open = growing.get(path);
        boolean serve = open != null && !open.replaces() && servedWhileGrowing(open.object()) && trusted(open.object());
        return serve && open.object().retain() ? open.object() : null;
    }

    /**
     * What this edge holds of a path, however old: right after Redis was asked, and when it does not answer.
     *
     * @return with a reference that passes to the caller, or null
     */
    LiveObject atHand(ObjectPath path) {
        LiveObject whole = complete.getIfPresent(path);
        if (whole != null && whole.retain()) {
            return whole;
        }
        Growing open = growing.get(path);
        boolean serve = open != null && servedWhileGrowing(open.object());
        return serve && open.object().retain() ? open.object() : null;
    }

    /** Whether Redis said a moment ago that there is nothing under the path. */
    boolean knownAbsent(ObjectPath path) {
        return heard.current() && absent.getIfPresent(path) != null;
    }

    /** Whether a path's directory is one that is uploaded to now. */
    boolean isLive(ObjectPath path) {
        return live.getIfPresent(path.directory()) != null;
    }

    /**
     * Asks Redis.
     *
     * @return what to serve, with a reference that passes to the caller, or null where there is nothing
     */
    CompletionStage<LiveObject> lookUp(ObjectPath path) {
        int seen = changes(path);
        return log.find(path).thenCompose(state -> {
            if (state.absent() && seen == changes(path)) {
                absent.put(path, true);
            }
            return follow(path, state, true);
        });
    }

    /**
     * A number that changes with every announcement about a path, and now and then without: who finds nothing and then
     * waits for an announcement can tell whether it came in between.
     */
    int changes(ObjectPath path) {
        return changes.get(stripe(path));
    }

    /** Acts on an announcement; called on the thread that brings them. */
    void announced(Announcement announcement) {
        ObjectPath path = announcement.path();
        long generation = announcement.generation();
        changes.incrementAndGet(stripe(path));
        absent.invalidate(path);
        switch (announcement) {
            case Announcement.Opened opened -> {
                live.put(path.directory(), true);
                if (served.getIfPresent(path.directory()) != null) {
                    refresh(path, false);
                }
            }
            case Announcement.Completed completed -> {
                live.put(path.directory(), true);
                Growing open = growing.get(path);
                boolean tailed = open != null && open.object().generation() >= generation;
                LiveObject whole = complete.getIfPresent(path);
                boolean replaces = whole != null && whole.generation() < generation;
                if (!tailed && replaces) {
                    refresh(path, true);
                } else {
                    held.wake(path);
                }
            }
            case Announcement.Aborted aborted -> {}
            case Announcement.Deleted deleted -> {
                complete.asMap().computeIfPresent(path, (p, whole) -> whole.generation() <= generation ? null : whole);
                Growing open = growing.get(path);
                if (open != null && open.object().generation() <= generation) {
                    // The log has an end mark too; who waits for it need not wait for Redis.
                    open.object().abort();
                }
            }
        }
    }

    /** Tails in progress now. */
    int tails() {
        return tails.get();
    }

    /** Bytes of complete objects that are held. */
    long cachedBytes() {
        return complete.policy()
                .eviction()
                .map(bound -> bound.weightedSize().orElse(0))
                .orElse(0L);
    }

    private void refresh(ObjectPath path, boolean mayBeFarAlong) {
        log.find(path).thenCompose(state -> follow(path, state, mayBeFarAlong)).whenComplete((nothing, failure) -> {
            LiveObject whole = complete.getIfPresent(path);
            if (failure != null && whole != null) {
                whole.distrust();
            }
            held.wake(path);
        });
    }

    /**
     * Brings what is held in step with what Redis says.
     *
     * @return what to serve, with a reference that passes to the caller, or null where there is nothing
     */
    private CompletionStage<LiveObject> follow(ObjectPath path, ObjectState state, boolean mayBeFarAlong) {
        LiveObject whole =
                state.complete().map(complete -> hold(path, complete)).orElse(null);
        if (state.complete().isEmpty()) {
            complete.invalidate(path);
        }
        return followOpen(path, state, mayBeFarAlong).thenApply(nothing -> whole != null ? whole : atHand(path));
    }

    private CompletionStage<Void> followOpen(ObjectPath path, ObjectState state, boolean mayBeFarAlong) {
        if (state.open().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        ObjectState.Open open = state.open().orElseThrow();
        boolean replaces = state.complete().isPresent();
        Growing tailed = growing.computeIfPresent(
                path,
                (p, now) -> now.object().generation() == open.generation() ? new Growing(now.object(), replaces) : now);
        if (tailed != null && tailed.object().generation() >= open.generation()) {
            tailed.object().checked();
            return CompletableFuture.completedFuture(null);
        }
        if (!mayBeFarAlong) {
            tail(path, open, replaces, 0);
            return CompletableFuture.completedFuture(null);
        }
        return log.storedBytes(path, open.generation())
                .thenAccept(stored -> tail(path, open, replaces, Math.max(0, stored - windowBytes)));
    }

    /**
     * Holds a complete generation, as long as the cache has room for it.
     *
     * @return it, with a reference that passes to the caller, for the cache may let it go at once; or null where the
     *     tail of its upload is about to tell the same
     */
    private LiveObject hold(ObjectPath path, ObjectState.Complete whole) {
        Growing open = growing.get(path);
        if (open != null && open.object().generation() == whole.generation()) {
            // Until the tail's end the older one is served.
            LiveObject older = complete.getIfPresent(path);
            if (older != null) {
                older.checked();
            }
            return null;
        }
        LiveObject held = complete.asMap().compute(path, (p, now) -> {
            LiveObject newest = now != null && now.generation() >= whole.generation() ? now : load(path, whole);
            newest.checked();
            newest.retain();
            return newest;
        });
        follow(held, 0);
        return held;
    }

    private LiveObject load(ObjectPath path, ObjectState.Complete whole) {
        return whole.length() > largestHeldBytes
                ? LiveObject.unheld(
                        path, whole.generation(), whole.contentType(), whole.kind(), whole.length(), whole.modified())
                : LiveObject.whole(
                        path, whole.generation(), whole.contentType(), whole.kind(), whole.length(), whole.modified());
    }

    private void tail(ObjectPath path, ObjectState.Open open, boolean replaces, long from) {
        LiveObject object =
                LiveObject.growing(path, open.generation(), open.contentType(), open.kind(), from, windowBytes);
        Growing newest = growing.compute(
                path,
                (p, now) -> now != null && now.object().generation() >= open.generation()
                        ? now
                        : new Growing(object, replaces));
        if (newest.object() == object) {
            follow(object, from);
        }
        object.release(); // the tail has its own reference, and the map lends none of its own
    }

    /**
     * Starts the tail of an object, unless it has one. Not within a map's computation: a tail may end before this
     * returns, and changes the maps then.
     */
    private void follow(LiveObject object, long from) {
        if (object.tailed()) {
            tails.incrementAndGet();
            log.follow(object.path(), object.generation(), from, new Tail(object, this::ended));
        }
    }

    /** A tail is at its end: the object is complete or aborted. */
    private void ended(LiveObject object) {
        tails.decrementAndGet();
        ObjectPath path = object.path();
        if (!object.whole()) {
            complete.asMap().remove(path, object);
        } else {
            complete.asMap().compute(path, (p, now) -> {
                if (now == object || (now != null && now.generation() > object.generation())) {
                    return now;
                }
                object.retain();
                object.checked();
                return object;
            });
        }
        growing.computeIfPresent(path, (p, now) -> now.object() == object ? null : now);
        held.wake(path);
    }

    private static int stripe(ObjectPath path) {
        return Math.floorMod(path.hashCode(), CHANGE_STRIPES);
    }

    private boolean trusted(LiveObject object) {
        long now = System.nanoTime();
        long age = now - object.checkedNanos();
        // A playlist is asked about once a second anyway: an ingest may have lost Kafka where this edge has not.
        boolean heardSince = object.kind() != ObjectKind.PLAYLIST
                && heard.current()
                && object.checkedNanos() - heard.currentSinceNanos() >= 0;
        return age < (heardSince ? TRUSTED_NANOS : UNTRUSTED_NANOS);
    }

    /** A playlist is served whole or not at all; anything else as it comes. */
    private static boolean servedWhileGrowing(LiveObject object) {
        return object.kind() != ObjectKind.PLAYLIST;
    }
}
