package io.millrace.shaper.origin;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Makes connections to origins, to addresses that were checked. Used by every event loop. */
final class Dialer {

    private static final int MOST_LINE_BYTES = 8 << 10;
    private static final int MOST_HEADER_BYTES = 64 << 10;
    /** So that a chunk of an origin stays one, as far as it comes in one piece. */
    private static final int MOST_PIECE_BYTES = 64 << 10;

    private final ChannelFactory<? extends Channel> sockets;
    private final int connectMs;
    private final OriginTls tls;

    Dialer(ChannelFactory<? extends Channel> sockets, Duration connectTimeout, OriginTls tls) {
        this.sockets = sockets;
        this.connectMs = Math.toIntExact(connectTimeout.toMillis());
        this.tls = tls;
    }

    /**
     * Connects, on an event loop.
     *
     * @param address what was checked; no name is looked up any more
     * @param pool where the connection waits for its next request
     * @param connected told on that event loop
     */
    void dial(
            EventLoop loop,
            OriginAddress origin,
            InetSocketAddress address,
            IdleConnections pool,
            Promise<OriginConnection> connected) {
        OriginConnection connection = new OriginConnection(origin, pool);
        new Bootstrap()
                .group(loop)
                .channelFactory(sockets)
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMs)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpClientCodec(MOST_LINE_BYTES, MOST_HEADER_BYTES, MOST_PIECE_BYTES))
                                .addLast(connection);
                    }
                })
                .connect(address)
                .addListener((io.netty.channel.ChannelFuture socket) -> {
                    if (!socket.isSuccess()) {
                        connected.tryFailure(socket.cause());
                    } else if (origin.tls()) {
                        handshake(socket.channel(), origin, connection, connected);
                    } else {
                        give(connection, connected);
                    }
                });
    }

    private void handshake(
            Channel channel, OriginAddress origin, OriginConnection connection, Promise<OriginConnection> connected) {
        SslHandler handler = tls.of(origin).newHandler(channel.alloc(), origin.host(), origin.port());
        handler.setHandshakeTimeoutMillis(connectMs);
        channel.pipeline().addFirst(handler);
        handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                give(connection, connected);
            } else {
                channel.close();
                connected.tryFailure(done.cause());
            }
        });
    }

    /** Why a connection could not be made, for a person. */
    String explain(OriginAddress origin, Throwable failure) {
        return failure instanceof SSLException
                ? tls.explain(origin, failure)
                : origin + " can't be reached: " + failure.getMessage();
    }

    /** Closes it where nobody wants it any more. */
    private static void give(OriginConnection connection, Promise<OriginConnection> connected) {
        if (!connected.trySuccess(connection)) {
            connection.close();
        }
    }
}
