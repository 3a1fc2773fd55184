package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One HTTP/2 stream: one exchange. Owned by the event loop of its connection. */
final class Http2Stream extends ChannelInboundHandlerAdapter implements Transport {

    private final Http2Connection connection;
    private final Listening listening;
    private final Peer peer;
    private final Stillness hearing = new Stillness();
    private final Stillness sending = new Stillness();
    private ChannelHandlerContext ctx;
    private Exchange exchange;
    private boolean head;
    private boolean requestDone;
    /** The response's head is sent. */
    private boolean begun;

    private long reads;
    /** Pieces of the response that the client's windows have let through. */
    private long taken;

    Http2Stream(Http2Connection connection, Listening listening, Peer peer) {
        this.connection = connection;
        this.listening = listening;
        this.peer = peer;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        connection.opened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest && connection.crowded()) {
            listening.refusals().count(Limit.STREAMS);
            reset(Http2Error.REFUSED_STREAM);
        } else if (message instanceof HttpRequest request) {
            head = request.method().equals(HttpMethod.HEAD);
            requestDone = message instanceof LastHttpContent;
            exchange = new Exchange(this, request, listening);
            connection.requested();
            begin(request);
        }
        if (exchange == null) {
            ReferenceCountUtil.release(message);
            return;
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

    int number() {
        return ((Http2StreamChannel) ctx.channel()).stream().id();
    }

    void taken() {
        taken++;
    }

    private void begin(HttpRequest request) {
        if (request.uri().length() > listening.config().maxLineBytes()) {
            listening.refusals().count(Limit.LINE_BYTES);
            Problem.of(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the request's path is too long")
                    .respond(exchange);
        } else {
            exchange.handle();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reads++;
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

    /** Time has passed. */
    void tick(long nanos) {
        if (pendingBytes() == 0) {
            sending.none();
        } else if (sending.after(taken, nanos) >= listening.timeouts().sendNanos()) {
            listening.refusals().count(Limit.SEND_TIMEOUT);
            reset(Http2Error.CANCEL);
            return;
        }
        boolean awaited =
                exchange != null && !requestDone && ctx.channel().config().isAutoRead();
        if (!awaited) {
            hearing.none();
        } else if (hearing.after(reads, nanos) >= listening.timeouts().idleNanos()) {
            listening.refusals().count(Limit.IDLE_TIMEOUT);
            requestDone = true;
            exchange.bodyBroken("nothing came for too long");
            reset(Http2Error.CANCEL);
        }
    }

    /** Of the response, what the client's windows or its socket have not taken. */
    private long pendingBytes() {
        Channel channel = ctx.channel();
        return channel.isWritable()
                ? channel.config().getWriteBufferHighWaterMark() + 1L - channel.bytesBeforeUnwritable()
                : channel.config().getWriteBufferLowWaterMark() + Math.max(1, channel.bytesBeforeWritable());
    }

    private void reset(Http2Error error) {
        ctx.writeAndFlush(new DefaultHttp2ResetFrame(error));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        try {
            if (exchange != null) {
                if (!requestDone) {
                    requestDone = true;
                    exchange.bodyBroken("the stream was reset");
                }
                exchange.closed();
            }
        } finally {
            connection.closed(this);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ConnectionFailure.log(peer.socket(), cause);
        ctx.close();
    }

    @Override
    public EventLoop eventLoop() {
        return ctx.channel().eventLoop();
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Channel socket() {
        return ctx.channel().parent();
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
        listening.extras().addTo(headers);
        ChannelFuture sent = ctx.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content, headers, EmptyHttpHeaders.INSTANCE));
        resetWhenSent(sent);
        connection.answered(connection.errors().tooMany(status));
    }

    @Override
    public void sendHead(HttpResponseStatus status, HttpHeaders headers) {
        begun = true;
        listening.extras().addTo(headers);
        ctx.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers));
        connection.answered(connection.errors().tooMany(status));
    }

    @Override
    public void sendFrame(Frame frame, int from, int to) {
        sendBytes(frame.data(from, to));
    }

    @Override
    public void sendBytes(ByteBuf bytes) {
        ctx.write(new DefaultHttpContent(bytes));
    }

    @Override
    public boolean sendsRegions() {
        return false;
    }

    @Override
    public void sendRegion(FileChannel file, long from, long length, ChannelFutureListener sent) {
        throw new UnsupportedOperationException("HTTP/2 frames every byte");
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

    /** The connection's other streams end first, as it takes no new one. */
    @Override
    public void sendEndThenClose(Duration delay) {
        sendEnd();
        eventLoop().schedule(connection::drain, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void cutOff() {
        reset(Http2Error.INTERNAL_ERROR);
    }

    @Override
    public void cutOffBehind() {
        ctx.writeAndFlush(new DefaultHttpContent(Unpooled.EMPTY_BUFFER)).addListener(sent -> cutOff());
    }

    /** Before its head a stream has nothing to wait for. */
    @Override
    public void reset() {
        if (begun) {
            cutOffBehind();
        } else {
            cutOff();
        }
    }

    @Override
    public void setReading(boolean reading) {
        ctx.channel().config().setAutoRead(reading);
    }

    /** RFC 9113, section 8.1: an early answer tells the client that the rest of its body is not wanted. */
    private void resetWhenSent(ChannelFuture sent) {
        if (!requestDone) {
            requestDone = true;
            sent.addListener(done -> reset(Http2Error.NO_ERROR));
        }
    }
}
