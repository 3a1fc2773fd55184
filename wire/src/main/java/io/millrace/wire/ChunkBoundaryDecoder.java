package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Netty's request decoder, which hands body bytes on as they arrive, plus a {@link ChunkEnd} where a chunk of the
 * chunked coding ends. The end is recognized by what the decoder consumes: after the data it takes the line end, with
 * the data or in a step of its own.
 */
final class ChunkBoundaryDecoder extends HttpRequestDecoder {

    private static final int CRLF_BYTES = 2;

    private boolean chunked;
    /** Whether the size of a chunk has come but not the line end behind its data. */
    private boolean inChunk;

    ChunkBoundaryDecoder(HttpDecoderConfig config) {
        super(config);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        int before = buffer.readerIndex();
        int sizeLine = chunked && !inChunk ? sizeLineBytes(buffer) : 0;
        int count = out.size();
        super.decode(ctx, buffer, out);
        int consumed = buffer.readerIndex() - before;
        if (out.size() == count) {
            if (inChunk && consumed >= CRLF_BYTES) {
                inChunk = false;
                out.add(ChunkEnd.INSTANCE);
            } else if (sizeLine > 0 && consumed == sizeLine) {
                inChunk = true; // the size has come and no data yet
            }
            return;
        }
        switch (out.getLast()) {
            case HttpRequest request -> chunked = HttpUtil.isTransferEncodingChunked(request);
            case LastHttpContent last -> {
                chunked = false;
                inChunk = false;
            }
            case HttpContent content
            when chunked -> {
                inChunk = consumed - sizeLine == content.content().readableBytes();
                if (!inChunk) {
                    out.add(ChunkEnd.INSTANCE);
                }
            }
            default -> {}
        }
    }

    /** RFC 9112, section 6.3: both is what request smuggling looks like. */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("it has both a Content-Length and a Transfer-Encoding");
    }

    /** Bytes of the line that tells a chunk's size, which is next in the buffer, or 0 where it is not all there. */
    private static int sizeLineBytes(ByteBuf buffer) {
        int end = buffer.indexOf(buffer.readerIndex(), buffer.writerIndex(), HttpConstants.LF);
        return end < 0 ? 0 : end + 1 - buffer.readerIndex();
    }
}
