package io.millrace.chunklog;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Writes the chunk log of one generation: opened by the first chunk, then chunks, then exactly one end mark.
 *
 * <p>Owned by one event loop: every method is called on it and every event arrives on it. Chunks are sent on without
 * waiting for earlier ones; what is not yet acknowledged is bounded by the window, beyond which the owner stops
 * appending until {@link Events#progressed}.
 */
public final class ChunkLogWriter {

    /** What the owner is told, always on its event loop. */
    public interface Events {

        /**
         * Redis acknowledged a chunk. Comes before what follows from it.
         *
         * @param nanos since it was appended
         */
        default void stored(long nanos) {}

        /** Redis acknowledged a chunk: there may be room in the window again. */
        void progressed();

        /** The first chunk is stored: edges may be told of the generation. */
        void opened(long generation);

        /** The log can't be written any further. Told at most once, and nothing after it. */
        void failed(WriteFailure failure);
    }

    private enum State {
        NEW,
        OPENING,
        OPEN,
        ENDED
    }

    /** A chunk, and when it came. */
    private record Appended(ByteBuf bytes, long nanos) {}

    private static final Logger LOG = Logger.getLogger(ChunkLogWriter.class);

    /** Whichever generation is complete by then, or none. */
    private static final long ANY_GENERATION = 0;

    private final ChunkLog log;
    /** One connection, so that everything comes to Redis in its order. */
    private final RedisClusterAsyncCommands<String, ByteBuf> redis;

    private final ObjectPath path;
    private final ContentHeaders headers;
    private final Optional<Duration> segments;
    private final KeptWindow kept;
    private final long windowBytes;
    private final EventLoop loop;
    private final Events events;

    /** Tells this upload's opening from others', for as long as its generation is not known. */
    private final String opener = Long.toHexString(ThreadLocalRandom.current().nextLong());

    private State state = State.NEW;
    private ObjectKind kind = ObjectKind.SEGMENT;
    private long generation;
    /** Bytes appended so far, which is also the end offset of the newest chunk. */
    private long length;

    private long chunks;
    private long acknowledgedChunks;
    private long unacknowledgedBytes;
    /** Chunks that came before Redis had answered with the generation; bounded by the window. */
    private final Queue<Appended> waitingForGeneration = new ArrayDeque<>();

    private Runnable whenOpen;
    private ScheduledFuture<?> renewal;

    ChunkLogWriter(
            ChunkLog log,
            RedisClusterAsyncCommands<String, ByteBuf> redis,
            ObjectPath path,
            ContentHeaders headers,
            Keeping keeping,
            long windowBytes,
            EventLoop loop,
            Events events) {
        this.log = log;
        this.redis = redis;
        this.path = path;
        this.headers = headers;
        this.segments = keeping.segments();
        this.kept = new KeptWindow(keeping.windowBytes().orElse(log.retainedBytes()), keeping.windowDuration());
        this.windowBytes = windowBytes;
        this.loop = loop;
        this.events = events;
    }

    /** Bytes appended so far. */
    public long length() {
        return length;
    }

    /** The generation, or 0 before the first chunk is stored. */
    public long generation() {
        return generation;
    }

    /** Whether nothing waits for Redis, so that a further chunk would be stored at once. */
    public boolean idle() {
        return unacknowledgedBytes == 0;
    }

    /** Whether the owner should wait before it appends more. */
    public boolean windowFull() {
        return unacknowledgedBytes >= windowBytes;
    }

    /** Appends one chunk, which becomes one entry; takes the buffer over. */
    public void append(ByteBuf chunk) {
        if (state == State.ENDED) {
            chunk.release();
            return;
        }
        length += chunk.readableBytes();
        chunks++;
        unacknowledgedBytes += chunk.readableBytes();
        long now = System.nanoTime();
        switch (state) {
            case NEW -> open(chunk, now);
            case OPENING -> waitingForGeneration.add(new Appended(chunk, now));
            case OPEN -> send(chunk, length, now);
            case ENDED -> throw new AssertionError(state);
        }
    }

    /**
     * Ends the generation well. The answer is there when every chunk and the end mark are acknowledged and Redis has
     * made sure that none is missing; a failure arrives as {@link Events#failed} instead.
     */
    public void complete(Consumer<Completion> completed) {
        complete(ANY_GENERATION, completed);
    }

    /**
     * The same, where the newest complete generation still is the one that this one was made from, as a patch of it is;
     * else the failure is {@link WriteFailure#OVERTAKEN}.
     *
     * @param generation the generation that this one replaces
     */
    public void completeOver(long generation, Consumer<Completion> completed) {
        if (generation <= ANY_GENERATION) {
            throw new IllegalArgumentException("not a generation: " + generation);
        }
        complete(generation, completed);
    }

    private void complete(long over, Consumer<Completion> completed) {
        if (state == State.OPENING) {
            whenOpen = () -> complete(over, completed);
            return;
        }
        if (state != State.OPEN) {
            return;
        }
        log.complete(redis, path, generation, length, kept.trimmed() ? 0 : chunks, headers, kind, over, segments)
                .whenComplete((result, failure) -> loop.execute(() -> {
                    if (state == State.ENDED) {
                        return;
                    }
                    if (failure != null) {
                        fail(failure);
                        return;
                    }
                    switch (result) {
                        case CompletionReply.Refused refused -> fail(refused.failure());
                        case CompletionReply.Done done -> {
                            end();
                            completed.accept(new Completion(
                                    new ObjectState.Complete(generation, headers, kind, length, done.modified()),
                                    done.replaced(),
                                    done.dropped()));
                        }
                    }
                }));
    }

    /** Ends the generation badly; also right after a failure or when nothing was written. */
    public void abort() {
        if (state == State.OPENING) {
            whenOpen = this::abort;
            return;
        }
        if (state == State.OPEN) {
            end();
            log.abort(redis, path, generation, opener);
        }
    }

    private void open(ByteBuf first, long appendedNanos) {
        state = State.OPENING;
        kind = ObjectKind.of(path, first);
        int bytes = first.readableBytes();
        log.open(redis, path, headers, kind, first, opener)
                .whenComplete((opened, failure) -> loop.execute(() -> {
                    first.release();
                    unacknowledgedBytes -= bytes;
                    if (failure != null) {
                        fail(failure);
                        return;
                    }
                    try {
                        events.stored(System.nanoTime() - appendedNanos);
                        opened(opened, bytes);
                    } catch (RuntimeException e) {
                        fault(e);
                    }
                }));
    }

    private void opened(long opened, int firstBytes) {
        generation = opened;
        acknowledgedChunks = 1;
        state = State.OPEN;
        long renewMs = log.leaseMs() / 3;
        renewal = loop.scheduleAtFixedRate(this::renew, renewMs, renewMs, TimeUnit.MILLISECONDS);
        events.opened(generation);
        long end = firstBytes;
        while (!waitingForGeneration.isEmpty()) {
            Appended chunk = waitingForGeneration.remove();
            end += chunk.bytes().readableBytes();
            send(chunk.bytes(), end, chunk.nanos());
        }
        if (whenOpen != null) {
            whenOpen.run();
        } else {
            events.progressed();
        }
    }

    private void send(ByteBuf chunk, long end, long appendedNanos) {
        int bytes = chunk.readableBytes();
        XAddArgs entry = new XAddArgs().nomkstream().id(LogEntries.id(end));
        long start = kept.startWith(end, appendedNanos);
        if (start > 0) {
            entry.minId(LogEntries.id(start)).approximateTrimming();
        }
        log.append(redis, path, generation, entry, chunk)
                .whenComplete((id, failure) -> loop.execute(() -> {
                    chunk.release();
                    unacknowledgedBytes -= bytes;
                    if (state == State.ENDED) {
                        return;
                    }
                    if (failure != null && !isStoredAlready(failure)) {
                        fail(failure);
                    } else if (failure == null && id == null) {
                        fail(WriteFailure.LOST);
                    } else {
                        acknowledgedChunks++;
                        progressed(appendedNanos);
                    }
                }));
    }

    private void progressed(long appendedNanos) {
        try {
            events.stored(System.nanoTime() - appendedNanos);
            events.progressed();
        } catch (RuntimeException e) {
            fault(e);
        }
    }

    private void renew() {
        log.renew(redis, path, generation, acknowledgedChunks, kept.trimmed())
                .whenComplete((alive, failure) -> loop.execute(() -> {
                    if (state == State.OPEN && failure == null && alive == 0) {
                        fail(WriteFailure.LOST);
                    }
                }));
    }

    private void fail(Throwable failure) {
        if (ChunkLog.isFault(failure)) {
            fault(failure);
            return;
        }
        log.refused(failure);
        fail(
                String.valueOf(failure.getMessage()).contains("OOM command not allowed")
                        ? WriteFailure.FULL
                        : WriteFailure.UNAVAILABLE);
    }

    /** The owner would wait for ever if an event failed in silence. */
    private void fault(Throwable fault) {
        LOG.errorf(fault, "an upload can't go on: object=%s generation=%d", path, generation);
        fail(WriteFailure.FAULT);
    }

    private void fail(WriteFailure failure) {
        if (state == State.ENDED) {
            return;
        }
        // Also where the opening was not answered in time: Redis may have done it, or do it yet, right before this.
        log.abort(redis, path, generation, opener);
        end();
        events.failed(failure);
    }

    private void end() {
        state = State.ENDED;
        waitingForGeneration.forEach(chunk -> chunk.bytes().release());
        waitingForGeneration.clear();
        if (renewal != null) {
            renewal.cancel(false);
        }
    }

    /**
     * Lettuce sends a command again when the connection broke before the answer. The id is the end offset and nobody
     * else writes to this generation, so a refused id means that the first try was stored.
     */
    private static boolean isStoredAlready(Throwable failure) {
        return failure instanceof RedisCommandExecutionException
                && String.valueOf(failure.getMessage()).contains("equal or smaller");
    }
}
