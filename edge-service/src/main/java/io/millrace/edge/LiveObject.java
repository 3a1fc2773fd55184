package io.millrace.edge;

import io.millrace.chunklog.ContentHeaders;
import io.millrace.chunklog.ObjectKind;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.ObjectState;
import io.millrace.edge.answer.Validators;
import io.millrace.wire.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An edge's copy in memory of one generation's chunk log: an append-only list of chunks that all readers share. Of a
 * large object only the newest chunks are held.
 *
 * <p>The tail appends and ends it; readers on any event loop look chunks up. Its state is guarded by its monitor, which
 * is held for a few instructions only. It counts references, the cache's, the tail's and one a reader; the last one to
 * go gives the chunks' memory back.
 */
final class LiveObject {

    private enum State {
        GROWING,
        COMPLETE,
        ABORTED
    }

    private final ObjectPath path;
    private final long generation;
    private final ContentHeaders headers;
    private final ObjectKind kind;
    private final long windowBytes;
    /** What counts the bytes of an upload in progress; null where the cache counts them. */
    private final GrowingMemory memory;
    /** Bytes that Redis had of the upload when it was found; the tail may still be on its way there. */
    private final long foundBytes;

    private final CodedForms coded = new CodedForms();
    private final Map<EventLoop, LoopReaders> readers = new ConcurrentHashMap<>();
    /** Made once, not for every chunk. */
    private final Consumer<LoopReaders> waking = this::wake;
    /** When the newest chunks came, by the clock of the edge's figures. */
    private volatile long cameNanos;

    // Guarded by this.
    private final HeldChunks chunks;
    private State state = State.GROWING;
    private boolean tailed;
    private int references = 1;

    /** The length that is known from Redis, or -1 as long as the upload is in progress. */
    private volatile long length;

    private volatile Instant modified;
    /** What the object is recognised by, from the first answer with it on; racing threads make the same. */
    private volatile Validators validators;

    /** When Redis last said that this is what to serve, as {@link System#nanoTime}. */
    private volatile long checkedNanos = System.nanoTime();

    /** How long a playlist may be cached, where it is one that tells. */
    private volatile Optional<PlaylistPace> pace = Optional.empty();

    private LiveObject(
            ObjectPath path,
            long generation,
            ContentHeaders headers,
            ObjectKind kind,
            long windowBytes,
            GrowingMemory memory,
            long heldFrom,
            long foundBytes,
            long length,
            Instant modified) {
        this.path = path;
        this.generation = generation;
        this.headers = headers;
        this.kind = kind;
        this.windowBytes = windowBytes;
        this.memory = memory;
        this.chunks = new HeldChunks(heldFrom);
        this.foundBytes = foundBytes;
        this.length = length;
        this.modified = modified;
    }

    /**
     * An upload in progress, of which the chunks from an offset on will be appended.
     *
     * @param foundBytes bytes that Redis has of it already
     * @param windowBytes bytes of it that are held, the newest
     * @param memory counts what is held until the upload ends
     */
    static LiveObject growing(
            ObjectPath path,
            ObjectState.Open open,
            long from,
            long foundBytes,
            long windowBytes,
            GrowingMemory memory) {
        return new LiveObject(
                path,
                open.generation(),
                open.headers(),
                open.kind(),
                windowBytes,
                memory,
                from,
                foundBytes,
                -1,
                Instant.EPOCH);
    }

    /** A complete generation, whose chunks will be appended from the start on. */
    static LiveObject whole(ObjectPath path, ObjectState.Complete whole) {
        return of(path, whole, Long.MAX_VALUE, 0);
    }

    /** A complete generation that is too large to hold: every reader reads it from Redis. */
    static LiveObject unheld(ObjectPath path, ObjectState.Complete whole) {
        LiveObject object = of(path, whole, 0, whole.length());
        object.state = State.COMPLETE;
        return object;
    }

    private static LiveObject of(ObjectPath path, ObjectState.Complete whole, long windowBytes, long heldFrom) {
        return new LiveObject(
                path,
                whole.generation(),
                whole.headers(),
                whole.kind(),
                windowBytes,
                null,
                heldFrom,
                0,
                whole.length(),
                whole.modified());
    }

    ObjectPath path() {
        return path;
    }

    long generation() {
        return generation;
    }

    /** What the publisher said of it. */
    ContentHeaders headers() {
        return headers;
    }

    ObjectKind kind() {
        return kind;
    }

    /** Bytes of the whole object, or -1 where that is not known yet. */
    long length() {
        return length;
    }

    /** When the upload ended; only where the length is known. */
    Instant modified() {
        return modified;
    }

    /** What the object is recognised by; only where the length is known. */
    Validators validators() {
        Validators known = validators;
        if (known == null) {
            known = Validators.of(ObjectState.etag(generation, length), modified);
            validators = known;
        }
        return known;
    }

    long checkedNanos() {
        return checkedNanos;
    }

    void checked() {
        checkedNanos = System.nanoTime();
    }

    /** Redis did not say so, but what is held may be out of date. */
    void distrust() {
        checkedNanos = System.nanoTime() - TimeUnit.DAYS.toNanos(1);
    }

    /** Whether the object is there as a whole: its upload has ended well and nothing of it was left out. */
    synchronized boolean whole() {
        return state == State.COMPLETE && length >= 0;
    }

    /** Claims the tail: true for the first that asks, who takes a reference for it. */
    synchronized boolean tailed() {
        if (tailed || references == 0 || state != State.GROWING) {
            return false;
        }
        tailed = true;
        references++;
        if (memory != null) {
            memory.opened(this); // before another thread can end the object, which closes it there
        }
        return true;
    }

    /** Whether nothing will be appended any more. */
    synchronized boolean ended() {
        return state != State.GROWING;
    }

    /** Whether the upload was cut off. */
    synchronized boolean aborted() {
        return state == State.ABORTED;
    }

    /** Bytes of a complete object that are held, or will be, with its coded forms. */
    long weight() {
        synchronized (this) {
            return length - chunks.from() + coded.bytes();
        }
    }

    /** The forms of this object that were compressed for clients that take them. */
    CodedForms coded() {
        return coded;
    }

    /** Bytes that are known to be there so far, here or at Redis. */
    synchronized long written() {
        return Math.max(chunks.end(), foundBytes);
    }

    /**
     * The offset from which on chunks come as they are uploaded; those before were stored when the object was found. Behind all
     * bytes of what was found complete.
     */
    long liveFrom() {
        return memory == null ? Long.MAX_VALUE : foundBytes;
    }

    /** Offset of the first byte in memory. */
    synchronized long heldFrom() {
        return chunks.from();
    }

    /** Bytes in memory. */
    synchronized long heldBytes() {
        return chunks.bytes();
    }

    Optional<PlaylistPace> pace() {
        return pace;
    }

    void pace(Optional<PlaylistPace> told) {
        pace = told;
    }

    /**
     * All bytes of the object, for as long as the caller does not give the buffers back.
     *
     * @return nothing where not all of them are in memory, or the object is not whole
     */
    synchronized Optional<List<ByteBuf>> bytes() {
        return whole() && chunks.from() == 0 && references > 0 ? Optional.of(chunks.data()) : Optional.empty();
    }

    /**
     * Lets go of the oldest chunks, for the memory is wanted elsewhere; readers of these go on with Redis.
     *
     * @param keepBytes bytes that stay; the newest chunk always does
     * @return bytes that were let go
     */
    synchronized long shed(long keepBytes) {
        return state == State.GROWING ? chunks.letGoBeyond(keepBytes) : 0;
    }

    /** Whether {@link #join} would make a difference. */
    synchronized boolean joinable() {
        return whole() && references > 0 && chunks.count() >= JoinedChunks.LEAST_CHUNKS;
    }

    /** Joins small chunks, as nothing is appended any more; copies them, which is not for an event loop. */
    void join() {
        List<HeldChunk> small;
        synchronized (this) {
            if (!joinable()) {
                return;
            }
            small = chunks.retained();
        }
        List<HeldChunk> joined = JoinedChunks.of(small);
        synchronized (this) {
            if (references > 0) {
                chunks.replace(joined);
                return;
            }
        }
        joined.forEach(chunk -> chunk.frame().release());
    }

    /** What is at an offset. A chunk comes with a reference to its frame, which the caller gives back. */
    synchronized Next next(long offset) {
        if (offset < chunks.from()) {
            return Next.Gap.BEHIND;
        }
        if (offset >= chunks.end()) {
            return switch (state) {
                case GROWING -> Next.Gap.PENDING;
                case COMPLETE -> Next.Gap.COMPLETE;
                case ABORTED -> Next.Gap.ABORTED;
            };
        }
        return chunks.at(offset);
    }

    /**
     * Chunks have come from the log, and are appended next.
     *
     * @param nanos when, by the clock of the edge's figures
     */
    void came(long nanos) {
        cameNanos = nanos;
    }

    /** Appends the next chunk, of which nobody is told before {@link #wakeReaders}. Takes the frame over. */
    void append(Frame frame) {
        long more = frame.length();
        synchronized (this) {
            if (references == 0 || state != State.GROWING) {
                frame.release();
                return;
            }
            chunks.add(frame);
            more -= chunks.letGoBeyond(windowBytes);
        }
        if (memory != null) {
            memory.changed(more);
        }
    }

    /** The object is whole. */
    void complete(long atLength, Instant at) {
        synchronized (this) {
            if (state != State.GROWING) {
                return;
            }
            modified = at;
            length = atLength;
            state = State.COMPLETE;
        }
        told();
    }

    /** The upload has ended well, but there is no whole object: only its newest bytes were kept. */
    void finish() {
        end(State.COMPLETE);
    }

    /** The object will never be whole. */
    void abort() {
        end(State.ABORTED);
    }

    private void end(State how) {
        synchronized (this) {
            if (state != State.GROWING) {
                return;
            }
            state = how;
        }
        told();
    }

    /** Has ended, which is final. */
    private void told() {
        if (memory != null) {
            memory.closed(this, heldBytes());
        }
        wakeReaders();
    }

    /** The readers on one event loop; asked for by a reader before it looks for its first chunk. */
    LoopReaders readersOn(EventLoop loop) {
        return readers.computeIfAbsent(loop, LoopReaders::new);
    }

    /** Takes a reference; false where the object's memory is given back already. */
    synchronized boolean retain() {
        if (references == 0) {
            return false;
        }
        references++;
        return true;
    }

    void release() {
        synchronized (this) {
            references--;
            if (references > 0) {
                return;
            }
            chunks.release();
        }
    }

    /** Lets the readers go on that wait for what is next. */
    void wakeReaders() {
        readers.values().forEach(waking);
    }

    private void wake(LoopReaders loop) {
        loop.wake(cameNanos);
    }
}
