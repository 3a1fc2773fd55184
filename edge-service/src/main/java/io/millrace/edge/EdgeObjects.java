package io.millrace.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millrace.chunklog.Announcement;
import io.millrace.chunklog.ChunkLog;
import io.millrace.chunklog.ObjectKind;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.ObjectState;
import io.millrace.chunklog.Openings;
import io.millrace.edge.encoding.ContentCoding;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * What an edge holds of each path: the newest complete generation, in a cache that is bounded by bytes, and the newest
 * one in progress, with its tail. Redis is the truth; announcements keep what is held in step with it.
 *
 * <p>Used by every event loop, by Redis client threads and by the thread of the announcements. All state is in
 * concurrent maps, of which one entry is one path.
 */
final class EdgeObjects implements Openings, AutoCloseable {

    /** Even with every announcement heard, Redis is asked again after this time: what it forgets is not announced. */
    private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** While announcements may be missed, a playlist is at most this much older than at Redis. */
    private static final long UNTRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final int OVERHEAD_BYTES = 1024;

    private final ChunkLog log;
    private final AnnouncementsHeard heard;
    private final HeldRequests held;
    private final long windowBytes;
    private final long largestHeldBytes;

    private final Cache<ObjectPath, LiveObject> complete;
    private final Map<ObjectPath, Growing> growing = new ConcurrentHashMap<>();
    private final KnownPaths paths = new KnownPaths();
    private final GrowingMemory memory;
    private final Executor worker;
    private final LongSupplier clock;
    private final EdgeCounters counters;
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

    /**
     * Holds nothing yet.
     *
     * @param worker where objects are compressed and their chunks joined, which is no event loop
     * @param clock by which it is told when chunks came, in nanoseconds
     */
    EdgeObjects(
            ChunkLog log,
            AnnouncementsHeard heard,
            HeldRequests held,
            EdgeConfig config,
            Executor worker,
            LongSupplier clock,
            EdgeCounters counters) {
        this.log = log;
        this.heard = heard;
        this.held = held;
        this.worker = worker;
        this.clock = clock;
        this.counters = counters;
        this.memory = new GrowingMemory(config.growingBytes());
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
        paths.served(path);
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

    /** What Redis said a moment ago of a path under which there is nothing, or null. */
    Found.Nothing knownAbsent(ObjectPath path) {
        return heard.current() ? paths.absent(path) : null;
    }

    KnownPaths paths() {
        return paths;
    }

    /**
     * Asks Redis what to serve.
     *
     * @param near the event loop of who asks, if it has one
     */
    CompletionStage<Found> lookUp(ObjectPath path, Optional<EventLoop> near) {
        int seen = paths.changes(path);
        return log.find(path).thenCompose(state -> {
            Found.Nothing nothing = state.gone() ? Found.Nothing.GONE : Found.Nothing.ABSENT;
            if (state.absent()) {
                paths.absent(path, nothing, seen);
            }
            return follow(path, state, true, near)
                    .thenApply(object -> object == null ? nothing : new Found.There(object));
        });
    }

    /**
     * A compressed form of a complete object; made once and counted in the cache's bytes.
     *
     * @param object whose reference stays the caller's
     * @return nothing where the object is not in memory as a whole
     */
    Optional<CompletableFuture<byte[]>> coded(LiveObject object, ContentCoding coding) {
        CompletableFuture<byte[]> known = object.coded().get(coding);
        if (known != null) {
            return Optional.of(known);
        }
        return object.bytes()
                .map(parts -> object.coded().make(coding, parts, worker, () -> {
                    counters.compressed.increment();
                    weighAgain(object);
                }));
    }

    private void weighAgain(LiveObject object) {
        complete.asMap().computeIfPresent(object.path(), (p, now) -> now);
    }

    /** Acts on an announcement; called on the thread that brings them. */
    void announced(Announcement announcement) {
        ObjectPath path = announcement.path();
        long generation = announcement.generation();
        paths.changed(path);
        switch (announcement) {
            case Announcement.Opened opened -> {
                paths.live(path);
                if (paths.isServed(path)) {
                    refresh(path, false);
                }
            }
            case Announcement.Completed completed -> {
                paths.live(path);
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

    /** Directories with an upload in progress that is tailed. */
    long tailedDirectories() {
        return growing.keySet().stream().map(ObjectPath::directory).distinct().count();
    }

    /** What uploads in progress take of the memory. */
    GrowingMemory memory() {
        return memory;
    }

    /** Bytes of complete objects that are held. */
    long cachedBytes() {
        return complete.policy()
                .eviction()
                .map(bound -> bound.weightedSize().orElse(0))
                .orElse(0L);
    }

    /** Gives the memory of all complete objects back; what their readers and tails have is theirs to give back. */
    @Override
    public void close() {
        complete.invalidateAll();
    }

    /** Who waits for the object has it with its first chunk. */
    @Override
    public void opened(ObjectPath path, ObjectState.Open open, boolean replaces) {
        paths.changed(path);
        paths.live(path);
        if (held.holds(path)) {
            tail(path, open, replaces, 0, 0, Optional.empty());
        }
    }

    /** It may have come between the question whether it is there and the wait for it. */
    @Override
    public void openedBefore(ObjectPath path) {
        paths.live(path);
        if (held.holds(path)) {
            refresh(path, true);
        }
    }

    private void refresh(ObjectPath path, boolean mayBeFarAlong) {
        CompletionStage<LiveObject> found =
                log.find(path).thenCompose(state -> follow(path, state, mayBeFarAlong, Optional.empty()));
        found.whenComplete((object, failure) -> {
            boolean about = object != null && object.written() == 0 && !object.ended();
            if (object != null) {
                object.release(); // nobody has asked for it yet
            }
            if (about) {
                return; // its first chunk, which is stored already, or its end wakes who is held
            }
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
    private CompletionStage<LiveObject> follow(
            ObjectPath path, ObjectState state, boolean mayBeFarAlong, Optional<EventLoop> near) {
        LiveObject whole =
                state.complete().map(complete -> hold(path, complete, near)).orElse(null);
        if (state.complete().isEmpty()) {
            complete.invalidate(path);
        }
        return followOpen(path, state, mayBeFarAlong, near).thenApply(nothing -> whole != null ? whole : atHand(path));
    }

    private CompletionStage<Void> followOpen(
            ObjectPath path, ObjectState state, boolean mayBeFarAlong, Optional<EventLoop> near) {
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
            tail(path, open, replaces, 0, 0, near);
            return CompletableFuture.completedFuture(null);
        }
        return log.storedBytes(path, open.generation())
                .thenAccept(stored -> tail(path, open, replaces, Math.max(0, stored - windowBytes), stored, near));
    }

    /**
     * Holds a complete generation, as long as the cache has room for it.
     *
     * @return it, with a reference that passes to the caller, for the cache may let it go at once; or null where the
     *     tail of its upload is about to tell the same
     */
    private LiveObject hold(ObjectPath path, ObjectState.Complete whole, Optional<EventLoop> near) {
        Growing open = growing.get(path);
        if (open != null && open.object().generation() == whole.generation()) {
            // Until the tail's end the older one is served, or the upload as it comes.
            LiveObject older = complete.getIfPresent(path);
            if (older != null) {
                older.checked();
            }
            if (older != null || servedWhileGrowing(open.object())) {
                return null;
            }
            // A first playlist is read besides its tail: its publisher was told that it is there.
        }
        LiveObject held = complete.asMap().compute(path, (p, now) -> {
            LiveObject newest = now != null && now.generation() >= whole.generation() ? now : load(path, whole);
            newest.checked();
            newest.retain();
            return newest;
        });
        follow(held, false, 0, near);
        return held;
    }

    private LiveObject load(ObjectPath path, ObjectState.Complete whole) {
        return whole.length() > largestHeldBytes ? LiveObject.unheld(path, whole) : LiveObject.whole(path, whole);
    }

    /**
     * Holds an upload in progress as it comes.
     *
     * @param from what was stored before is left to Redis
     * @param stored bytes that Redis has of it already; 0 where it was opened a moment ago
     */
    private void tail(
            ObjectPath path,
            ObjectState.Open open,
            boolean replaces,
            long from,
            long stored,
            Optional<EventLoop> near) {
        LiveObject object = LiveObject.growing(path, open, from, stored, windowBytes, memory);
        Growing newest = growing.compute(
                path,
                (p, now) -> now != null && now.object().generation() >= open.generation()
                        ? now
                        : new Growing(object, replaces));
        if (newest.object() == object && !follow(object, stored == 0, from, near)) {
            forget(object); // it was deleted before it had a tail
        }
        object.release(); // the tail has its own reference, and the map lends none of its own
    }

    private void forget(LiveObject object) {
        growing.computeIfPresent(object.path(), (p, now) -> now.object() == object ? null : now);
    }

    /**
     * Starts the tail of an object, unless it has one; of one that was opened a moment ago from its start. Not within a map's computation: a tail may end before this
     * returns, and changes the maps then.
     *
     * @return whether it was started now
     */
    private boolean follow(LiveObject object, boolean opened, long from, Optional<EventLoop> near) {
        if (!object.tailed()) {
            return false;
        }
        tails.incrementAndGet();
        Tail tail = new Tail(object, clock, this::begun, this::ended);
        if (opened) {
            log.followNew(object.path(), object.generation(), near, tail);
        } else {
            log.follow(object.path(), object.generation(), from, near, tail);
        }
        return true;
    }

    /** A tail has its first chunks. */
    private void begun(LiveObject object) {
        if (servedWhileGrowing(object)) {
            held.wake(object.path());
        }
    }

    /** A tail is at its end: the object is complete or aborted. */
    private void ended(LiveObject object) {
        tails.decrementAndGet();
        ObjectPath path = object.path();
        if (!object.whole()) {
            complete.asMap().remove(path, object);
        } else {
            PlaylistPace.read(object); // before it is served
            complete.asMap().compute(path, (p, now) -> {
                if (now == object || (now != null && now.generation() > object.generation())) {
                    return now;
                }
                object.retain();
                object.checked();
                return object;
            });
            if (object.joinable()) {
                worker.execute(object::join);
            }
        }
        forget(object);
        held.wake(path);
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

    /**
     * A playlist is served whole or not at all; anything else as it comes. What was cut off is not begun any more: its
     * tail may be some way from its end.
     */
    private static boolean servedWhileGrowing(LiveObject object) {
        return object.kind() != ObjectKind.PLAYLIST && !object.aborted();
    }
}
