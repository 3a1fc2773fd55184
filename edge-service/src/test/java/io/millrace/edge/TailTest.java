package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.chunklog.EndMark;
import io.millrace.chunklog.StoredChunk;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TailTest {

    private static final Instant ENDED = Instant.ofEpochSecond(1_700_000_000);

    /** Its one reference is the tail's. */
    private final LiveObject object = TestObjects.growing(Long.MAX_VALUE);

    private int looks;
    private final List<Boolean> heldAtTheEnd = new ArrayList<>();
    private final List<LiveObject> begun = new ArrayList<>();
    private final Tail tail = new Tail(object, this::look, begun::add, ended -> heldAtTheEnd.add(ended.retain()));

    @Test
    void aChunkOfTheLogIsAppended() {
        ByteBuf bytes = chunk();
        tail.chunks(List.of(new StoredChunk(0, bytes)));
        HeldChunk held = assertInstanceOf(HeldChunk.class, object.next(0));
        assertEquals(5, held.end());
        held.frame().release();
        assertEquals(1, bytes.refCnt());
    }

    @Test
    void theOwnerIsToldOfTheFirstChunksAndOfNoOthers() {
        tail.chunks(List.of(new StoredChunk(0, chunk()), new StoredChunk(5, chunk())));
        tail.chunks(List.of(new StoredChunk(10, chunk())));
        assertEquals(List.of(object), begun);
    }

    @Test
    void theClockIsLookedAtOnceForChunksThatCameTogether() {
        tail.chunks(List.of(new StoredChunk(0, chunk()), new StoredChunk(5, chunk())));
        assertEquals(1, looks);
    }

    @Test
    void theEndOfAWholeLogCompletesTheObject() {
        tail.ended(new EndMark.Completed(0, ENDED));
        assertSame(Next.Gap.COMPLETE, object.next(0));
        assertEquals(ENDED, object.modified());
    }

    @Test
    void theEndOfALogThatWasCutOffCutsTheObjectOff() {
        tail.ended(new EndMark.Aborted(0));
        assertSame(Next.Gap.ABORTED, object.next(0));
    }

    @Test
    void theEndOfALogThatWasTooLongToKeepEndsTheObjectUnwhole() {
        tail.ended(new EndMark.Trimmed(0));
        assertSame(Next.Gap.COMPLETE, object.next(0));
        assertFalse(object.whole());
    }

    @Test
    void aLogThatIsLostCutsTheObjectOff() {
        tail.lost("its log is gone");
        assertSame(Next.Gap.ABORTED, object.next(0));
    }

    @Test
    void theOwnerMayKeepTheObjectAtItsEnd() {
        tail.ended(new EndMark.Completed(0, ENDED));
        assertEquals(List.of(true), heldAtTheEnd);
        assertTrue(object.retain());
    }

    @Test
    void theTailGivesItsReferenceBackAtTheEnd() {
        ByteBuf bytes = chunk();
        Tail alone = new Tail(object, this::look, begun -> {}, ended -> {});
        alone.chunks(List.of(new StoredChunk(0, bytes)));
        alone.ended(new EndMark.Completed(5, ENDED));
        assertFalse(object.retain());
        assertEquals(0, bytes.refCnt());
    }

    @Test
    void theTailOfALostLogGivesItsReferenceBack() {
        new Tail(object, this::look, begun -> {}, ended -> {}).lost("its log is gone");
        assertFalse(object.retain());
    }

    private long look() {
        looks++;
        return 0;
    }

    private static ByteBuf chunk() {
        return Unpooled.buffer(32).setIndex(16, 16).writeZero(5);
    }
}
