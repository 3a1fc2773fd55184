package io.millrace.chunklog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkCodecTest {

    private static final ChunkCodec CODEC = ChunkCodec.INSTANCE;

    @ParameterizedTest
    @ValueSource(strings = {"", "mr:o:{/live/}a.mpd", "é", "🎥", "a\u0800b"})
    void aKeyTakesExactlyTheBytesThatWereEstimated(String key) {
        ByteBuf target = Unpooled.buffer();
        CODEC.encodeKey(key, target);
        assertTrue(CODEC.isEstimateExact());
        assertEquals(target.readableBytes(), CODEC.estimateSize(key));
    }

    @Test
    void aValueTakesExactlyTheBytesThatWereEstimated() {
        ByteBuf target = Unpooled.buffer();
        ByteBuf value = Unpooled.wrappedBuffer(new byte[] {1, 2, 3, 4, 5}).skipBytes(2);
        CODEC.encodeValue(value, target);
        assertEquals(3, CODEC.estimateSize(value));
        assertEquals(3, target.readableBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mr:o:{/live/}a.mpd", "é", "🎥"})
    void aKeyIsUtf8InBothWays(String key) {
        ByteBuf target = Unpooled.buffer();
        CODEC.encodeKey(key, target);
        assertEquals(key, target.toString(StandardCharsets.UTF_8));
        assertEquals(key, CODEC.decodeKey(CODEC.encodeKey(key)));
    }

    @Test
    void aValueThatIsEncodedTwiceIsTheSameTwice() {
        ByteBuf value = ChunkCodec.text("chunk");
        ByteBuf target = Unpooled.buffer();
        CODEC.encodeValue(value, target);
        CODEC.encodeValue(value, target);
        assertEquals("chunkchunk", target.toString(StandardCharsets.US_ASCII));
        assertEquals("chunk", value.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void aValueOfSeveralPiecesIsEncodedWhole() {
        ByteBuf target = Unpooled.buffer();
        CODEC.encodeValue(Unpooled.wrappedBuffer(ChunkCodec.text("chu"), ChunkCodec.text("nk")), target);
        assertEquals("chunk", target.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void aDecodedChunkHoldsTheBytes() {
        ByteBuf chunk = decoded(new byte[] {0, 1, -1, 13, 10});
        assertEquals("0001ff0d0a", ByteBufUtil.hexDump(chunk));
        chunk.release();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 70_000})
    void aDecodedChunkHasRoomForItsFramingAndNoMore(int length) {
        ByteBuf chunk = decoded(new byte[length]);
        assertEquals(ChunkLog.HEADROOM, chunk.readerIndex());
        assertEquals(ChunkLog.TAILROOM, chunk.capacity() - chunk.writerIndex());
        chunk.release();
    }

    @Test
    void aDecodedChunkIsACopy() {
        byte[] reply = {1};
        ByteBuf chunk = decoded(reply);
        reply[0] = 2;
        assertEquals(1, chunk.getByte(chunk.readerIndex()));
        chunk.release();
    }

    @Test
    void aDecodedChunkIsReleasedByItsOnlyOwner() {
        assertTrue(decoded(new byte[] {1}).release());
    }

    @Test
    void aNumberIsWrittenAsText() {
        assertEquals("-12", ChunkCodec.text(-12).toString(StandardCharsets.US_ASCII));
    }

    private static ByteBuf decoded(byte[] bytes) {
        return CODEC.decodeValue(ByteBuffer.wrap(bytes));
    }
}
