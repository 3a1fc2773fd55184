package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Writes the responses of one HTTP/1.1 connection, one after the other. Frames and files go past the response encoder,
 * framed already; heads and ends go through it. Owned by its channel's event loop.
 */
final class Http1Writer implements Transport {

    private static final ByteBuf CRLF = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(2).writeShort(0x0D0A).asReadOnly());

    private final Http1Connection connection;
    private final ChannelHandlerContext ctx;
    /** Where frames enter the pipeline: the encoder's place. */
    private final ChannelHandlerContext pastEncoder;

    private final ResponseEncoder encoder;
    private final ResponseExtras extras;
    private final ClientErrors errors;

    private HttpRequest request;
    private boolean keepAlive;
    /** The response that is sent is chunked; else delimited by its Content-Length or by the end of the connection. */
    private boolean chunked;

    private boolean done;
    /** All is sent, and the connection is only kept open for a while. */
    private boolean closesLate;

    Http1Writer(Http1Connection connection, ChannelHandlerContext ctx, ResponseExtras extras, ClientErrors errors) {
        this.connection = connection;
        this.ctx = ctx;
        this.pastEncoder = ctx.pipeline().context(ResponseEncoder.class);
        this.encoder = (ResponseEncoder) pastEncoder.handler();
        this.extras = extras;
        this.errors = errors;
    }

    /**
     * Takes note of the request that is answered from here on.
     *
     * @param stays whether the connection stays for another one, as far as the request is concerned
     */
    void answer(HttpRequest next, boolean stays) {
        request = next;
        keepAlive = stays;
        done = false;
    }

    /** The response is the connection's last. */
    void closes() {
        keepAlive = false;
    }

    boolean closesLate() {
        return closesLate;
    }

    boolean keepAlive() {
        return keepAlive;
    }

    /** Whether all of the response is handed to the socket, or it is cut off. */
    boolean done() {
        return done;
    }

    @Override
    public EventLoop eventLoop() {
        return ctx.channel().eventLoop();
    }

    @Override
    public Peer peer() {
        return connection.peer();
    }

    @Override
    public Channel socket() {
        return ctx.channel();
    }

    @Override
    public void sendContinue() {
        ctx.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }

    @Override
    public void sendResponse(HttpResponseStatus status, HttpHeaders headers, ByteBuf body) {
        keepAlive &= !connection.bodyIsComing() && !errors.tooMany(status) && !connection.leaving();
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
        addExtras(headers);
        encoder.answersHead(head);
        ctx.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content, headers, EmptyHttpHeaders.INSTANCE),
                ctx.voidPromise());
        over();
    }

    @Override
    public void sendHead(HttpResponseStatus status, HttpHeaders headers) {
        boolean http10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        boolean head = request.method().equals(HttpMethod.HEAD);
        boolean sized = headers.contains(HttpHeaderNames.CONTENT_LENGTH);
        chunked = !http10 && !sized;
        if (chunked) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        // Where nothing else tells its end, the end of the connection does.
        keepAlive &= (chunked || sized || head) && !errors.tooMany(status) && !connection.leaving();
        addExtras(headers);
        encoder.answersHead(head);
        ctx.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers), ctx.voidPromise());
    }

    @Override
    public void sendFrame(Frame frame, int from, int to) {
        write(chunked ? frame.framed(from, to) : frame.data(from, to));
    }

    @Override
    public void sendBytes(ByteBuf bytes) {
        openChunk(bytes.readableBytes());
        write(bytes);
        closeChunk();
    }

    @Override
    public boolean sendsRegions() {
        return !peer().secure();
    }

    @Override
    public void sendRegion(FileChannel file, long from, long length, ChannelFutureListener sent) {
        openChunk(length);
        pastEncoder.write(new OpenFileRegion(file, from, length)).addListener((ChannelFuture written) -> {
            sent.operationComplete(written);
            if (!written.isSuccess()) {
                ctx.close();
            }
        });
        closeChunk();
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
        over();
    }

    /** As long as the response is not over the connection takes no further request. */
    @Override
    public void sendEndThenClose(Duration delay) {
        keepAlive = false;
        closesLate = true;
        ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, ctx.voidPromise());
        eventLoop().schedule(this::over, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** RFC 9112, section 8: without the last chunk, or short of its Content-Length, a message is incomplete. */
    @Override
    public void cutOff() {
        cutsVisibly();
        done = true;
        ctx.flush();
        ctx.close();
    }

    /** Before the connection is closed in the middle of a response. */
    void cutsVisibly() {
        if (request != null && request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            // The end of the connection would be the end of the body: only a reset tells the client.
            ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
    }

    @Override
    public void cutOffBehind() {
        behind(this::cutOff);
    }

    @Override
    public void reset() {
        done = true;
        behind(() -> KernelSocket.whenTaken(ctx.channel(), () -> {
            ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            // Past TLS, whose farewell would make it an orderly end.
            connection.close();
        }));
    }

    @Override
    public void setReading(boolean reading) {
        connection.setReading(reading);
    }

    private void over() {
        done = true;
        connection.answered();
    }

    /** When the socket has taken what was sent, or never will. */
    private void behind(Runnable action) {
        pastEncoder.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> action.run());
    }

    private void openChunk(long length) {
        if (chunked) {
            write(Unpooled.copiedBuffer(Long.toHexString(length) + "\r\n", StandardCharsets.US_ASCII));
        }
    }

    private void closeChunk() {
        if (chunked) {
            write(CRLF.duplicate());
        }
    }

    private void write(ByteBuf bytes) {
        pastEncoder.write(bytes, pastEncoder.voidPromise());
    }

    private void addExtras(HttpHeaders headers) {
        extras.addTo(headers);
        boolean http10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        if (!keepAlive) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (http10) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        } else {
            extras.addKeepAlive(headers);
        }
    }
}
