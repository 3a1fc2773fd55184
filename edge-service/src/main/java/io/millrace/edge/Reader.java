package io.millrace.edge;

import io.millrace.chunklog.ChunkLog;
import io.millrace.chunklog.Page;
import io.millrace.chunklog.StoredChunk;
import io.millrace.edge.answer.Part;
import io.millrace.edge.figures.DirectoryFigures;
import io.millrace.wire.Exchange;
import io.millrace.wire.Frame;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * One client's response: a cursor into a live object. Owned by the event loop of its exchange; ends with the response.
 *
 * <p>Goes forward as long as the socket takes more, then waits for the socket or for the next chunk. A reader that is
 * so far behind that its bytes are no longer in memory reads them from Redis, a page at a time.
 */
final class Reader implements LoopReaders.Waiting {

    private static final int PAGE_CHUNKS = 4;
    /** A Redis that is away for a while is waited for. */
    private static final int PAGE_TRIES = 50;

    private static final long PAGE_RETRY_MS = 200;

    private final Exchange exchange;
    private final LiveObject object;
    private final ChunkLog log;
    private final LoopReaders fellows;
    private final EdgeCounters counters;
    private final DirectoryFigures figures;
    private final ReadersInProgress readers;
    private final Grant grant;
    /** What to send, or empty where all that comes is sent until the object ends. */
    private final List<Part> parts;

    private int nextPart;
    private long position;
    /** Offset behind the last byte of the part. */
    private long limit;
    /** Whether the object may end before the limit: the client was told of no length. */
    private final boolean openEnded;
    /** The offset from which on it is timed how soon chunks are handed on. */
    private final long liveFrom;
    /** Whether the client takes the oldest bytes that there are for the first ones. */
    private final boolean anyStart;

    /** Chunks of a page that are not sent yet. */
    private final Queue<HeldChunk> paged = new ArrayDeque<>();

    private long pagedEnd;
    private boolean paging;
    private int pageTries;
    private boolean waiting;
    private boolean advancing;
    private boolean over;

    private Reader(ObjectRequest request, LiveObject object, List<Part> parts, boolean openEnded, long from, long to) {
        this.exchange = request.exchange();
        this.object = object;
        this.log = request.serving().log();
        this.counters = request.serving().counters();
        this.readers = request.serving().readers();
        this.grant = request.admission().grant();
        this.parts = parts;
        this.openEnded = openEnded;
        this.position = from;
        this.limit = to;
        this.anyStart = openEnded && from == 0 && to == Long.MAX_VALUE;
        this.liveFrom = object.liveFrom();
        this.fellows = object.readersOn(exchange.eventLoop());
        this.figures = request.begun();
    }

    /**
     * Of parts of a complete object, whose length the client was told.
     *
     * @param object with a reference that passes to the reader
     */
    static Reader of(ObjectRequest request, LiveObject object, List<Part> parts) {
        return new Reader(request, object, parts, false, 0, 0);
    }

    /**
     * Of an object as it grows, until its end.
     *
     * @param object with a reference that passes to the reader
     * @param from offset of the first byte to send
     * @param to offset behind the last one, if the object gets as far
     */
    static Reader live(ObjectRequest request, LiveObject object, long from, long to) {
        return new Reader(request, object, List.of(), true, from, to);
    }

    /** Sends what is there; the head of the response has been begun. */
    void start() {
        counters.readersStarted.increment();
        exchange.onClosed(this::end);
        if (!readers.begun(this, exchange.eventLoop())) {
            fail();
            return;
        }
        exchange.onWritable(() -> {
            if (!waiting) {
                advance();
            }
        });
        advance();
        // The head goes out at once, even where there is no byte yet.
        if (!over) {
            exchange.flush();
        }
    }

    /** Goes as far as it can. Flushing may call this again; the call in progress then does the work. */
    @Override
    public void advance() {
        boolean following = waiting;
        waiting = false;
        if (advancing) {
            return;
        }
        long before = position;
        advancing = true;
        while (!over && !waiting && !paging && exchange.writable()) {
            while (exchange.writable() && step()) {
                // on to the next chunk
            }
            if (!over) {
                exchange.flush();
            }
        }
        advancing = false;
        // Of one that waited for its socket meanwhile, or for Redis, the time would be the client's.
        if (following && before >= liveFrom && position > before && (waiting || over)) {
            fellows.handed(figures);
        }
    }

    /** Sends one chunk; false where there is nothing to send now. */
    private boolean step() {
        if (position == limit) {
            return nextPart();
        }
        Next next = paged.isEmpty() ? object.next(position) : paged.remove();
        switch (next) {
            case HeldChunk chunk -> send(chunk);
            case Next.Gap.BEHIND -> readPage();
            case Next.Gap.PENDING -> {
                waiting = true;
                fellows.await(this);
            }
            case Next.Gap.COMPLETE -> {
                if (openEnded) {
                    finish();
                } else {
                    fail();
                }
            }
            case Next.Gap.ABORTED -> fail();
        }
        return !over && !waiting && !paging;
    }

    /** Begins the next part; false where there is none, which ends the response. */
    private boolean nextPart() {
        letGoOfPage(); // a page goes on behind the part that has just ended
        while (nextPart < parts.size()) {
            switch (parts.get(nextPart++)) {
                case Part.Text text -> exchange.send(Unpooled.wrappedBuffer(text.bytes()));
                case Part.Slice slice -> {
                    position = slice.range().from();
                    limit = slice.range().to();
                    return true;
                }
            }
        }
        finish();
        return false;
    }

    private void finish() {
        exchange.end();
        end();
    }

    /** Whether the client may still read. */
    boolean granted() {
        return grant.holds();
    }

    /** Ends the response so that the client knows that it is not whole. */
    @Override
    public void fail() {
        exchange.cutOff();
        end();
    }

    private void send(HeldChunk chunk) {
        Frame frame = chunk.frame();
        long to = Math.min(chunk.end(), limit);
        exchange.send(frame, (int) (position - chunk.start()), (int) (to - chunk.start()));
        frame.release();
        counters.bytes.add(to - position);
        figures.sent(to - position);
        position = to;
    }

    private void readPage() {
        if (over) {
            return;
        }
        paging = true;
        log.read(object.path(), object.generation(), position, PAGE_CHUNKS)
                .whenComplete((page, failure) -> exchange.eventLoop().execute(() -> pageCame(page, failure)));
    }

    private void pageCame(Page page, Throwable failure) {
        paging = false;
        if (page != null) {
            page.chunks().forEach(this::take);
        }
        if (over) {
            return;
        }
        if (failure != null && pageTries < PAGE_TRIES) {
            paging = true;
            pageTries++;
            exchange.eventLoop().schedule(this::readPage, PAGE_RETRY_MS, TimeUnit.MILLISECONDS);
        } else if (paged.isEmpty()) {
            // What is neither in memory nor in Redis is lost to this reader.
            fail();
        } else {
            pageTries = 0;
            advance();
        }
    }

    private void take(StoredChunk chunk) {
        boolean first = paged.isEmpty();
        if (first && anyStart && position == 0 && chunk.start() > 0) {
            // Of an endless upload only the newest bytes are kept: a reader begins with the oldest of them.
            position = chunk.start();
        }
        boolean follows = first ? chunk.start() <= position : chunk.start() == pagedEnd;
        if (over || !follows) {
            chunk.bytes().release();
            return;
        }
        pagedEnd = chunk.end();
        paged.add(new HeldChunk(chunk.start(), Frame.of(chunk.bytes())));
    }

    private void end() {
        if (over) {
            return;
        }
        over = true;
        counters.readersEnded.increment();
        figures.over();
        readers.over(this, exchange.eventLoop());
        letGoOfPage();
        object.release();
    }

    private void letGoOfPage() {
        paged.forEach(chunk -> chunk.frame().release());
        paged.clear();
    }
}
