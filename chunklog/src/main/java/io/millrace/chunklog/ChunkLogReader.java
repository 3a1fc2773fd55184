package io.millrace.chunklog;

import io.lettuce.core.StreamMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Follows the chunk log of one generation: pages while it is behind, then a share of a blocking read until the end mark.
 *
 * <p>The listener is called by one Redis client thread at a time, in the order of the log. A Redis that is away for a
 * while is waited for; the log goes on where it stopped.
 */
public final class ChunkLogReader implements Followed {

    /** What the log holds, in its order. Exactly one call of {@code ended} or {@code lost} is the last one. */
    public interface Listener {

        /** The next chunks, as many as came together and at least one; the listener owns their bytes. */
        void chunks(List<StoredChunk> chunks);

        /** The log's end mark. */
        void ended(EndMark end);

        /** The log can't be followed to its end: it is gone, or bytes are missing in it. */
        void lost(String reason);
    }

    private static final Logger LOG = Logger.getLogger(ChunkLogReader.class);
    private static final int FIRST_PAGE_CHUNKS = 4;
    private static final int MOST_PAGE_CHUNKS = 256;
    /** A connection that breaks within a reply can mix two; a log that is wrong itself stays so. */
    private static final int MOST_SENSELESS = 3;

    private static final long RETRY_MS = 200;
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final ChunkLog log;
    private final BlockingReads blockingReads;
    private final ObjectPath path;
    private final long generation;
    private final Optional<EventLoop> near;
    private final Listener listener;

    /** Offset of the next byte. Touched by whoever delivers, one thread at a time. */
    private long position;

    private long heardNanos = System.nanoTime();
    /** Pages in a row that made no sense. */
    private int senseless;

    private int pageChunks = FIRST_PAGE_CHUNKS;
    /** Set by whoever makes the last call to the listener. */
    private final AtomicBoolean closed = new AtomicBoolean();

    ChunkLogReader(
            ChunkLog log,
            BlockingReads blockingReads,
            ObjectPath path,
            long generation,
            long from,
            Optional<EventLoop> near,
            Listener listener) {
        this.log = log;
        this.blockingReads = blockingReads;
        this.path = path;
        this.generation = generation;
        this.position = from;
        this.near = near;
        this.listener = listener;
    }

    void start() {
        log.read(path, generation, position, pageChunks).whenComplete((page, failure) -> {
            if (closed()) {
                release(page);
            } else if (failure != null && ChunkLog.isFault(failure) && ++senseless == MOST_SENSELESS) {
                lost(String.valueOf(failure.getMessage()));
            } else if (failure != null) {
                blockingReads.executors().schedule(this::start, RETRY_MS, TimeUnit.MILLISECONDS);
            } else {
                boolean atEnd = !mayGoOn(page);
                pageChunks = MOST_PAGE_CHUNKS;
                senseless = 0;
                goOn(page, atEnd);
            }
        });
    }

    /** Without a page of its own first. */
    void startAtOnce() {
        checkAlive();
        blockingReads.add(this);
    }

    /** Whether another page is worth asking for: chunks of half a page or more are left to the read that blocks. */
    private boolean mayGoOn(Page page) {
        return !page.chunks().isEmpty()
                && (page.chunks().size() == pageChunks
                        || page.chunks().getLast().end() - position > ChunkLog.PAGE_BYTES / 2);
    }

    private void goOn(Page page, boolean atEnd) {
        if (!deliver(page)) {
            return;
        }
        if (atEnd) {
            checkAlive();
            blockingReads.add(this);
        } else {
            start();
        }
    }

    @Override
    public boolean closed() {
        return closed.get();
    }

    @Override
    public String directory() {
        return path.directory();
    }

    @Override
    public Optional<EventLoop> near() {
        return near;
    }

    @Override
    public String key() {
        return RedisKeys.log(path, generation);
    }

    /** The id behind which a read goes on. */
    @Override
    public String lastId() {
        return LogEntries.id(position);
    }

    /**
     * Hands a page on.
     *
     * @return whether more is to come
     */
    boolean deliver(Page page) {
        if (closed()) {
            release(page);
            return false;
        }
        try {
            return hand(page);
        } catch (RuntimeException e) {
            LOG.errorf(e, "a chunk log can't be followed: object=%s generation=%d", path, generation);
            lost(e.toString());
            return false;
        }
    }

    /** Hands on what a blocking read brought; entries that make no sense end the reading. */
    @Override
    public void deliver(List<StreamMessage<String, ByteBuf>> entries) {
        Page page;
        try {
            page = LogEntries.page(entries);
        } catch (RuntimeException e) {
            lost(e.getMessage());
            return;
        }
        deliver(page);
    }

    private boolean hand(Page page) {
        heardNanos = System.nanoTime();
        boolean missing = false;
        List<StoredChunk> next = new ArrayList<>(page.chunks().size());
        for (StoredChunk chunk : page.chunks()) {
            missing |= !take(chunk, missing, next);
        }
        if (!next.isEmpty()) {
            listener.chunks(next);
        }
        if (missing || page.end().filter(end -> end.length() != position).isPresent()) {
            lost("bytes are missing after offset " + position);
            return false;
        }
        if (page.end().isEmpty()) {
            return true;
        }
        if (closed.compareAndSet(false, true)) {
            listener.ended(page.end().orElseThrow());
        }
        return false;
    }

    /** Adds a chunk, or what of it is new; false where bytes are missing before it. */
    private boolean take(StoredChunk chunk, boolean missing, List<StoredChunk> next) {
        boolean gap = missing || chunk.start() > position;
        if (gap || chunk.end() <= position) {
            chunk.bytes().release();
            return !gap;
        }
        chunk.bytes().skipBytes((int) (position - chunk.start()));
        StoredChunk fresh = new StoredChunk(position, chunk.bytes());
        position = fresh.end();
        next.add(fresh);
        return true;
    }

    private void lost(String reason) {
        if (closed.compareAndSet(false, true)) {
            listener.lost(reason);
        }
    }

    /**
     * Called now and then: a log that has been silent for a while may be gone, with the ingest that wrote it; or it ended
     * before what was read of it, which a failover has lost.
     */
    @Override
    public void checkSilence() {
        if (System.nanoTime() - heardNanos <= SILENCE_NANOS) {
            return;
        }
        heardNanos = System.nanoTime();
        log.reaches(path, generation, position).whenComplete((reaches, failure) -> {
            if (failure == null && !reaches) {
                lost("its log is gone, or the end of it");
            }
        });
    }

    private void checkAlive() {
        log.exists(path, generation).whenComplete((exists, failure) -> {
            if (failure == null && !exists) {
                lost("its log is gone");
            }
        });
    }

    private static void release(Page page) {
        if (page != null) {
            page.release();
        }
    }
}
