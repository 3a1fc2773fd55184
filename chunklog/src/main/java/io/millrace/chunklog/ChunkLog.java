package io.millrace.chunklog;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.millrace.backends.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * The log of objects in Redis. All methods may be called from any thread and none blocks; stages complete on Redis
 * client threads, exceptionally where Redis does not answer within its timeout.
 */
public final class ChunkLog implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ChunkLog.class);

    /** Free bytes before the readable ones of every chunk that is read: room for HTTP/1.1 chunk framing. */
    public static final int HEADROOM = 16;

    /** Free bytes after them, for the line end of the same framing. */
    public static final int TAILROOM = 2;

    /** Most entries of one listing. */
    public static final int MOST_LISTED = 10_000;

    /** Most names of one directory that its index knows, there or gone; beyond that it forgets those first gone. */
    private static final int MOST_NAMES = 10_000;

    /** Of the names, the newest half may be a window; the others are what has left it. */
    private static final int MOST_WINDOW_OBJECTS = MOST_NAMES / 2;

    /** Openings that a directory remembers: those of some seconds, for who begins to follow them after they came. */
    private static final int MOST_OPENINGS = 32;

    /** Bytes that one read brings at the most, but for a chunk that is longer: twice the longest chunk by default. */
    static final int PAGE_BYTES = 2 << 20;

    /** What a start asks for; nothing comes of whether it is there. */
    private static final ObjectPath PROBE = new ObjectPath("/", "probe");

    private static final long CLOSE_SECONDS = 1;
    private static final int ABORT_TRIES = 10;
    private static final long ABORT_AGAIN_MS = 500;

    private final ChunkLogConfig config;
    private final RedisNodes redis;
    private final BlockingReads blockingReads;
    private final DirectoryLives directories;
    /** Waited for at the end, so that no reader is left waiting for the rest of an upload. */
    private final Map<String, CompletableFuture<?>> aborts = new ConcurrentHashMap<>();

    private final AtomicReference<String> toldRefusal = new AtomicReference<>("");

    private ChunkLog(ChunkLogConfig config, RedisNodes redis) {
        this.config = config;
        this.redis = redis;
        this.blockingReads = new BlockingReads(redis);
        this.directories = new DirectoryLives(redis, config.retention());
    }

    /** As below, on threads of its own. */
    public static ChunkLog connect(ChunkLogConfig config) {
        return connect(config, Optional.empty());
    }

    /**
     * Connects to Redis, which must be there.
     *
     * @param loops where its connections may be, which end after it; a writer of the same loop then passes chunks on
     *     without waking a thread
     * @throws ChunkLogUnavailableException if it is not, with a message for the operator
     * @throws InvalidSettingException if a setting makes no sense
     */
    public static ChunkLog connect(ChunkLogConfig config, EventLoopGroup loops) {
        return connect(config, Optional.of(loops));
    }

    private static ChunkLog connect(ChunkLogConfig config, Optional<EventLoopGroup> loops) {
        check(config);
        ChunkLog log = new ChunkLog(config, RedisNodes.connect(config.redis(), loops));
        try {
            log.probe();
            return log;
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /**
     * Asks for something: a user without rights can connect. What else goes wrong passes by itself, such as a cluster's node
     * that is away until another takes its place.
     */
    private void probe() {
        try {
            find(PROBE).toCompletableFuture().join();
        } catch (CompletionException e) {
            if (lacksRight(e)) {
                throw new ChunkLogUnavailableException(redis.explain(e), e);
            }
        }
    }

    private static boolean lacksRight(Throwable failure) {
        return Reason.of(failure).startsWith("NOPERM");
    }

    private static void check(ChunkLogConfig config) {
        Duration moment = Duration.ofMillis(1);
        ChunkLogConfig.Redis redis = config.redis();
        InvalidSettingException.unlessAtLeast("MILLRACE_REDIS_TIMEOUT", redis.timeout(), moment);
        InvalidSettingException.unlessAtLeast("MILLRACE_REDIS_CONNECT_TIMEOUT", redis.connectTimeout(), moment);
        InvalidSettingException.unlessWithin("MILLRACE_REDIS_TAIL_CONNECTIONS", redis.tailConnections(), 1, 1000);
        ChunkLogConfig.Kafka kafka = config.kafka();
        InvalidSettingException.unlessAtLeast("MILLRACE_KAFKA_CONNECT_TIMEOUT", kafka.connectTimeout(), moment);
        InvalidSettingException.unlessWithin("MILLRACE_KAFKA_PARTITIONS", kafka.partitions(), 1, 10_000);
        InvalidSettingException.unlessAtLeast("MILLRACE_KAFKA_RETENTION", kafka.retention(), moment);
        ChunkLogConfig.Retention retention = config.retention();
        InvalidSettingException.unlessAtLeast("MILLRACE_RETENTION_SEGMENTS", retention.segments(), moment);
        InvalidSettingException.unlessAtLeast("MILLRACE_RETENTION_PLAYLISTS", retention.playlists(), moment);
        InvalidSettingException.unlessAtLeast("MILLRACE_RETENTION_REPLACED", retention.replaced(), moment);
        InvalidSettingException.unlessWithin(
                "MILLRACE_RETENTION_WINDOW_BYTES", retention.windowBytes(), 0, Long.MAX_VALUE);
        InvalidSettingException.unlessWithin(
                "MILLRACE_RETENTION_WINDOW_OBJECTS", retention.windowObjects(), 0, MOST_WINDOW_OBJECTS);
        InvalidSettingException.unlessAtLeast("MILLRACE_RETENTION_LEASE", retention.lease(), Duration.ofSeconds(1));
    }

    /**
     * A writer for a new generation; nothing is stored before its first chunk.
     *
     * @param windowBytes that may wait for Redis before its owner should
     */
    public ChunkLogWriter writer(
            ObjectPath path,
            ContentHeaders headers,
            Keeping keeping,
            long windowBytes,
            EventLoop loop,
            ChunkLogWriter.Events events) {
        return new ChunkLogWriter(this, redis.chunks(loop), path, headers, keeping, windowBytes, loop, events);
    }

    /** What is stored under a path now. */
    public CompletionStage<ObjectState> find(ObjectPath path) {
        CompletionStage<String> found = Script.FIND.run(
                redis.states(),
                new String[] {RedisKeys.object(path), RedisKeys.logPrefix(path), RedisKeys.index(path)},
                new String[] {path.name()});
        return found.thenApply(ObjectState::parse);
    }

    /**
     * What is in a directory now: the objects that are whole, and the directories that are in use.
     *
     * @param directory a path that starts and ends with a slash, as {@link ObjectPath#directory}
     * @param most how many at the most, and never more than {@value #MOST_LISTED}; of objects the newest are preferred
     * @return sorted by name; empty where the directory is not there
     */
    public CompletionStage<List<Listed>> list(String directory, int most) {
        return new DirectoryListing(redis, directory).run(Math.clamp(most, 0, MOST_LISTED));
    }

    /** Deletes every generation of an object; the answer is the newest that was deleted, or 0 where there was none. */
    public CompletionStage<Long> delete(ObjectPath path) {
        return Script.DELETE.run(
                redis.states(),
                new String[] {RedisKeys.object(path), RedisKeys.logPrefix(path), RedisKeys.index(path)},
                new String[] {
                    path.name(),
                    millis(config.retention().replaced()),
                    millis(directories.remembered(config.retention().segments())),
                    Long.toString(MOST_NAMES)
                });
    }

    /**
     * Reads chunks from an offset on, without waiting for more.
     *
     * @param from offset of the first byte that is wanted; the first chunk may start before it
     * @param most how many chunks at the most
     * @return chunks that follow each other: the first one that ends behind {@code from}, and those after it that end
     *     within the next {@value #PAGE_BYTES} bytes; none where there is nothing more
     */
    public CompletionStage<Page> read(ObjectPath path, long generation, long from, int most) {
        Range.Boundary<String> bound = Range.Boundary.including(LogEntries.endId(from + PAGE_BYTES));
        return page(path, generation, from, bound, most).thenCompose(page -> {
            boolean found = !page.chunks().isEmpty() || page.end().isPresent();
            // A chunk may be longer than a page, and the oldest that is kept may be further on.
            return found
                    ? CompletableFuture.completedStage(page)
                    : page(path, generation, from, Range.Boundary.unbounded(), 1);
        });
    }

    private CompletionStage<Page> page(
            ObjectPath path, long generation, long from, Range.Boundary<String> upper, int most) {
        Range<String> range = Range.from(Range.Boundary.excluding(LogEntries.id(from)), upper);
        return page(redis.chunks().xrange(RedisKeys.log(path, generation), range, Limit.from(most)));
    }

    /** The command itself has no timeout: the buffers of a reply that came after it would be nobody's. */
    private CompletionStage<Page> page(CompletionStage<List<StreamMessage<String, ByteBuf>>> entries) {
        CompletableFuture<Page> answer = new CompletableFuture<>();
        entries.thenApply(LogEntries::page).whenComplete((page, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else if (!answer.complete(page)) {
                page.release(); // nobody waits any more
            }
        });
        return answer.orTimeout(config.redis().timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Bytes stored so far in the log of one generation; 0 where there is no log. */
    public CompletionStage<Long> storedBytes(ObjectPath path, long generation) {
        return page(redis.chunks().xrevrange(RedisKeys.log(path, generation), Range.unbounded(), Limit.from(1)))
                .thenApply(newest -> {
                    long chunksEnd = newest.chunks().stream()
                            .mapToLong(StoredChunk::end)
                            .max()
                            .orElse(0);
                    newest.release();
                    return newest.end().map(EndMark::length).orElse(chunksEnd);
                });
    }

    /** Whether the log of a generation is there; the log of an upload that nobody renews goes. */
    CompletionStage<Boolean> exists(ObjectPath path, long generation) {
        return redis.states().exists(RedisKeys.log(path, generation)).thenApply(count -> count == 1);
    }

    /** Whether what was read up to an offset is in the log still; a failover may have lost it, or all of the log. */
    CompletionStage<Boolean> reaches(ObjectPath path, long generation, long offset) {
        CompletionStage<Long> reached = Script.REACHES.run(
                redis.states(), new String[] {RedisKeys.log(path, generation)}, new String[] {Long.toString(offset)});
        return reached.thenApply(answer -> answer == 1);
    }

    /**
     * Follows the log of one generation from an offset to its end.
     *
     * @param from offset of the first byte that is wanted
     * @param near the event loop that the chunks are for, if it is one; the listener is then called there, where it can
     *     be, and no thread is woken in between
     */
    public void follow(
            ObjectPath path, long generation, long from, Optional<EventLoop> near, ChunkLogReader.Listener listener) {
        new ChunkLogReader(this, blockingReads, path, generation, from, near, listener).start();
    }

    /** As above, from the start on, of a generation that was opened a moment ago: a first read of its own saves no time. */
    public void followNew(
            ObjectPath path, long generation, Optional<EventLoop> near, ChunkLogReader.Listener listener) {
        new ChunkLogReader(this, blockingReads, path, generation, 0, near, listener).startAtOnce();
    }

    /**
     * Follows the openings in a directory; first those of before are told, as far as Redis remembers them. They come
     * sooner than announcements do, and also without Kafka; each directory that is followed costs every read a little.
     *
     * @param directory a path that starts and ends with a slash
     * @return what ends it, though an opening may be told still for a moment
     */
    public Openings.Following followOpenings(String directory, Openings listener) {
        OpeningsReader reader = new OpeningsReader(directory, listener);
        blockingReads.add(reader);
        return reader;
    }

    /**
     * Opens a generation with its first chunk.
     *
     * @param redis of the writer, whose commands come one after the other
     * @param opener what tells this opening from others', where its answer does not come
     */
    CompletionStage<Long> open(
            RedisClusterAsyncCommands<String, ByteBuf> redis,
            ObjectPath path,
            ContentHeaders headers,
            ObjectKind kind,
            ByteBuf chunk,
            String opener) {
        return Script.OPEN.run(
                redis,
                new String[] {RedisKeys.object(path), RedisKeys.logPrefix(path), RedisKeys.openings(path.directory())},
                new ByteBuf[] {
                    ChunkCodec.text(headers.encoded()),
                    ChunkCodec.text(kind.name()),
                    ChunkCodec.text(leaseMs()),
                    ChunkCodec.text(chunk.readableBytes()),
                    chunk,
                    ChunkCodec.text(opener),
                    ChunkCodec.text(path.name()),
                    ChunkCodec.text(MOST_OPENINGS)
                });
    }

    /** @param redis of the writer */
    CompletionStage<String> append(
            RedisClusterAsyncCommands<String, ByteBuf> redis,
            ObjectPath path,
            long generation,
            XAddArgs entry,
            ByteBuf chunk) {
        return redis.xadd(RedisKeys.log(path, generation), entry, LogEntries.BYTES, chunk);
    }

    /**
     * After the chunks.
     *
     * @param redis of the writer
     * @param chunks in the log, or 0 where it was trimmed
     * @param over the generation that must be the complete one still, or 0
     * @param segments life of a segment; empty: as configured
     */
    CompletionStage<CompletionReply> complete(
            RedisClusterAsyncCommands<String, ByteBuf> redis,
            ObjectPath path,
            long generation,
            long length,
            long chunks,
            ContentHeaders headers,
            ObjectKind kind,
            long over,
            Optional<Duration> segments) {
        ChunkLogConfig.Retention retention = config.retention();
        Duration life = segments.orElse(retention.segments());
        directories.used(path, life);
        CompletionStage<String> reply = Script.COMPLETE.run(
                redis,
                new String[] {RedisKeys.object(path), RedisKeys.logPrefix(path), RedisKeys.index(path)},
                new ByteBuf[] {
                    ChunkCodec.text(generation),
                    ChunkCodec.text(length),
                    ChunkCodec.text(chunks),
                    ChunkCodec.text(headers.encoded()),
                    ChunkCodec.text(kind.name()),
                    ChunkCodec.text(path.name()),
                    ChunkCodec.text(life.toMillis()),
                    ChunkCodec.text(retention.playlists().toMillis()),
                    ChunkCodec.text(retention.replaced().toMillis()),
                    ChunkCodec.text(over),
                    ChunkCodec.text(retention.windowObjects()),
                    ChunkCodec.text(directories.remembered(life).toMillis()),
                    ChunkCodec.text(MOST_NAMES)
                });
        return reply.thenApply(lines -> CompletionReply.parse(path, lines));
    }

    /**
     * After the chunks, and after an opening that is late.
     *
     * @param redis of the writer
     * @param generation 0 where the opening was not answered: the one that the opener has opened, if it has
     */
    void abort(RedisClusterAsyncCommands<String, ByteBuf> redis, ObjectPath path, long generation, String opener) {
        CompletableFuture<?> pending = abort(redis, path, generation, opener, ABORT_TRIES);
        aborts.put(opener, pending);
        pending.whenComplete((result, failure) -> aborts.remove(opener));
    }

    /** Again where it failed, as while a failover is going on: readers would wait until the lease ends. */
    private CompletableFuture<Long> abort(
            RedisClusterAsyncCommands<String, ByteBuf> redis,
            ObjectPath path,
            long generation,
            String opener,
            int tries) {
        CompletionStage<Long> aborted = Script.ABORT.run(
                redis, new String[] {RedisKeys.object(path), RedisKeys.logPrefix(path)}, new ByteBuf[] {
                    ChunkCodec.text(generation),
                    ChunkCodec.text(config.retention().replaced().toMillis()),
                    ChunkCodec.text(opener)
                });
        return aborted.exceptionallyComposeAsync(
                        failure -> tries == 1
                                ? CompletableFuture.failedFuture(failure)
                                : abort(redis, path, generation, opener, tries - 1),
                        CompletableFuture.delayedExecutor(ABORT_AGAIN_MS, TimeUnit.MILLISECONDS))
                .toCompletableFuture();
    }

    /**
     * While chunks are appended.
     *
     * @param redis of the writer
     * @param chunks that were acknowledged so far; a failover may have lost some of them
     * @param trimmed whether the oldest are not kept
     * @return 1, or 0 where the log can't become whole any more
     */
    CompletionStage<Long> renew(
            RedisClusterAsyncCommands<String, ByteBuf> redis,
            ObjectPath path,
            long generation,
            long chunks,
            boolean trimmed) {
        return Script.RENEW.run(redis, new String[] {RedisKeys.object(path), RedisKeys.logPrefix(path)}, new ByteBuf[] {
            ChunkCodec.text(generation),
            ChunkCodec.text(leaseMs()),
            ChunkCodec.text(chunks),
            ChunkCodec.text(trimmed ? "trimmed" : "")
        });
    }

    long leaseMs() {
        return config.retention().lease().toMillis();
    }

    /** Whether a stage failed by a fault of ours, or for what is stored makes no sense; not because of Redis's answer. */
    public static boolean isFault(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RuntimeException
                && !(cause instanceof RedisException
                        || cause instanceof CancellationException
                        || cause instanceof RejectedExecutionException);
    }

    /** Says once what an upload's user may not do, which a start does not find out. */
    void refused(Throwable failure) {
        if (lacksRight(failure)) {
            String refusal = redis.explain(failure);
            if (!refusal.equals(toldRefusal.getAndSet(refusal))) {
                LOG.error(refusal);
            }
        }
    }

    /** Bytes of an upload in progress that are kept, or 0 for all. */
    long retainedBytes() {
        return config.retention().windowBytes();
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    @Override
    public void close() {
        CompletableFuture.allOf(aborts.values().toArray(new CompletableFuture<?>[0]))
                .completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(failure -> null)
                .join();
        blockingReads.close();
        redis.close();
    }
}
