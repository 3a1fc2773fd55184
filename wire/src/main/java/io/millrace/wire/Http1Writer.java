package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
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

/**
 * Writes the responses of one HTTP/1.1 connection. Frames and files go past the response encoder, framed already; heads
 * and ends go through it. Owned by its channel's event loop.
 */
final class Http1Writer {

    private static final ByteBuf CRLF = Unpooled.unreleasableBuffer(
            Unpooled.directBuffer(2).writeShort(0x0D0A).asReadOnly());

    private final ChannelHandlerContext ctx;
    /** Where frames enter the pipeline: the encoder's place. */
    private final ChannelHandlerContext pastEncoder;

    private final ResponseEncoder encoder;
    private final ResponseExtras extras;
    /** The response that is sent is chunked; else delimited by its Content-Length or by the end of the connection. */
    private boolean chunked;

    Http1Writer(ChannelHandlerContext ctx, ResponseExtras extras) {
        this.ctx = ctx;
        this.pastEncoder = ctx.pipeline().context(ResponseEncoder.class);
        this.encoder = (ResponseEncoder) pastEncoder.handler();
        this.extras = extras;
    }

    void informed() {
        ctx.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }

    /** Whether the client can tell where the response to come ends while the connection stays. */
    static boolean delimits(HttpRequest request, HttpHeaders headers) {
        return headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                || !request.protocolVersion().equals(HttpVersion.HTTP_1_0)
                || request.method().equals(HttpMethod.HEAD);
    }

    void response(HttpRequest request, HttpResponseStatus status, HttpHeaders headers, ByteBuf body, boolean stays) {
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
        addExtras(request, headers, stays);
        encoder.answersHead(head);
        ctx.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content, headers, EmptyHttpHeaders.INSTANCE),
                ctx.voidPromise());
    }

    void head(HttpRequest request, HttpResponseStatus status, HttpHeaders headers, boolean stays) {
        boolean http10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        chunked = !http10 && !headers.contains(HttpHeaderNames.CONTENT_LENGTH);
        if (chunked) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        addExtras(request, headers, stays);
        encoder.answersHead(request.method().equals(HttpMethod.HEAD));
        ctx.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers), ctx.voidPromise());
    }

    void frame(Frame frame, int from, int to) {
        write(chunked ? frame.framed(from, to) : frame.data(from, to));
    }

    void bytes(ByteBuf bytes) {
        openChunk(bytes.readableBytes());
        write(bytes);
        closeChunk();
    }

    void region(FileChannel file, long from, long length, ChannelFutureListener sent) {
        openChunk(length);
        pastEncoder.write(new OpenFileRegion(file, from, length)).addListener(sent);
        closeChunk();
    }

    void end() {
        ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, ctx.voidPromise());
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

    private void addExtras(HttpRequest request, HttpHeaders headers, boolean stays) {
        extras.addTo(headers);
        boolean http10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        if (!stays) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (http10) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        } else {
            extras.addKeepAlive(headers);
        }
    }
}
