package io.millrace.chunklog;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import io.millrace.backends.Reason;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Closes the connections to a Redis that is the master no more, for Redis itself does not: one that hangs breaks no
 * connection, and one that was told to step down takes chunks for some seconds more, all of which are lost. Lettuce connects
 * anew then, to the master that Sentinel tells, and sends again what was not answered.
 *
 * <p>Asks Sentinel now and then, one question at a time, on the threads of Lettuce.
 */
final class SentinelWatch implements NettyCustomizer, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SentinelWatch.class);

    /** Also how long chunks may go to a master that has been told to step down. */
    private static final long LOOK_MS = 250;

    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    private RedisClient client;
    private RedisURI uri;
    private volatile boolean closed;

    /** Touched by one look at a time. */
    private StatefulRedisSentinelConnection<String, String> sentinel;

    private String master;
    /** Those that were it before, each a host and a port. */
    private final Set<String> former = new HashSet<>();

    /** Of every connection, those to Sentinel too. */
    @Override
    public void afterChannelInitialized(Channel channel) {
        connections.add(channel);
    }

    /** @param client does not reconnect on its own: the next Sentinel is asked */
    void start(RedisClient client, RedisURI uri) {
        this.client = client;
        this.uri = uri;
        look();
    }

    private void look() {
        if (closed) {
            return;
        }
        ask().whenComplete((address, failure) -> {
            if (failure != null) {
                LOG.debugf("no Sentinel answers: %s", Reason.of(failure));
                forgetSentinel();
            } else if (address instanceof InetSocketAddress told) {
                found(name(told));
            }
            client.getResources().eventExecutorGroup().schedule(this::look, LOOK_MS, TimeUnit.MILLISECONDS);
        });
    }

    private CompletionStage<SocketAddress> ask() {
        CompletionStage<StatefulRedisSentinelConnection<String, String>> connected = sentinel == null
                ? client.connectSentinelAsync(StringCodec.UTF8, uri)
                : CompletableFuture.completedFuture(sentinel);
        return connected.thenCompose(connection -> {
            sentinel = connection;
            return connection
                    .async()
                    .getMasterAddrByName(uri.getSentinelMasterId())
                    .toCompletableFuture()
                    .orTimeout(uri.getTimeout().toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    private void found(String told) {
        if (master != null && !master.equals(told)) {
            LOG.warnf("another Redis is the master now: master=%s before=%s", told, master);
            former.add(master);
        }
        master = told;
        former.remove(told);
        if (!former.isEmpty()) {
            // Each time, for a connection may have been on its way while the master changed.
            connections.close(connection ->
                    connection.remoteAddress() instanceof InetSocketAddress peer && former.contains(name(peer)));
        }
    }

    private static String name(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    private void forgetSentinel() {
        if (sentinel != null) {
            sentinel.closeAsync();
            sentinel = null;
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
