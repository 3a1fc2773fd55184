package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * One HTTP/1.1 connection: its requests in turn, each with its response. Owned by its channel's event loop.
 *
 * <p>Frames of a response go past the response encoder, framed already; its head and its end go through it.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter implements Transport, Connection {

    private static final Logger LOG = Logger.getLogger(Http1Connection.class);

    /** How long the rest of a refused body is read and thrown away, so that the client gets to read the answer. */
    private static final long DISCARD_SECONDS = 5;

    private final ExchangeHandler handler;
    private final OpenConnections connections;
    private ChannelHandlerContext ctx;
    /** Where frames enter the pipeline: the encoder's place. */
    private ChannelHandlerContext pastEncoder;

    private Exchange exchange;
    private HttpRequest request;
    private boolean requestDone;
    private boolean responseDone;
    private boolean keepAlive;
    /** The last response is sent: what still comes is not taken. */
    private boolean closing;

    private boolean takingPipelined;

    private boolean reading = true;
    /** Chunked, or delimited by its Content-Length or by the end of the connection. */
    private boolean chunkedResponse;

    /** Requests that came before the one in progress was answered; bounded, because reading stops with the first. */
    private final Queue<Object> pipelined = new ArrayDeque<>();

    Http1Connection(ExchangeHandler handler, OpenConnections connections) {
        this.handler = handler;
        this.connections = connections;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        pastEncoder = context.pipeline().context(HttpResponseEncoder.class);
        connections.opened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (closing) {
            ReferenceCountUtil.release(message);
            return;
        }
        boolean busy = exchange != null && requestDone;
        if (busy || !pipelined.isEmpty()) {
            pipelined.add(message);
            ctx.channel().config().setAutoRead(false);
        } else {
            take(message);
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
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connections.closed(this);
        pipelined.forEach(ReferenceCountUtil::release);
        pipelined.clear();
        broken("the connection was closed");
        context.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof IdleStateEvent)) {
            context.fireUserEventTriggered(event);
        } else if (exchange == null) {
            if (!closing && everythingIsSent()) {
                ctx.close();
            }
        } else if (!requestDone && reading) {
            broken("nothing came for too long");
            ctx.close();
        }
    }

    /** A broken connection says so in more ways than one; whichever comes first ends it. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debugf(cause, "connection failed: peer=%s", remoteAddress());
        ctx.close();
    }

    /** No further request: closes now, or after the exchange in progress. */
    @Override
    public void drain() {
        keepAlive = false;
        if (exchange == null) {
            closeWhenSent();
        }
    }

    @Override
    public void close() {
        ctx.close();
    }

    private void take(Object message) {
        switch (message) {
            case HttpRequest head -> begin(head);
            case LastHttpContent last -> {
                content(last);
                if (exchange != null && !requestDone) {
                    requestDone = true;
                    exchange.bodyEnd();
                    finish();
                }
            }
            case HttpContent content -> content(content);
            case ChunkEnd end -> {
                if (exchange != null) {
                    exchange.chunkEnd();
                }
            }
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest head) {
        request = head;
        requestDone = false;
        responseDone = false;
        reading = true;
        keepAlive = HttpUtil.isKeepAlive(head) && !connections.draining();
        exchange = new Exchange(this, head);
        if (head.decoderResult().isFailure()) {
            refuse(head.decoderResult().cause());
            return;
        }
        Optional<Problem> broken = RequestFraming.problem(head);
        if (broken.isPresent()) {
            keepAlive = false;
            requestDone = true;
            broken.get().respond(exchange);
            return;
        }
        exchange.handle(handler);
    }

    private void content(HttpContent content) {
        if (exchange == null || requestDone) {
            content.release();
        } else if (content.decoderResult().isFailure()) {
            content.release();
            requestDone = true;
            exchange.bodyBroken("its chunked coding is broken");
            refuse(content.decoderResult().cause());
        } else if (content.content().isReadable()) {
            exchange.bytes(content.content());
        } else {
            content.release();
        }
    }

    private void refuse(Throwable cause) {
        keepAlive = false;
        requestDone = true;
        HttpResponseStatus status = switch (cause) {
            case TooLongHttpLineException line -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
            case TooLongHttpHeaderException headers -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
            default -> HttpResponseStatus.BAD_REQUEST;
        };
        Problem.of(status, "the request is not proper HTTP/1.1: " + cause.getMessage())
                .respond(exchange);
    }

    private void broken(String reason) {
        Exchange broken = exchange;
        exchange = null;
        if (broken != null) {
            if (!requestDone) {
                broken.bodyBroken(reason);
            }
            broken.closed();
        }
    }

    /** Both sides done: on to the next request. */
    private void finish() {
        if (exchange == null || !responseDone) {
            return;
        }
        if (!requestDone) {
            if (!bodyIsComing()) {
                return; // the decoder is about to say so
            }
            keepAlive = false;
            setReading(true);
            ctx.executor().schedule(() -> ctx.close(), DISCARD_SECONDS, TimeUnit.SECONDS);
            return;
        }
        exchange = null;
        reading = true;
        if (!keepAlive || connections.draining()) {
            closeWhenSent();
            return;
        }
        takePipelined();
    }

    private void closeWhenSent() {
        if (!closing) {
            closing = true;
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private boolean everythingIsSent() {
        ChannelOutboundBuffer pending = ctx.channel().unsafe().outboundBuffer();
        return pending == null || pending.isEmpty();
    }

    /** An answer that is given at once ends up here again; the call in progress then goes on. */
    private void takePipelined() {
        if (takingPipelined) {
            return;
        }
        takingPipelined = true;
        while (!pipelined.isEmpty() && !closing && (exchange == null || !requestDone)) {
            take(pipelined.remove());
        }
        takingPipelined = false;
        if (pipelined.isEmpty() && !closing) {
            ctx.channel().config().setAutoRead(reading);
            channelReadComplete(ctx);
        }
    }

    @Override
    public EventLoop eventLoop() {
        return ctx.channel().eventLoop();
    }

    @Override
    public SocketAddress remoteAddress() {
        return ctx.channel().remoteAddress();
    }

    @Override
    public void sendContinue() {
        ctx.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }

    @Override
    public void sendResponse(HttpResponseStatus status, HttpHeaders headers, ByteBuf body) {
        boolean head = request.method().equals(HttpMethod.HEAD);
        // RFC 9110, section 8.6: neither of these two tells a length of its own.
        boolean bare = status.equals(HttpResponseStatus.NO_CONTENT) || status.equals(HttpResponseStatus.NOT_MODIFIED);
        if (!head && !bare && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        }
        ByteBuf content = body;
        if (head) {
            body.release();
            content = Unpooled.EMPTY_BUFFER;
        }
        keepAlive &= requestDone || !bodyIsComing();
        connectionHeaders(headers);
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        response.headers().set(headers);
        ctx.writeAndFlush(response, ctx.voidPromise());
        responseDone = true;
        finish();
    }

    @Override
    public void sendHead(HttpResponseStatus status, HttpHeaders headers) {
        boolean delimited = headers.contains(HttpHeaderNames.CONTENT_LENGTH);
        boolean http10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        chunkedResponse = !delimited && !http10;
        keepAlive &= delimited || chunkedResponse;
        if (chunkedResponse) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        connectionHeaders(headers);
        DefaultHttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
        response.headers().set(headers);
        ctx.write(response, ctx.voidPromise());
    }

    @Override
    public void sendFrame(Frame frame, int from, int to) {
        pastEncoder.write(chunkedResponse ? frame.framed(from, to) : frame.data(from, to), pastEncoder.voidPromise());
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
        ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, ctx.voidPromise());
        responseDone = true;
        finish();
    }

    /** RFC 9112, section 8: without the last chunk, or short of its Content-Length, a message is incomplete. */
    @Override
    public void cutOff() {
        if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            // The end of the connection would be the end of the body: only a reset tells the client.
            ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        responseDone = true;
        ctx.flush();
        ctx.close();
    }

    @Override
    public void setReading(boolean read) {
        reading = read;
        ctx.channel().config().setAutoRead(read && pipelined.isEmpty());
    }

    private boolean bodyIsComing() {
        return HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0;
    }

    private void connectionHeaders(HttpHeaders headers) {
        headers.set(HttpHeaderNames.DATE, HttpDate.now());
        if (!keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }
}
