package io.millrace.control.store;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The connection to one Redis, a Sentinel's master or a Cluster. May be used by any thread; calls block. A command is sent
 * once: what a broken connection leaves open has failed, and who asked finds out what it was.
 */
final class ControlRedis implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ControlRedis.class);
    private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(5);
    private static final Duration SHUTDOWN = Duration.ofSeconds(2);
    private static final Duration RECONNECT = Duration.ofMillis(200);
    /** How long a peer that does not acknowledge anything is taken for alive. */
    private static final Duration SILENT_PEER = Duration.ofSeconds(15);

    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private final StoreConfig.Redis config;
    private final ClientResources resources = DefaultClientResources.builder()
            .reconnectDelay(Delay.constant(RECONNECT))
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .build();
    private final RedisClient client = RedisClient.create(resources);
    /** Null where there is no cluster. */
    private RedisClusterClient cluster;

    /** Those of the master behind Sentinel, which may become another. */
    private volatile RedisClusterCommands<String, byte[]> commands;

    /** Null where there is no Sentinel. */
    private volatile StatefulRedisConnection<String, byte[]> master;

    private final AtomicBoolean following = new AtomicBoolean();

    private ControlRedis(StoreConfig.Redis config) {
        this.config = config;
    }

    /**
     * Connects.
     *
     * @throws StoreUnavailableException if Redis is not there, with a message for the operator
     */
    static ControlRedis connect(StoreConfig.Redis config) {
        ControlRedis redis = new ControlRedis(config);
        try {
            redis.connect();
            return redis;
        } catch (IllegalArgumentException e) {
            redis.close();
            throw new StoreUnavailableException(
                    "MILLRACE_REDIS_URI is not a Redis URI: " + told(config.uri()) + " (" + e.getMessage() + ")", e);
        } catch (RuntimeException e) {
            redis.close();
            throw new StoreUnavailableException(
                    "Redis can't be reached at " + told(config.uri()) + " (" + StoreUnavailableException.reason(e)
                            + "): start it, or set MILLRACE_REDIS_URI",
                    e);
        }
    }

    RedisClusterCommands<String, byte[]> commands() {
        return commands;
    }

    /**
     * Runs commands.
     *
     * @throws StoreUnavailableException where one fails or is not answered in time
     */
    <T> T call(Function<RedisClusterCommands<String, byte[]>, T> command) {
        try {
            return command.apply(commands);
        } catch (RedisException e) {
            if (master != null && mayBeNoMaster(e)) {
                followMaster();
            }
            throw new StoreUnavailableException(
                    "Redis can't be used now (" + StoreUnavailableException.reason(e) + ")", e);
        }
    }

    private void connect() {
        List<RedisURI> uris = uris();
        client.setOptions(options(ClientOptions.builder()).build());
        if (isCluster(uris)) {
            cluster = RedisClusterClient.create(resources, uris);
            cluster.setOptions(options(ClusterClientOptions.builder()
                            .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                                    .enableAllAdaptiveRefreshTriggers()
                                    .enablePeriodicRefresh(TOPOLOGY_REFRESH)
                                    .build()))
                    .build());
            commands = cluster.connect(CODEC).sync();
        } else {
            StatefulRedisConnection<String, byte[]> connection = client.connect(CODEC, uris.getFirst());
            commands = connection.sync();
            master = uris.getFirst().getSentinels().isEmpty() ? null : connection;
        }
    }

    /**
     * Whether a connection may be to a Redis that is the master no more: one that has become a replica, or that hangs, which
     * breaks no connection.
     */
    private static boolean mayBeNoMaster(RedisException failure) {
        return failure instanceof RedisCommandTimeoutException
                || String.valueOf(failure.getMessage()).contains("READONLY");
    }

    /** Asks Sentinel again who the master is. One thread does, the others have failed meanwhile. */
    private void followMaster() {
        if (!following.compareAndSet(false, true)) {
            return;
        }
        try {
            StatefulRedisConnection<String, byte[]> before = master;
            master = client.connect(CODEC, uris().getFirst());
            commands = master.sync();
            before.closeAsync();
        } catch (RedisException e) {
            LOG.debugf("no master of Redis yet: %s", StoreUnavailableException.reason(e));
        } finally {
            following.set(false);
        }
    }

    private List<RedisURI> uris() {
        // A Sentinel URI has commas of its own, between its hosts.
        boolean sentinel =
                config.uri().startsWith("redis-sentinel") || config.uri().startsWith("rediss-sentinel");
        List<RedisURI> uris = new ArrayList<>();
        for (String uri :
                sentinel ? List.of(config.uri()) : List.of(config.uri().split(",", -1))) {
            RedisURI parsed = RedisURI.create(uri.strip());
            // Also what a blocking call waits for an answer.
            parsed.setTimeout(config.timeout());
            uris.add(parsed);
        }
        return uris;
    }

    /** Without a password. */
    private static String told(String uri) {
        return uri.replaceAll("://[^/]*@", "://***@");
    }

    private boolean isCluster(List<RedisURI> uris) {
        if (!uris.getFirst().getSentinels().isEmpty()) {
            return false;
        }
        RuntimeException last = null;
        for (RedisURI uri : uris) {
            try (StatefulRedisConnection<String, String> probe = client.connect(StringCodec.UTF8, uri)) {
                return probe.sync().info("cluster").contains("cluster_enabled:1");
            } catch (RuntimeException e) {
                last = e;
            }
        }
        throw last;
    }

    private <B extends ClientOptions.Builder> B options(B builder) {
        builder.socketOptions(SocketOptions.builder()
                        .connectTimeout(config.connectTimeout())
                        .keepAlive(SocketOptions.KeepAliveOptions.builder()
                                .enable()
                                .idle(SILENT_PEER.dividedBy(3))
                                .interval(SILENT_PEER.dividedBy(6))
                                .count(4)
                                .build())
                        .tcpUserTimeout(SocketOptions.TcpUserTimeoutOptions.builder()
                                .enable()
                                .tcpUserTimeout(SILENT_PEER)
                                .build())
                        .build())
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                // A change that was made and not answered must not be made again.
                .replayFilter(command -> true)
                .timeoutOptions(TimeoutOptions.enabled(config.timeout()));
        return builder;
    }

    @Override
    public void close() {
        if (cluster != null) {
            cluster.shutdown(Duration.ZERO, SHUTDOWN);
        }
        client.shutdown(Duration.ZERO, SHUTDOWN);
        resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
