package io.millrace.chunklog;

import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.ToByteBufEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Text keys and byte values, with one copy each way: into the command's buffer when writing, and out of the reply's
 * buffer when reading. Sizes are exact, so that Lettuce makes no buffer in between.
 */
final class ChunkCodec implements RedisCodec<String, ByteBuf>, ToByteBufEncoder<String, ByteBuf> {

    static final ChunkCodec INSTANCE = new ChunkCodec();

    /** A buffer for a value that is text. Unpooled and on the heap, so that nobody needs to release it. */
    static ByteBuf text(String value) {
        return Unpooled.wrappedBuffer(value.getBytes(StandardCharsets.UTF_8));
    }

    static ByteBuf text(long value) {
        return text(Long.toString(value));
    }

    @Override
    public String decodeKey(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    /** The one copy of a chunk that a reader of the log makes: direct, pooled, and owned by who asked for it. */
    @Override
    public ByteBuf decodeValue(ByteBuffer bytes) {
        int length = bytes.remaining();
        ByteBuf chunk = PooledByteBufAllocator.DEFAULT.directBuffer(
                ChunkLog.HEADROOM + length + ChunkLog.TAILROOM, ChunkLog.HEADROOM + length + ChunkLog.TAILROOM);
        chunk.setIndex(ChunkLog.HEADROOM, ChunkLog.HEADROOM);
        return chunk.writeBytes(bytes);
    }

    @Override
    public ByteBuffer encodeKey(String key) {
        return StandardCharsets.UTF_8.encode(key);
    }

    @Override
    public ByteBuffer encodeValue(ByteBuf value) {
        return value.nioBuffer();
    }

    @Override
    public void encodeKey(String key, ByteBuf target) {
        ByteBufUtil.writeUtf8(target, key);
    }

    /**
     * Leaves the value's indices alone: Lettuce encodes a command again after a reconnect. The reference makes sure that
     * a value whose command has just timed out is refused, or stays as long as it is copied.
     */
    @Override
    public void encodeValue(ByteBuf value, ByteBuf target) {
        value.retain();
        try {
            target.writeBytes(value, value.readerIndex(), value.readableBytes());
        } finally {
            value.release();
        }
    }

    @Override
    public int estimateSize(Object keyOrValue) {
        return switch (keyOrValue) {
            case String key -> ByteBufUtil.utf8Bytes(key);
            case ByteBuf value -> value.readableBytes();
            default -> 0;
        };
    }

    @Override
    public boolean isEstimateExact() {
        return true;
    }
}
