package io.millrace.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One port that speaks HTTP/1.1, and HTTP/2 to clients that begin with its preface. Connections are spread over the
 * event loops of a Vert.x, each staying on one, and use its transport.
 */
public final class HttpListener implements AutoCloseable {

    private static final int ACCEPT_BACKLOG = 4096;
    private static final long CLOSE_SECONDS = 2;

    private final Channel listening;
    private final OpenConnections connections;

    private HttpListener(Channel listening, OpenConnections connections) {
        this.listening = listening;
        this.connections = connections;
    }

    /**
     * Listens; returns when connections are accepted. Not to be called on an event loop.
     *
     * @throws ListenFailedException if the port can't be had
     */
    public static HttpListener start(Vertx vertx, ListenerOptions options, ExchangeHandler handler) {
        VertxInternal internal = (VertxInternal) vertx;
        OpenConnections connections = new OpenConnections();
        ChannelFuture bound = new ServerBootstrap()
                .group(internal.getAcceptorEventLoopGroup(), internal.getEventLoopGroup())
                .channelFactory(internal.transport().serverChannelFactory(false))
                .option(ChannelOption.SO_BACKLOG, ACCEPT_BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        idle(options.idleTimeout()),
                                        new ProtocolDetector(handler, options.idleTimeout(), connections));
                    }
                })
                .bind(options.host(), options.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ListenFailedException(
                    "the " + options.name() + " port " + options.host() + ":" + options.port() + " can't be used ("
                            + bound.cause().getMessage() + "): stop what uses it, or set " + options.portSetting(),
                    bound.cause());
        }
        return new HttpListener(bound.channel(), connections);
    }

    static IdleStateHandler idle(Duration timeout) {
        return new IdleStateHandler(timeout.toMillis(), 0, 0, TimeUnit.MILLISECONDS);
    }

    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Connections that are open now. */
    public int connections() {
        return connections.count();
    }

    /** Takes no further connection and lets the exchanges in progress end, for so long at the most; then closes. */
    public void drain(Duration grace) {
        listening.close().awaitUninterruptibly();
        if (!drained(grace.toMillis())) {
            connections.closeAll();
            drained(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        }
    }

    /** Closes at once; exchanges in progress are cut off. */
    @Override
    public void close() {
        drain(Duration.ZERO);
    }

    private boolean drained(long limitMs) {
        try {
            connections.drain().get(limitMs, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
