package io.millrace.control.store;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.millrace.backends.Reason;
import io.millrace.backends.redis.ReconnectLog;
import io.millrace.backends.redis.RedisAccess;
import io.millrace.backends.redis.RedisConfig;
import java.time.Duration;
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
    private static final Duration SHUTDOWN = Duration.ofSeconds(2);
    private static final Duration RECONNECT = Duration.ofMillis(200);

    private static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private final RedisConfig config;
    private final RedisAccess access;
    private final ClientResources resources = DefaultClientResources.builder()
            .reconnectDelay(Delay.constant(RECONNECT))
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .build();
    private final RedisClient client = RedisClient.create(resources);
    private final ReconnectLog reconnects;
    /** Null where there is no cluster. */
    private RedisClusterClient cluster;

    /** Those of the master behind Sentinel, which may become another. */
    private volatile RedisClusterCommands<String, byte[]> commands;

    /** Null where there is no Sentinel. */
    private volatile StatefulRedisConnection<String, byte[]> master;

    private final AtomicBoolean following = new AtomicBoolean();

    private ControlRedis(RedisConfig config, RedisAccess access) {
        this.config = config;
        this.access = access;
        this.reconnects = ReconnectLog.start(resources, access);
    }

    /**
     * Connects.
     *
     * @throws StoreUnavailableException if Redis is not there, with a message for the operator
     */
    static ControlRedis connect(RedisConfig config) {
        ControlRedis redis = new ControlRedis(config, RedisAccess.of(config, config.timeout()));
        try {
            redis.connect();
            return redis;
        } catch (RuntimeException e) {
            redis.close();
            throw new StoreUnavailableException(redis.access.explain(e), e);
        }
    }

    /** What to tell the operator where Redis can't be used. */
    String explain(Throwable failure) {
        return access.explain(failure);
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
            throw new StoreUnavailableException("Redis can't be used now (" + Reason.of(e) + ")", e);
        }
    }

    private void connect() {
        client.setOptions(sentOnce(access.options(ClientOptions.builder())).build());
        if (access.isCluster(client)) {
            cluster = RedisClusterClient.create(resources, access.uris());
            cluster.setOptions(sentOnce(access.clusterOptions()).build());
            commands = cluster.connect(CODEC).sync();
        } else {
            StatefulRedisConnection<String, byte[]> connection =
                    client.connect(CODEC, access.uris().getFirst());
            commands = connection.sync();
            master = access.hasSentinel() ? connection : null;
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
            master = client.connect(CODEC, access.uris().getFirst());
            commands = master.sync();
            before.closeAsync();
        } catch (RedisException e) {
            LOG.debugf("no master of Redis yet: %s", Reason.of(e));
        } finally {
            following.set(false);
        }
    }

    private <B extends ClientOptions.Builder> B sentOnce(B builder) {
        builder.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                // A change that was made and not answered must not be made again.
                .replayFilter(command -> true)
                .timeoutOptions(TimeoutOptions.enabled(config.timeout()));
        return builder;
    }

    @Override
    public void close() {
        reconnects.close();
        if (cluster != null) {
            cluster.shutdown(Duration.ZERO, SHUTDOWN);
        }
        client.shutdown(Duration.ZERO, SHUTDOWN);
        resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
