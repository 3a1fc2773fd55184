package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A connection that has not said what it speaks. Looks at its first bytes and puts the codecs of its protocol in its own
 * place: HTTP/2 with prior knowledge or behind TLS (RFC 9113, section 3), which begin alike, or HTTP/1.1. A client that
 * takes too long for that, or for its handshake, is hung up on.
 */
final class ProtocolDetector extends ChannelInboundHandlerAdapter implements Connection {

    private static final Logger LOG = Logger.getLogger(ProtocolDetector.class);

    private final Listening listening;
    /** Only one request is taken: it is refused. */
    private final boolean once;

    private ChannelHandlerContext ctx;
    private Future<?> patience;
    /** A beginning that may be the preface's. */
    private ByteBuf seen = Unpooled.EMPTY_BUFFER;

    ProtocolDetector(Listening listening, boolean once) {
        this.listening = listening;
        this.once = once;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        patience =
                context.executor().schedule(this::tooSlow, listening.timeouts().headerNanos(), TimeUnit.NANOSECONDS);
        listening.connections().opened(this);
    }

    /** The connection has the protocol's own handler by now, or is closed. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        patience.cancel(false);
        seen.release();
        seen = Unpooled.EMPTY_BUFFER;
        listening.connections().closed(this);
    }

    /**
     * What was looked at goes on to the codecs within the same read: the end of the read is told by the channel, once,
     * when everything that has arrived was handed on.
     */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        seen = seen.isReadable() ? Unpooled.wrappedBuffer(seen, (ByteBuf) message) : (ByteBuf) message;
        ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
        int common = Math.min(seen.readableBytes(), preface.readableBytes());
        boolean http2 = seen.slice(seen.readerIndex(), common).equals(preface.slice(0, common));
        if (http2 && common < preface.readableBytes()) {
            return;
        }
        Peer peer = Peer.of(context.channel(), listening.proxies());
        if (http2) {
            Http2Connection.speak(context.pipeline(), listening, peer, once);
        } else {
            Http1Connection.speak(context.pipeline(), listening, peer, once);
        }
        ByteBuf first = seen;
        seen = Unpooled.EMPTY_BUFFER;
        context.fireChannelRead(first);
        if (!context.isRemoved()) {
            context.pipeline().remove(this);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            listening.refusals().count(Limit.TLS_HANDSHAKE);
            LOG.debugf(
                    handshake.cause(),
                    "handshake failed: peer=%s",
                    context.channel().remoteAddress());
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debugf(cause, "connection failed: peer=%s", context.channel().remoteAddress());
        context.close();
    }

    /** Nobody who was not asked anything is answered. */
    private void tooSlow() {
        listening.refusals().count(Limit.HEADER_TIMEOUT);
        ctx.close();
    }

    /** For a connection beyond a limit that has no more time: says so before it asks, where that can be said. */
    void refuseUnasked() {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (tls != null && !tls.handshakeFuture().isSuccess()) {
            ctx.close();
        } else {
            ctx.writeAndFlush(Unpooled.copiedBuffer(OverLimit.unasked(), StandardCharsets.US_ASCII))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public EventLoop eventLoop() {
        return ctx.channel().eventLoop();
    }

    /** There is no answer yet to say it with. */
    @Override
    public void leave() {}

    /** The protocol's own handler may have the connection, and a request, by the time that this is called. */
    @Override
    public void drain() {
        if (!ctx.isRemoved()) {
            ctx.close();
        }
    }

    @Override
    public void close() {
        ctx.close();
    }
}
