package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import org.jboss.logging.Logger;

/** One HTTP/2 stream: one exchange. Owned by the event loop of its connection. */
final class Http2Stream extends ChannelInboundHandlerAdapter implements Transport {

    private static final Logger LOG = Logger.getLogger(Http2Stream.class);

    private final ExchangeHandler handler;
    private ChannelHandlerContext ctx;
    private Exchange exchange;
    private boolean head;
    private boolean requestDone;

    Http2Stream(ExchangeHandler handler) {
        this.handler = handler;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            head = request.method().equals(HttpMethod.HEAD);
            requestDone = message instanceof LastHttpContent;
            exchange = new Exchange(this, request);
            exchange.handle(handler);
        }
        if (message instanceof HttpContent content && content.content().isReadable()) {
            exchange.bytes(content.content());
        } else {
            ReferenceCountUtil.release(message);
        }
        if (message instanceof LastHttpContent) {
            requestDone = true;
            exchange.bodyEnd();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (exchange != null && !requestDone) {
            exchange.readComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.writabilityChanged();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        boolean silent = event instanceof IdleStateEvent && exchange != null && !requestDone;
        if (silent && ctx.channel().config().isAutoRead()) {
            requestDone = true;
            exchange.bodyBroken("nothing came for too long");
            cutOff();
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (exchange != null) {
            if (!requestDone) {
                requestDone = true;
                exchange.bodyBroken("the stream was reset");
            }
            exchange.closed();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debugf(cause, "connection failed: peer=%s", remoteAddress());
        ctx.close();
    }

    @Override
    public EventLoop eventLoop() {
        return ctx.channel().eventLoop();
    }

    @Override
    public SocketAddress remoteAddress() {
        return ctx.channel().parent().remoteAddress();
    }

    @Override
    public void sendContinue() {
        ctx.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }

    @Override
    public void sendResponse(HttpResponseStatus status, HttpHeaders headers, ByteBuf body) {
        ByteBuf content = body;
        if (head) {
            body.release();
            content = Unpooled.EMPTY_BUFFER;
        }
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        response.headers().set(headers).set(HttpHeaderNames.DATE, HttpDate.now());
        resetWhenSent(ctx.writeAndFlush(response));
    }

    @Override
    public void sendHead(HttpResponseStatus status, HttpHeaders headers) {
        DefaultHttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
        response.headers().set(headers).set(HttpHeaderNames.DATE, HttpDate.now());
        ctx.write(response);
    }

    @Override
    public void sendFrame(Frame frame, int from, int to) {
        ctx.write(new DefaultHttpContent(frame.data(from, to)));
    }

    @Override
    public void flush() {
        ctx.flush();
    }

    @Override
    public boolean writable() {
        return ctx.channel().isWritable();
    }

    @Override
    public void sendEnd() {
        resetWhenSent(ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
    }

    @Override
    public void cutOff() {
        ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
    }

    @Override
    public void setReading(boolean reading) {
        ctx.channel().config().setAutoRead(reading);
    }

    /** RFC 9113, section 8.1: an early answer tells the client that the rest of its body is not wanted. */
    private void resetWhenSent(ChannelFuture sent) {
        if (!requestDone) {
            requestDone = true;
            sent.addListener(done -> ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR)));
        }
    }
}
