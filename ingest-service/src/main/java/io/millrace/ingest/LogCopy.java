package io.millrace.ingest;

import io.millrace.chunklog.ChunkLog;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.Page;
import io.millrace.chunklog.StoredChunk;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.Iterator;

/**
 * Reads a range of a complete generation, page by page and no faster than its bytes are taken. Owned by one event loop;
 * ends with {@code copied} or {@code failed}, or when it is stopped.
 */
final class LogCopy {

    /** Who takes the bytes, on the event loop. */
    interface Taker {

        /** The next bytes, as much of a chunk as lies in the range; the taker owns them. */
        void chunk(ByteBuf bytes);

        /** Whether the next page should wait for {@link LogCopy#resume}. */
        boolean full();

        /** Every byte of the range has been handed over. */
        void copied();

        /** There are no more: the generation is gone, or the store does not answer. */
        void failed(Failure failure);

        /** There are no more: a call of the taker failed. */
        void fault(Throwable fault);
    }

    /** Why a range can't be read to its end. */
    enum Failure {
        UNAVAILABLE,
        GONE
    }

    /** A page is bounded by its bytes, unless its chunks are tiny. */
    private static final int MOST_PAGE_CHUNKS = 256;

    private final ChunkLog log;
    private final ObjectPath path;
    private final long generation;
    private final long end;
    private final EventLoop loop;
    private final Taker taker;

    private long position;
    private boolean reading;
    private boolean over;

    /**
     * @param from offset of the first byte
     * @param end offset behind the last one; more than {@code from}
     */
    LogCopy(ChunkLog log, ObjectPath path, long generation, long from, long end, EventLoop loop, Taker taker) {
        this.log = log;
        this.path = path;
        this.generation = generation;
        this.position = from;
        this.end = end;
        this.loop = loop;
        this.taker = taker;
    }

    /** Reads on, unless it does already or is over. */
    void resume() {
        if (reading || over || taker.full()) {
            return;
        }
        reading = true;
        log.read(path, generation, position, MOST_PAGE_CHUNKS)
                .whenComplete((page, failure) -> loop.execute(() -> {
                    try {
                        arrived(page, failure);
                    } catch (RuntimeException e) {
                        over = true;
                        taker.fault(e);
                    }
                }));
    }

    /** Hands nothing over any more. */
    void stop() {
        over = true;
    }

    private void arrived(Page page, Throwable failure) {
        reading = false;
        if (failure != null) {
            fail(Failure.UNAVAILABLE);
            return;
        }
        long before = position;
        Iterator<StoredChunk> chunks = page.chunks().iterator();
        try {
            while (chunks.hasNext()) {
                hand(chunks.next());
            }
        } finally {
            chunks.forEachRemaining(chunk -> chunk.bytes().release());
        }
        if (over) {
            return;
        }
        if (position == end) {
            over = true;
            taker.copied();
        } else if (position == before) {
            fail(Failure.GONE);
        } else {
            resume();
        }
    }

    private void hand(StoredChunk chunk) {
        ByteBuf bytes = chunk.bytes();
        if (over || position == end || chunk.start() > position || chunk.end() <= position) {
            bytes.release();
            return;
        }
        bytes.skipBytes((int) (position - chunk.start()));
        bytes.writerIndex(bytes.readerIndex() + (int) Math.min(bytes.readableBytes(), end - position));
        position += bytes.readableBytes();
        taker.chunk(bytes);
    }

    private void fail(Failure failure) {
        if (!over) {
            over = true;
            taker.failed(failure);
        }
    }
}
