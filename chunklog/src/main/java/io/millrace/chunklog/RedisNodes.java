package io.millrace.chunklog;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.millrace.backends.Reason;
import io.millrace.backends.redis.ReconnectLog;
import io.millrace.backends.redis.RedisAccess;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The connections to one Redis, a Sentinel's master or a Cluster: the only place that knows the difference.
 *
 * <p>Commands may be called from any thread; their futures complete on the event loop of the connection, which is one of
 * those that were given, where these are of the transport that Lettuce uses, and else a thread of Lettuce's own.
 */
final class RedisNodes implements AutoCloseable {

    private static final Duration SHUTDOWN = Duration.ofSeconds(2);
    private static final Duration RECONNECT = Duration.ofMillis(200);

    /**
     * Commands whose replies are chunks. They are not sent again when the connection broke within a reply, because the
     * new reply would be added to what there is of the first; and they have no timeout, because the buffers of a reply
     * that comes after it would be nobody's. Who asked asks again.
     */
    private static final Set<ProtocolKeyword> READS =
            Set.of(CommandType.XRANGE, CommandType.XREVRANGE, CommandType.XREAD);

    private final ChunkLogConfig.Redis config;
    private final RedisAccess access;
    private final ClientResources resources;
    private final ReconnectLog reconnects;
    /** For connections to one node: all of them without a cluster, and the blocking reads with one. */
    private final RedisClient client;
    /** For the same without automatic reconnect: who blocks has to know when its connection is another one. */
    private final RedisClient blockingClient;

    /** The event loops that connections are on; none where Lettuce has threads of its own. */
    private final List<EventLoop> loops;

    private final LoopClients clients;
    private final LoopClients blockingClients;
    /** Connections for the chunks of uploads, on the event loop of the upload. */
    private final Map<EventLoop, CompletableFuture<StatefulRedisConnection<String, ByteBuf>>> uploads =
            new ConcurrentHashMap<>();

    private final List<RedisURI> uris;
    private final Optional<SentinelWatch> sentinel;
    private final RedisClusterClient cluster;
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private final RedisClusterAsyncCommands<String, ByteBuf> chunks;
    private final RedisClusterAsyncCommands<String, String> states;

    private RedisNodes(ChunkLogConfig.Redis config, RedisAccess access, Optional<EventLoopGroup> shared) {
        this.config = config;
        this.access = access;
        this.uris = access.uris();
        this.sentinel = access.hasSentinel() ? Optional.of(new SentinelWatch()) : Optional.empty();
        this.loops = shared.map(SharedLoops::usable).orElse(List.of());
        ClientResources.Builder threads = DefaultClientResources.builder()
                .reconnectDelay(Delay.constant(RECONNECT))
                // Of every command, for an event bus that nobody listens to.
                .commandLatencyRecorder(CommandLatencyRecorder.disabled());
        shared.ifPresent(group -> threads.eventLoopGroupProvider(new SharedLoops(group)));
        sentinel.ifPresent(threads::nettyCustomizer);
        this.resources = threads.build();
        this.reconnects = ReconnectLog.start(resources, access);
        ClientOptions options = options().build();
        ClientOptions blockingOptions = options().autoReconnect(false).build();
        this.client = RedisClient.create(resources);
        client.setOptions(options);
        this.blockingClient = RedisClient.create(resources);
        blockingClient.setOptions(blockingOptions);
        this.clients = new LoopClients(resources, options);
        this.blockingClients = new LoopClients(resources, blockingOptions);
        try {
            if (access.isCluster(client)) {
                this.cluster = RedisClusterClient.create(resources, uris);
                ClusterClientOptions.Builder clusterOptions = access.clusterOptions();
                withTimeouts(clusterOptions);
                cluster.setOptions(clusterOptions.build());
                this.chunks = cluster.connect(ChunkCodec.INSTANCE).async();
                this.states = cluster.connect(StringCodec.UTF8).async();
            } else {
                this.cluster = null;
                this.chunks =
                        client.connect(ChunkCodec.INSTANCE, uris.getFirst()).async();
                this.states = client.connect(StringCodec.UTF8, uris.getFirst()).async();
            }
            sentinel.ifPresent(watch -> watch.start(blockingClient, uris.getFirst()));
        } catch (RuntimeException e) {
            shutdown();
            throw new ChunkLogUnavailableException(access.explain(e), e);
        }
    }

    /** @param loops for the connections to be on, if they can */
    static RedisNodes connect(ChunkLogConfig.Redis config, Optional<EventLoopGroup> loops) {
        return new RedisNodes(config, RedisAccess.of(config, config.connectTimeout()), loops);
    }

    /** Commands whose values are chunks. */
    RedisClusterAsyncCommands<String, ByteBuf> chunks() {
        return chunks;
    }

    /**
     * The same for one upload, all of whose commands go this way, in their order: over a connection on the upload's own
     * event loop, once there is one.
     */
    RedisClusterAsyncCommands<String, ByteBuf> chunks(EventLoop loop) {
        if (cluster != null || !loops.contains(loop)) {
            return chunks;
        }
        CompletableFuture<StatefulRedisConnection<String, ByteBuf>> upload = uploads.computeIfAbsent(
                loop,
                l -> clients.on(l)
                        .connectAsync(ChunkCodec.INSTANCE, uris.getFirst())
                        .toCompletableFuture());
        if (upload.isCompletedExceptionally()) {
            uploads.remove(loop, upload); // the next one tries again
        }
        return upload.state() == Future.State.SUCCESS ? upload.resultNow().async() : chunks;
    }

    /** Commands whose values are text. */
    RedisClusterAsyncCommands<String, String> states() {
        return states;
    }

    /** What to tell the operator where Redis can't be used. */
    String explain(Throwable failure) {
        return access.explain(failure);
    }

    ClientResources resources() {
        return resources;
    }

    /**
     * Which streams may share one blocking read: in a cluster those of one slot, because no command uses two; elsewhere
     * any, spread over a few connections, that of their event loop before others.
     */
    int readGroup(String directory, Optional<EventLoop> near) {
        int slot = RedisKeys.slot(directory);
        if (cluster != null) {
            return slot;
        }
        int loop = near.map(loops::indexOf).orElse(-1);
        return loop >= 0 && loop < config.tailConnections() ? loop : slot % config.tailConnections();
    }

    /** A new connection to the node that holds a directory, for reads that block; without automatic reconnect. */
    CompletionStage<StatefulRedisConnection<String, ByteBuf>> connectForBlocking(int group, String directory) {
        return blocking(group).connectAsync(ChunkCodec.INSTANCE, nodeOf(directory));
    }

    /** A new connection to the same node, to wake a read that blocks. */
    CompletionStage<StatefulRedisConnection<String, String>> connectForControl(int group, String directory) {
        return blocking(group).connectAsync(StringCodec.UTF8, nodeOf(directory));
    }

    /** Lettuce looks at where the slots are when one of its own commands was sent elsewhere, and not for a read that blocks. */
    void blockingFailed(Throwable failure) {
        if (cluster != null && Reason.of(failure).startsWith("MOVED") && refreshing.compareAndSet(false, true)) {
            cluster.refreshPartitionsAsync().whenComplete((done, failed) -> refreshing.set(false));
        }
    }

    /** Groups take turns on the loops. */
    private RedisClient blocking(int group) {
        return loops.isEmpty() ? blockingClient : blockingClients.on(loops.get(group % loops.size()));
    }

    private RedisURI nodeOf(String directory) {
        if (cluster == null) {
            return uris.getFirst();
        }
        RedisClusterNode node = cluster.getPartitions().getPartitionBySlot(RedisKeys.slot(directory));
        return node == null ? uris.getFirst() : RedisAccess.nameless(node.getUri());
    }

    private ClientOptions.Builder options() {
        ClientOptions.Builder builder = access.options(ClientOptions.builder());
        withTimeouts(builder);
        return builder;
    }

    /** Of reads none: what a silent peer is taken for ends them. */
    private void withTimeouts(ClientOptions.Builder builder) {
        builder.replayFilter(command -> READS.contains(command.getType()))
                .timeoutOptions(TimeoutOptions.builder()
                        .timeoutSource(new TimeoutOptions.TimeoutSource() {
                            @Override
                            public long getTimeout(RedisCommand<?, ?, ?> command) {
                                return READS.contains(command.getType())
                                        ? 0
                                        : config.timeout().toMillis();
                            }
                        })
                        .build());
    }

    private void shutdown() {
        sentinel.ifPresent(SentinelWatch::close);
        reconnects.close();
        blockingClients.shutdown(SHUTDOWN);
        LoopClients.shutdown(blockingClient, SHUTDOWN);
        clients.shutdown(SHUTDOWN);
        LoopClients.shutdown(client, SHUTDOWN);
        resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(2 * SHUTDOWN.toMillis());
    }

    @Override
    public void close() {
        if (cluster != null) {
            LoopClients.shutdown(cluster, SHUTDOWN);
        }
        shutdown();
    }
}
