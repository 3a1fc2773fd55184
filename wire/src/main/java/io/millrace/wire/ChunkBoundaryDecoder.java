package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Netty's request decoder, which hands body bytes on as they arrive, plus a {@link ChunkEnd} where a chunk of the
 * chunked coding ends, and strict where Netty is lenient: what it refuses comes out as a message with a failure, and
 * nothing behind it. Owned by its channel's event loop.
 */
final class ChunkBoundaryDecoder extends HttpRequestDecoder {

    private enum Part {
        HEAD,
        FIXED_BODY,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_DELIMITER,
        TRAILERS,
        REFUSED
    }

    private static final int CRLF_BYTES = 2;

    private Part part = Part.HEAD;
    /** Some of a head has come, and not all. */
    private boolean headBegun;
    /** Why the head is refused when it is whole. */
    private IllegalArgumentException fault;
    /** Of the present chunk. */
    private long dataLeft;

    ChunkBoundaryDecoder(int maxLineBytes, int maxHeaderBytes) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(maxLineBytes)
                .setMaxHeaderSize(maxHeaderBytes)
                .setMaxChunkSize(Integer.MAX_VALUE)
                .setStrictLineParsing(true)
                .setHeadersFactory(RequestHeaders.FACTORY));
    }

    /** Whether a request's head has begun to come. */
    boolean inHead() {
        return headBegun && part == Part.HEAD;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        switch (part) {
            case HEAD -> decodeHead(ctx, buffer, out);
            case FIXED_BODY -> decodeRest(ctx, buffer, out);
            case CHUNK_SIZE -> decodeSize(ctx, buffer, out);
            case CHUNK_DATA, CHUNK_DELIMITER -> decodeChunk(ctx, buffer, out, 0);
            case TRAILERS -> decodeTrailers(ctx, buffer, out);
            case REFUSED -> buffer.skipBytes(buffer.readableBytes());
        }
    }

    private void decodeHead(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        if (!headBegun && skipEmptyLines(buffer)) {
            return;
        }
        int before = buffer.readerIndex();
        int count = out.size();
        boolean first = !headBegun;
        headBegun = true;
        super.decode(ctx, buffer, out);
        if (fault == null && Lines.folded(buffer, before, buffer.readerIndex(), !first)) {
            fault = new IllegalArgumentException("a line of its head begins with white space");
        }
        if (out.size() == count) {
            return;
        }
        headBegun = false;
        HttpRequest request = (HttpRequest) out.get(count);
        if (fault != null && request.decoderResult().isSuccess()) {
            request.setDecoderResult(DecoderResult.failure(fault));
        }
        if (request.decoderResult().isFailure()) {
            while (out.size() > count + 1) {
                out.removeLast();
            }
            part = Part.REFUSED;
        } else if (!(out.getLast() instanceof LastHttpContent)) {
            part = HttpUtil.isTransferEncodingChunked(request) ? Part.CHUNK_SIZE : Part.FIXED_BODY;
        }
    }

    /**
     * Takes what RFC 9112, section 2.2, allows before a request: empty lines. Netty would take any control characters.
     *
     * @return whether there is nothing else yet
     */
    private boolean skipEmptyLines(ByteBuf buffer) {
        while (buffer.isReadable() && buffer.getByte(buffer.readerIndex()) == '\r') {
            if (buffer.readableBytes() < CRLF_BYTES) {
                return true;
            }
            if (buffer.getByte(buffer.readerIndex() + 1) != '\n') {
                break;
            }
            buffer.skipBytes(CRLF_BYTES);
        }
        if (buffer.isReadable() && buffer.getByte(buffer.readerIndex()) <= ' ') {
            fault = new IllegalArgumentException("it does not begin with a method");
        }
        return !buffer.isReadable();
    }

    @Override
    protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
        return oneSpaceBefore(line, start, super.splitSecondWordInitialLine(line, start, length));
    }

    @Override
    protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
        return oneSpaceBefore(line, start, super.splitThirdWordInitialLine(line, start, length));
    }

    private static String oneSpaceBefore(byte[] line, int start, String word) {
        boolean one = word.isEmpty() || (start >= 2 && line[start - 1] == ' ' && line[start - 2] != ' ');
        if (!one) {
            throw new IllegalArgumentException("the words of its line are not parted by one space");
        }
        return word;
    }

    @Override
    protected HttpMessage createMessage(String[] line) throws Exception {
        line[2] = RequestLine.check(line[0], line[1], line[2]);
        return super.createMessage(line);
    }

    private void decodeRest(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        int count = out.size();
        super.decode(ctx, buffer, out);
        if (out.size() > count && out.getLast() instanceof LastHttpContent last) {
            part = last.decoderResult().isFailure() ? Part.REFUSED : Part.HEAD;
        }
    }

    private void decodeSize(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        int line = ChunkSize.lineBytes(buffer);
        if (line == 0 && buffer.readableBytes() < ChunkSize.MOST_LINE_BYTES) {
            return;
        }
        try {
            dataLeft = ChunkSize.parse(buffer, buffer.readerIndex(), line == 0 ? buffer.readableBytes() : line);
        } catch (IllegalArgumentException e) {
            refuseBody(buffer, out, e);
            return;
        }
        if (dataLeft > 0) {
            part = Part.CHUNK_DATA;
            decodeChunk(ctx, buffer, out, line);
        } else {
            part = Part.TRAILERS;
            super.decode(ctx, buffer, out);
        }
    }

    /** Netty takes the line end behind the data with the data or in a step of its own. */
    private void decodeChunk(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out, int sizeLine)
            throws Exception {
        int before = buffer.readerIndex();
        int count = out.size();
        super.decode(ctx, buffer, out);
        int consumed = buffer.readerIndex() - before - sizeLine;
        for (int i = count; i < out.size(); i++) {
            HttpContent content = (HttpContent) out.get(i);
            if (content.decoderResult().isFailure()) {
                part = Part.REFUSED;
                return;
            }
            dataLeft -= content.content().readableBytes();
            consumed -= content.content().readableBytes();
        }
        if (dataLeft == 0) {
            part = Part.CHUNK_DELIMITER;
            if (consumed == CRLF_BYTES) {
                part = Part.CHUNK_SIZE;
                out.add(ChunkEnd.INSTANCE);
            }
        }
    }

    private void decodeTrailers(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out) throws Exception {
        int before = buffer.readerIndex();
        int count = out.size();
        super.decode(ctx, buffer, out);
        boolean folded = Lines.folded(buffer, before, buffer.readerIndex(), true);
        if (out.size() > count && ((HttpObject) out.getLast()).decoderResult().isFailure()) {
            part = Part.REFUSED;
        } else if (folded) {
            while (out.size() > count) {
                out.removeLast();
            }
            refuseBody(buffer, out, new IllegalArgumentException("a line of its trailers begins with white space"));
        } else if (out.size() > count) {
            part = Part.HEAD;
        }
    }

    private void refuseBody(ByteBuf buffer, List<Object> out, IllegalArgumentException cause) {
        part = Part.REFUSED;
        buffer.skipBytes(buffer.readableBytes());
        LastHttpContent refused = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
        refused.setDecoderResult(DecoderResult.failure(cause));
        out.add(refused);
    }

    /** RFC 9112, section 6.3: both is what request smuggling looks like. */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("it has both a Content-Length and a Transfer-Encoding");
    }
}
