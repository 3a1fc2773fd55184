package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrowingMemoryTest {

    private static final int BOUND_BYTES = 800;

    private final GrowingMemory memory = new GrowingMemory(BOUND_BYTES);
    private final List<LiveObject> objects = new ArrayList<>();

    @AfterEach
    void release() {
        objects.forEach(object -> {
            object.abort();
            object.release();
            object.release();
        });
    }

    @Test
    void whatUploadsInProgressHoldIsCounted() {
        append(tailed(), 100);
        append(tailed(), 50);
        assertEquals(150, memory.heldBytes());
    }

    @Test
    void whatLeavesAWindowIsNotCounted() {
        LiveObject object = tailed(100);
        for (int i = 0; i < 10; i++) {
            append(object, 50);
        }
        assertEquals(100, memory.heldBytes());
    }

    @Test
    void anUploadThatHasEndedIsNotCounted() {
        LiveObject object = tailed();
        append(object, 100);
        object.complete(100, TestObjects.ENDED);
        assertEquals(0, memory.heldBytes());
    }

    @Test
    void anUploadThatWasCutOffIsNotCounted() {
        LiveObject object = tailed();
        append(object, 100);
        object.abort();
        assertEquals(0, memory.heldBytes());
    }

    @Test
    void withinTheBoundNothingIsLetGo() {
        LiveObject object = tailed();
        for (int i = 0; i < BOUND_BYTES / 10; i++) {
            append(object, 10);
        }
        assertEquals(0, object.heldFrom());
        assertEquals(0, memory.shedBytes());
    }

    @Test
    void beyondTheBoundTheLargestLetsGoOfItsOldestChunks() {
        LiveObject small = tailed();
        append(small, 100);
        LiveObject large = tailed();
        for (int i = 0; i < 71; i++) {
            append(large, 10);
        }
        assertEquals(0, small.heldFrom());
        assertTrue(large.heldFrom() > 0);
        assertTrue(memory.heldBytes() <= BOUND_BYTES);
    }

    @Test
    void readersOfWhatWasLetGoAreBehindAndNotCutOff() {
        LiveObject object = tailed();
        for (int i = 0; i < 81; i++) {
            append(object, 10);
        }
        assertSame(Next.Gap.BEHIND, object.next(0));
    }

    @Test
    void whatWasLetGoIsCounted() {
        LiveObject object = tailed();
        for (int i = 0; i < 81; i++) {
            append(object, 10);
        }
        assertEquals(object.heldFrom(), memory.shedBytes());
        assertEquals(object.heldBytes(), memory.heldBytes());
    }

    @Test
    void manyUploadsTogetherStayWithinTheBound() {
        for (int i = 0; i < 20; i++) {
            LiveObject object = tailed();
            for (int j = 0; j < 10; j++) {
                append(object, 10);
                assertTrue(memory.heldBytes() <= BOUND_BYTES);
            }
        }
    }

    @Test
    void theNewestChunkOfAnUploadStaysHoweverLargeItIs() {
        LiveObject object = tailed();
        append(object, BOUND_BYTES * 2);
        assertEquals(0, object.heldFrom());
    }

    private LiveObject tailed() {
        return tailed(Long.MAX_VALUE);
    }

    private LiveObject tailed(long windowBytes) {
        LiveObject object = LiveObject.growing(TestObjects.SEGMENT, TestObjects.open(), 0, 0, windowBytes, memory);
        object.tailed();
        objects.add(object);
        return object;
    }

    private static void append(LiveObject object, int bytes) {
        TestObjects.append(object, bytes);
    }
}
