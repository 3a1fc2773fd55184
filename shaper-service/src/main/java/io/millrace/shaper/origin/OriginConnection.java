package io.millrace.shaper.origin;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * One connection to an origin, which answers one fetch at a time. Owned by its event loop; ends when either side closes it,
 * or when what it has sent can't be told from the next answer.
 */
final class OriginConnection extends ChannelInboundHandlerAdapter {

    private final OriginAddress origin;
    private final IdleConnections pool;
    private ChannelHandlerContext ctx;
    /** Null while it waits for the next. */
    private Fetch fetch;

    private boolean keepAlive;
    /** An answer that is none yet (RFC 9110, section 15.2) is being passed over. */
    private boolean interim;

    OriginConnection(OriginAddress origin, IdleConnections pool) {
        this.origin = origin;
        this.pool = pool;
    }

    OriginAddress origin() {
        return origin;
    }

    boolean open() {
        return ctx != null && ctx.channel().isActive();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
    }

    /** Sends a request; its answer is the fetch's. */
    void send(Fetch asking, HttpRequest request) {
        fetch = asking;
        keepAlive = false;
        ctx.writeAndFlush(request).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    void setReading(boolean reading) {
        ctx.channel().config().setAutoRead(reading);
    }

    /** The fetch wants nothing more of it. */
    void close() {
        fetch = null;
        ctx.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        HttpObject object = (HttpObject) message;
        if (fetch == null) {
            ReferenceCountUtil.release(message);
            ctx.close(); // nothing was asked
        } else if (object.decoderResult().isFailure()) {
            ReferenceCountUtil.release(message);
            lost(object.decoderResult().cause().getMessage());
        } else {
            if (object instanceof HttpResponse response) {
                head(response);
            }
            if (object instanceof HttpContent content) {
                body(content);
            }
        }
    }

    private void head(HttpResponse response) {
        interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (!interim) {
            keepAlive = HttpUtil.isKeepAlive(response);
            fetch.head(response.status().code(), response.headers());
        }
    }

    private void body(HttpContent content) {
        if (interim || fetch == null) {
            content.release();
            return;
        }
        ByteBuf bytes = content.content();
        if (bytes.isReadable()) {
            fetch.bytes(bytes);
        } else {
            content.release();
        }
        if (content instanceof LastHttpContent && fetch != null) {
            Fetch answered = fetch;
            fetch = null;
            if (keepAlive) {
                ctx.channel().config().setAutoRead(true);
                pool.keep(this);
            } else {
                ctx.close();
            }
            answered.end();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        pool.gone(this);
        lost("it closed the connection before the end of its answer");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        lost(cause.getMessage());
    }

    private void lost(String reason) {
        Fetch broken = fetch;
        fetch = null;
        ctx.close();
        if (broken != null) {
            broken.lost(reason);
        }
    }
}
