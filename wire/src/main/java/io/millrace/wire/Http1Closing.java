package io.millrace.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/**
 * The end of an HTTP/1.1 connection, such that its client gets to read the last answer. Closing while the client still
 * sends would make the kernel throw that answer away (RFC 9112, section 9.6). Owned by its channel's event loop.
 */
final class Http1Closing {

    /** How long the rest of what nobody wants is read and thrown away. */
    private static final long DISCARD_SECONDS = 5;

    private final ChannelHandlerContext ctx;
    private final boolean secure;
    private boolean begun;

    Http1Closing(ChannelHandlerContext ctx, boolean secure) {
        this.ctx = ctx;
        this.secure = secure;
    }

    /** The last response is sent, or there is nobody to send it to: what still comes is not taken. */
    boolean hasBegun() {
        return begun;
    }

    void begun() {
        begun = true;
    }

    /**
     * Closes behind what is sent.
     *
     * @param clientSends whether the client may not be done with sending
     */
    void begin(boolean clientSends) {
        if (begun) {
            return;
        }
        begun = true;
        if (clientSends && ctx.channel() instanceof DuplexChannel) {
            ctx.channel().config().setAutoRead(true);
            discard();
        } else {
            now();
        }
    }

    /** Closes behind what is sent, as the client sends nothing more. */
    void now() {
        begun = true;
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Closes behind what is sent and what the client sends, for which it has some time. */
    void discard() {
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> {
            if (begun && secure) {
                ctx.pipeline().get(SslHandler.class).closeOutbound();
            } else if (begun && ctx.channel() instanceof DuplexChannel socket) {
                socket.shutdownOutput();
            }
            ctx.executor().schedule(() -> ctx.close(), DISCARD_SECONDS, TimeUnit.SECONDS);
        });
    }
}
