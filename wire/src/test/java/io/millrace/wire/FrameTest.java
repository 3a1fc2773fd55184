package io.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {

    private static final int HEADROOM = 16;
    private static final int TAILROOM = 2;

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "9, 9",
        "10, a",
        "15, f",
        "16, 10",
        "255, ff",
        "256, 100",
        "4095, fff",
        "4096, 1000",
        "65536, 10000",
        "1048576, 100000"
    })
    void aChunkWithRoomIsFramedWithItsLengthInHexadecimal(int length, String size) {
        String data = text(length);
        Frame frame = Frame.of(chunk(HEADROOM, data, TAILROOM));
        assertEquals(size + "\r\n" + data + "\r\n", taken(frame.framed()));
        frame.release();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "15, f", "16, 10", "255, ff", "4096, 1000", "1048576, 100000"})
    void aChunkWithoutRoomIsFramedTheSame(int length, String size) {
        String data = text(length);
        Frame frame = Frame.of(chunk(0, data, 0));
        assertEquals(size + "\r\n" + data + "\r\n", taken(frame.framed()));
        frame.release();
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 2", "15, 3, 2", "16, 4, 2", "255, 4, 9", "4096, 6, 2", "4096, 16, 2"})
    void aChunkWithEnoughRoomIsNotCopied(int length, int headroom, int tailroom) {
        ByteBuf chunk = chunk(headroom, text(length), tailroom);
        Frame frame = Frame.of(chunk);
        assertEquals(1, chunk.refCnt());
        frame.release();
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 2", "16, 3, 2", "16, 16, 1", "16, 16, 0", "4096, 5, 2", "16, 0, 0"})
    void aChunkWithTooLittleRoomIsCopiedAndGivenBack(int length, int headroom, int tailroom) {
        ByteBuf chunk = chunk(headroom, text(length), tailroom);
        Frame frame = Frame.of(chunk);
        assertEquals(0, chunk.refCnt());
        frame.release();
    }

    @Test
    void aSliceIsNotWrittenBeyond() {
        ByteBuf whole = Unpooled.copiedBuffer("aaaaaaaahiaaaaaaaa", StandardCharsets.US_ASCII);
        Frame frame = Frame.of(whole.retainedSlice(8, 2));
        assertEquals("2\r\nhi\r\n", taken(frame.framed()));
        assertEquals("aaaaaaaahiaaaaaaaa", whole.toString(StandardCharsets.US_ASCII));
        frame.release();
        whole.release();
    }

    @Test
    void aChunkOfSeveralPiecesIsFramedAsOne() {
        Frame frame = Frame.of(Unpooled.wrappedBuffer(chunk(0, "hel", 0), chunk(0, "lo", 0)));
        assertEquals("5\r\nhello\r\n", taken(frame.framed()));
        frame.release();
    }

    @Test
    void theLengthIsThatOfTheDataAlone() {
        Frame frame = hello();
        assertEquals(5, frame.length());
        frame.release();
    }

    @ParameterizedTest
    @CsvSource({"0, 5, hello", "0, 1, h", "1, 4, ell", "4, 5, o"})
    void dataIsHandedOutWithoutFraming(int from, int to, String expected) {
        Frame frame = hello();
        assertEquals(expected, taken(frame.data(from, to)));
        frame.release();
    }

    @ParameterizedTest
    @CsvSource({"0, 4, 4, hell", "1, 5, 4, ello", "4, 5, 1, o"})
    void aPartIsFramedAsAChunkOfItsOwn(int from, int to, String size, String data) {
        Frame frame = hello();
        assertEquals(size + "\r\n" + data + "\r\n", taken(frame.framed(from, to)));
        frame.release();
    }

    @Test
    void theSizeOfAPartIsInHexadecimal() {
        Frame frame = Frame.of(chunk(HEADROOM, text(4096), TAILROOM));
        assertEquals("ff\r\n" + text(255) + "\r\n", taken(frame.framed(0, 255)));
        frame.release();
    }

    @Test
    void thePartThatIsAllOfItIsTheChunk() {
        Frame frame = hello();
        assertEquals("5\r\nhello\r\n", taken(frame.framed(0, 5)));
        frame.release();
    }

    @Test
    void whatOneResponseReadsIsStillThereForTheNext() {
        Frame frame = hello();
        ByteBuf first = frame.framed();
        first.skipBytes(first.readableBytes());
        assertEquals("5\r\nhello\r\n", taken(frame.framed()));
        first.release();
        frame.release();
    }

    @Test
    void theLastReleaseFreesTheBuffer() {
        ByteBuf chunk = chunk(HEADROOM, "hello", TAILROOM);
        Frame frame = Frame.of(chunk);
        frame.retain();
        frame.release();
        assertEquals(1, chunk.refCnt());
        frame.release();
        assertEquals(0, chunk.refCnt());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whatIsBeingSentOutlivesItsFrame(int from) {
        ByteBuf chunk = chunk(HEADROOM, "hello", TAILROOM);
        Frame frame = Frame.of(chunk);
        ByteBuf framed = frame.framed(from, 5);
        ByteBuf data = frame.data(from, 5);
        frame.release();
        assertEquals("hello".substring(from), taken(data));
        assertEquals(1, chunk.refCnt());
        framed.release();
        assertEquals(0, chunk.refCnt());
    }

    private static Frame hello() {
        return Frame.of(chunk(HEADROOM, "hello", TAILROOM));
    }

    private static ByteBuf chunk(int headroom, String data, int tailroom) {
        int capacity = headroom + data.length() + tailroom;
        ByteBuf chunk = PooledByteBufAllocator.DEFAULT.directBuffer(capacity, capacity);
        chunk.setIndex(headroom, headroom);
        chunk.writeCharSequence(data, StandardCharsets.US_ASCII);
        return chunk;
    }

    private static String text(int length) {
        return "0123456789abcdef".repeat(length / 16 + 1).substring(0, length);
    }

    private static String taken(ByteBuf bytes) {
        String text = bytes.toString(StandardCharsets.US_ASCII);
        bytes.release();
        return text;
    }
}
