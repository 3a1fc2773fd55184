package io.millrace.edge;

import io.millrace.chunklog.ObjectKind;
import io.millrace.chunklog.ObjectPath;
import io.millrace.wire.Frame;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

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
    private final String contentType;
    private final ObjectKind kind;
    private final long windowBytes;
    private final Map<EventLoop, LoopReaders> readers = new ConcurrentHashMap<>();

    // Guarded by this.
    private final List<HeldChunk> chunks = new ArrayList<>();
    /** Chunks before this index were let go; the list is compacted now and then. */
    private int firstHeld;

    private long heldFrom;
    private long end;
    private State state = State.GROWING;
    private boolean tailed;
    private int references = 1;

    /** The length that is known from Redis, or -1 as long as the upload is in progress. */
    private volatile long length;

    private volatile Instant modified;
    /** When Redis last said that this is what to serve, as {@link System#nanoTime}. */
    private volatile long checkedNanos = System.nanoTime();

    private LiveObject(
            ObjectPath path,
            long generation,
            String contentType,
            ObjectKind kind,
            long windowBytes,
            long heldFrom,
            long length,
            Instant modified) {
        this.path = path;
        this.generation = generation;
        this.contentType = contentType;
        this.kind = kind;
        this.windowBytes = windowBytes;
        this.heldFrom = heldFrom;
        this.end = heldFrom;
        this.length = length;
        this.modified = modified;
    }

    /** An upload in progress, of which the chunks from an offset on will be appended. */
    static LiveObject growing(
            ObjectPath path, long generation, String contentType, ObjectKind kind, long from, long windowBytes) {
        return new LiveObject(path, generation, contentType, kind, windowBytes, from, -1, Instant.EPOCH);
    }

    /** A complete generation, whose chunks will be appended from the start on. */
    static LiveObject whole(
            ObjectPath path, long generation, String contentType, ObjectKind kind, long length, Instant modified) {
        return new LiveObject(path, generation, contentType, kind, Long.MAX_VALUE, 0, length, modified);
    }

    /** A complete generation that is too large to hold: every reader reads it from Redis. */
    static LiveObject unheld(
            ObjectPath path, long generation, String contentType, ObjectKind kind, long length, Instant modified) {
        LiveObject object = new LiveObject(path, generation, contentType, kind, 0, length, length, modified);
        object.state = State.COMPLETE;
        return object;
    }

    ObjectPath path() {
        return path;
    }

    long generation() {
        return generation;
    }

    String contentType() {
        return contentType;
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
        return true;
    }

    /** Bytes of a complete object that are held, or will be. */
    synchronized long weight() {
        return length - heldFrom;
    }

    /** What is at an offset. A chunk comes with a reference to its frame, which the caller gives back. */
    synchronized Next next(long offset) {
        if (offset < heldFrom) {
            return Next.Gap.BEHIND;
        }
        if (offset >= end) {
            return switch (state) {
                case GROWING -> Next.Gap.PENDING;
                case COMPLETE -> Next.Gap.COMPLETE;
                case ABORTED -> Next.Gap.ABORTED;
            };
        }
        int low = firstHeld;
        int high = chunks.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (chunks.get(middle).start() <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        HeldChunk found = chunks.get(low);
        found.frame().retain();
        return found;
    }

    /** Appends the next chunk and wakes the readers that wait for it. Takes the frame over. */
    void append(Frame frame) {
        synchronized (this) {
            if (references == 0 || state != State.GROWING) {
                frame.release();
                return;
            }
            chunks.add(new HeldChunk(end, frame));
            end += frame.length();
            letGoBeyondWindow();
        }
        wakeReaders();
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
        wakeReaders();
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
            chunks.subList(firstHeld, chunks.size())
                    .forEach(chunk -> chunk.frame().release());
            chunks.clear();
        }
    }

    private void letGoBeyondWindow() {
        while (end - heldFrom > windowBytes && firstHeld < chunks.size() - 1) {
            HeldChunk oldest = chunks.get(firstHeld);
            oldest.frame().release();
            heldFrom = oldest.end();
            firstHeld++;
        }
        if (firstHeld > chunks.size() / 2) {
            chunks.subList(0, firstHeld).clear();
            firstHeld = 0;
        }
    }

    private void wakeReaders() {
        readers.values().forEach(LoopReaders::wake);
    }
}
