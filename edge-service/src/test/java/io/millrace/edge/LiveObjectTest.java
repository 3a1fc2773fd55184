package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.chunklog.ObjectPath;
import io.millrace.wire.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveObjectTest {

    private static final ObjectPath PATH = new ObjectPath("/live/", "a.m4s");
    private static final Instant ENDED = Instant.ofEpochSecond(1_700_000_000);
    private static final long WINDOW_BYTES = 10;

    /** The memory of every chunk that was appended; not pooled, so that none of it is another chunk's later. */
    private final List<ByteBuf> memory = new ArrayList<>();

    private final GrowingMemory memoryInAll = new GrowingMemory(Long.MAX_VALUE);
    private final LiveObject object = growing(0);
    private boolean released;

    @AfterEach
    void allMemoryIsGivenBackWithTheLastReference() {
        if (!released) {
            object.release();
        }
        assertEquals(
                List.of(), memory.stream().filter(chunk -> chunk.refCnt() > 0).toList());
    }

    // Looking chunks up

    @Test
    void anUploadThatHasJustBegunHasNothingYet() {
        assertSame(Next.Gap.PENDING, object.next(0));
    }

    @Test
    void theFirstChunkStartsAtTheBeginning() {
        append(3);
        assertChunk(0, 3, 0);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 3", "1, 0, 3", "2, 0, 3", "3, 3, 5", "4, 3, 5", "5, 5, 6", "6, 6, 10", "9, 6, 10"})
    void anOffsetLiesInTheChunkThatHoldsItsByte(long offset, long start, long end) {
        append(3);
        append(2);
        append(1);
        append(4);
        assertChunk(start, end, offset);
    }

    @Test
    void whatLiesBehindTheNewestChunkIsNotThereYet() {
        append(3);
        assertSame(Next.Gap.PENDING, object.next(3));
    }

    @Test
    void everyReaderGetsTheSameCopyOfAChunk() {
        Frame frame = append(3);
        for (int reader = 0; reader < 2; reader++) {
            HeldChunk chunk = assertInstanceOf(HeldChunk.class, object.next(0));
            assertSame(frame, chunk.frame());
            chunk.frame().release();
        }
    }

    @Test
    void anObjectThatIsHeldFromTheMiddleOnStartsThere() {
        LiveObject late = growing(100);
        append(late, 3);
        assertSame(Next.Gap.BEHIND, late.next(99));
        HeldChunk chunk = assertInstanceOf(HeldChunk.class, late.next(100));
        assertEquals(100, chunk.start());
        chunk.frame().release();
        late.release();
    }

    // The end

    @Test
    void aWholeObjectEndsBehindItsLastByte() {
        append(3);
        object.complete(3, ENDED);
        assertSame(Next.Gap.COMPLETE, object.next(3));
        assertChunk(0, 3, 0);
    }

    @Test
    void aWholeObjectKnowsItsLengthAndTime() {
        append(3);
        assertEquals(-1, object.length());
        object.complete(3, ENDED);
        assertEquals(3, object.length());
        assertEquals(ENDED, object.modified());
        assertTrue(object.whole());
    }

    @Test
    void anUploadThatWasCutOffEndsBehindWhatHasCome() {
        append(3);
        object.abort();
        assertSame(Next.Gap.ABORTED, object.next(3));
        assertChunk(0, 3, 0);
        assertFalse(object.whole());
    }

    @Test
    void anUploadThatWasTooLongToKeepEndsWellButIsNotWhole() {
        append(3);
        object.finish();
        assertSame(Next.Gap.COMPLETE, object.next(3));
        assertFalse(object.whole());
        assertEquals(-1, object.length());
    }

    @Test
    void anUploadInProgressIsNotWhole() {
        append(3);
        assertFalse(object.whole());
    }

    @Test
    void whatIsWholeIsNotCutOffAnyMore() {
        object.complete(0, ENDED);
        object.abort();
        assertSame(Next.Gap.COMPLETE, object.next(0));
    }

    @Test
    void whatWasCutOffDoesNotBecomeWhole() {
        object.abort();
        object.complete(0, ENDED);
        assertSame(Next.Gap.ABORTED, object.next(0));
        assertEquals(-1, object.length());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingIsAppendedBehindTheEnd(boolean whole) {
        if (whole) {
            object.complete(0, ENDED);
        } else {
            object.abort();
        }
        append(3);
        assertEquals(0, memory.getFirst().refCnt());
        assertSame(whole ? Next.Gap.COMPLETE : Next.Gap.ABORTED, object.next(0));
    }

    @Test
    void aWholeObjectTellsItsLengthBeforeItsBytesHaveCome() {
        LiveObject whole = LiveObject.whole(PATH, TestObjects.complete(1000, ENDED));
        assertEquals(1000, whole.length());
        assertEquals(1000, whole.weight());
        assertSame(Next.Gap.PENDING, whole.next(0));
        whole.release();
    }

    @Test
    void aWholeObjectIsHeldWholeHoweverLargeItIs() {
        LiveObject whole = LiveObject.whole(PATH, TestObjects.complete(1000, ENDED));
        for (int i = 0; i < 10; i++) {
            append(whole, 100);
        }
        assertInstanceOf(HeldChunk.class, whole.next(0)).frame().release();
        whole.release();
    }

    @Test
    void anObjectThatIsTooLargeToHoldIsReadElsewhere() {
        LiveObject unheld = LiveObject.unheld(PATH, TestObjects.complete(1000, ENDED));
        assertSame(Next.Gap.BEHIND, unheld.next(0));
        assertSame(Next.Gap.BEHIND, unheld.next(999));
        assertSame(Next.Gap.COMPLETE, unheld.next(1000));
        assertEquals(0, unheld.weight());
        unheld.release();
    }

    // What requests ask of it

    @Test
    void whatRedisHadWhenAnUploadWasFoundCountsAsWritten() {
        LiveObject found = LiveObject.growing(PATH, TestObjects.open(), 0, 100, WINDOW_BYTES, memoryInAll);
        assertEquals(100, found.written());
        found.release();
    }

    @Test
    void whatCameSinceCountsAsWritten() {
        append(3);
        append(4);
        assertEquals(7, object.written());
    }

    @Test
    void allBytesAreThereForAWholeObject() {
        append(3);
        append(4);
        object.complete(7, ENDED);
        List<ByteBuf> parts = object.bytes().orElseThrow();
        assertEquals(List.of(3, 4), parts.stream().map(ByteBuf::readableBytes).toList());
        parts.forEach(ByteBuf::release);
    }

    @Test
    void notAllBytesAreThereWhileItGrows() {
        append(3);
        assertTrue(object.bytes().isEmpty());
    }

    @Test
    void notAllBytesAreThereOfALargeObject() {
        append(8);
        append(8);
        object.complete(16, ENDED);
        assertTrue(object.bytes().isEmpty());
    }

    // The window

    @Test
    void aWindowThatIsJustFullIsHeld() {
        append(5);
        append(5);
        assertChunk(0, 5, 0);
    }

    @Test
    void theOldestChunkIsLetGoBeyondTheWindow() {
        append(5);
        append(5);
        append(1);
        assertSame(Next.Gap.BEHIND, object.next(4));
        assertChunk(5, 10, 5);
        assertEquals(0, memory.getFirst().refCnt());
    }

    @Test
    void asManyOldChunksAreLetGoAsTheNewestAsksFor() {
        append(3);
        append(3);
        append(3);
        append(8);
        assertSame(Next.Gap.BEHIND, object.next(8));
        assertChunk(9, 17, 9);
    }

    @Test
    void theNewestChunkIsHeldEvenIfItIsLargerThanTheWindow() {
        append(5);
        append(100);
        assertSame(Next.Gap.BEHIND, object.next(4));
        assertChunk(5, 105, 5);
    }

    @Test
    void chunksAreFoundAfterManyWereLetGo() {
        for (int i = 0; i < 100; i++) {
            append(3);
            long end = 3L * (i + 1);
            long heldFrom = Math.max(0, end - 9);
            for (long start = heldFrom; start < end; start += 3) {
                assertChunk(start, start + 3, start + 1);
            }
            assertSame(heldFrom == 0 ? Next.Gap.PENDING : Next.Gap.BEHIND, object.next(heldFrom == 0 ? end : 0));
        }
    }

    @Test
    void onlyTheWindowsMemoryIsHeld() {
        for (int i = 0; i < 100; i++) {
            append(3);
        }
        assertEquals(3, memory.stream().filter(chunk -> chunk.refCnt() > 0).count());
    }

    @Test
    void aChunkThatIsLetGoStaysWithTheReaderThatHasIt() {
        append(5);
        HeldChunk reading = assertInstanceOf(HeldChunk.class, object.next(0));
        append(10);
        assertEquals(1, memory.getFirst().refCnt());
        reading.frame().release();
        assertEquals(0, memory.getFirst().refCnt());
    }

    @Test
    void anObjectWeighsWhatIsHeldOfIt() {
        append(5);
        append(5);
        append(5);
        object.complete(15, ENDED);
        assertEquals(10, object.weight());
    }

    // References

    @Test
    void theMemoryIsHeldAsLongAsSomebodyHasAReference() {
        append(5);
        assertTrue(object.retain());
        object.release();
        assertEquals(1, memory.getFirst().refCnt());
        object.release();
        released = true;
        assertEquals(0, memory.getFirst().refCnt());
    }

    @Test
    void anObjectWhoseMemoryIsGivenBackCantBeHadAnyMore() {
        object.release();
        released = true;
        assertFalse(object.retain());
    }

    @Test
    void aChunkThatComesAfterTheLastReferenceIsGivenBack() {
        object.release();
        released = true;
        append(5);
        assertEquals(0, memory.getFirst().refCnt());
    }

    @Test
    void aChunkOutlivesItsObjectWhereAReaderHasIt() {
        append(5);
        HeldChunk reading = assertInstanceOf(HeldChunk.class, object.next(0));
        object.release();
        released = true;
        assertEquals(1, memory.getFirst().refCnt());
        reading.frame().release();
    }

    @Test
    void theTailIsClaimedOnceAndHoldsAReference() {
        assertTrue(object.tailed());
        assertFalse(object.tailed());
        append(5);
        object.release();
        assertEquals(1, memory.getFirst().refCnt());
    }

    @Test
    void anObjectThatHasEndedNeedsNoTail() {
        object.abort();
        assertFalse(object.tailed());
    }

    // Waking

    @Test
    void theReadersOfAnEventLoopAreTogether() {
        TestLoop one = new TestLoop();
        assertSame(object.readersOn(one.loop), object.readersOn(one.loop));
        assertNotSame(object.readersOn(one.loop), object.readersOn(new TestLoop().loop));
    }

    @Test
    void aChunkWakesTheReadersOnEveryEventLoop() {
        TestLoop one = loopWithReaders();
        TestLoop other = loopWithReaders();
        append(3);
        assertEquals(1, one.tasks.size());
        assertEquals(1, other.tasks.size());
    }

    @Test
    void manyChunksWakeTheReadersOfAnEventLoopOnce() {
        TestLoop loop = loopWithReaders();
        append(3);
        append(3);
        append(3);
        assertEquals(1, loop.tasks.size());
    }

    @Test
    void theEndWakesTheReaders() {
        TestLoop loop = loopWithReaders();
        object.complete(0, ENDED);
        assertEquals(1, loop.tasks.size());
    }

    @Test
    void theUploadsCuttingOffWakesTheReaders() {
        TestLoop loop = loopWithReaders();
        object.abort();
        assertEquals(1, loop.tasks.size());
    }

    private TestLoop loopWithReaders() {
        TestLoop loop = new TestLoop();
        object.readersOn(loop.loop);
        return loop;
    }

    private void assertChunk(long start, long end, long offset) {
        HeldChunk chunk = assertInstanceOf(HeldChunk.class, object.next(offset));
        assertEquals(start, chunk.start());
        assertEquals(end, chunk.end());
        chunk.frame().release();
    }

    private Frame append(int bytes) {
        return append(object, bytes);
    }

    private Frame append(LiveObject to, int bytes) {
        ByteBuf chunk = Unpooled.buffer(16 + bytes + 2).setIndex(16, 16).writeZero(bytes);
        memory.add(chunk);
        Frame frame = Frame.of(chunk);
        to.append(frame);
        to.wakeReaders();
        return frame;
    }

    private LiveObject growing(long from) {
        return LiveObject.growing(PATH, TestObjects.open(), from, 0, WINDOW_BYTES, memoryInAll);
    }
}
