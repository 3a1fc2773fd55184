package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.wire.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedChunksTest {

    private static final int KIB = 1024;

    private final List<ByteBuf> memory = new ArrayList<>();
    private final LiveObject object = TestObjects.growing(Long.MAX_VALUE);
    private long length;

    @Test
    void smallChunksOfAWholeObjectBecomeFewLargeOnes() {
        whole(4 * KIB, 100);
        object.join();
        assertEquals(List.of(252 * KIB, 148 * KIB), lengths());
        object.release();
    }

    @Test
    void everyByteStaysWhereItIs() {
        whole(1_000, 1_000);
        object.join();
        for (long offset = 0; offset < length; offset += 777) {
            HeldChunk chunk = chunk(offset);
            ByteBuf data = chunk.frame().data((int) (offset - chunk.start()), (int) (offset - chunk.start()) + 1);
            assertEquals((byte) (offset / 1_000), data.readByte());
            data.release();
            chunk.frame().release();
        }
        object.release();
    }

    @Test
    void largeChunksAreNotCopied() {
        whole(100 * KIB, 4);
        Frame first = chunk(0).frame();
        object.join();
        assertSame(first, chunk(0).frame());
        first.release();
        first.release();
        object.release();
    }

    @Test
    void anUploadInProgressIsLeftAsItIs() {
        append(10, 10);
        object.join();
        assertFalse(object.joinable());
        assertEquals(10, lengths().size());
        object.release();
    }

    @Test
    void aReaderKeepsTheChunkThatItIsSending() {
        whole(10, 10);
        HeldChunk sending = chunk(25);
        object.join();
        ByteBuf data = sending.frame().data(0, 10);
        assertEquals(2, data.readByte());
        data.release();
        sending.frame().release();
        object.release();
    }

    @Test
    void theMemoryOfTheSmallOnesIsGivenBack() {
        whole(10, 10);
        object.join();
        assertTrue(memory.stream().allMatch(chunk -> chunk.refCnt() == 0));
        object.release();
    }

    @Test
    void anObjectThatNobodyHoldsAnyMoreIsLeftAlone() {
        whole(10, 10);
        object.release();
        object.join();
        assertTrue(memory.stream().allMatch(chunk -> chunk.refCnt() == 0));
    }

    private void whole(int chunkBytes, int chunks) {
        append(chunkBytes, chunks);
        object.complete(length, TestObjects.ENDED);
    }

    /** Each chunk is filled with its number. */
    private void append(int chunkBytes, int chunks) {
        for (int i = 0; i < chunks; i++) {
            ByteBuf chunk = Unpooled.buffer(16 + chunkBytes + 2).setIndex(16, 16);
            for (int k = 0; k < chunkBytes; k++) {
                chunk.writeByte(i);
            }
            memory.add(chunk);
            object.append(Frame.of(chunk));
            length += chunkBytes;
        }
    }

    private List<Integer> lengths() {
        List<Integer> lengths = new ArrayList<>();
        for (long offset = 0; offset < length; ) {
            HeldChunk chunk = chunk(offset);
            lengths.add(chunk.frame().length());
            offset = chunk.end();
            chunk.frame().release();
        }
        return lengths;
    }

    /** With a reference. */
    private HeldChunk chunk(long offset) {
        return assertInstanceOf(HeldChunk.class, object.next(offset));
    }
}
