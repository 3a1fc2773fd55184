package io.millrace.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.timeout.IdleStateEvent;

/** One HTTP/2 connection, apart from its streams: when it closes. Owned by its channel's event loop. */
final class Http2Connection extends ChannelInboundHandlerAdapter implements Connection {

    /** Streams in progress may take any time; the drain's own limit ends with {@link #close}. */
    private static final int UNLIMITED = -1;

    private final Http2FrameCodec codec;
    private final OpenConnections connections;
    private ChannelHandlerContext ctx;

    Http2Connection(Http2FrameCodec codec, OpenConnections connections) {
        this.codec = codec;
        this.connections = connections;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        connections.opened(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connections.closed(this);
        context.fireChannelInactive();
    }

    /** Silence matters only where nothing is in progress; an upload's own is seen by its stream. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof IdleStateEvent)) {
            context.fireUserEventTriggered(event);
        } else if (codec.connection().numActiveStreams() == 0) {
            ctx.close();
        }
    }

    @Override
    public EventLoop eventLoop() {
        return ctx.channel().eventLoop();
    }

    /** Netty's codec sends GOAWAY and closes the connection after its last stream. */
    @Override
    public void drain() {
        codec.gracefulShutdownTimeoutMillis(UNLIMITED);
        ctx.close();
    }

    @Override
    public void close() {
        ctx.channel().unsafe().close(ctx.voidPromise());
    }
}
