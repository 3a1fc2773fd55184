package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.edge.answer.ByteRange;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrowingRangeTest {

    private final LiveObject object = TestObjects.growing(Long.MAX_VALUE);

    @BeforeEach
    void tenBytesAreWritten() {
        TestObjects.append(object, 10);
    }

    @AfterEach
    void release() {
        object.release();
    }

    @Test
    void aClosedRangeIsThereWithItsLastByte() {
        assertTrue(new GrowingRange(0, 9, false).isThere(object));
        assertFalse(new GrowingRange(0, 10, false).isThere(object));
    }

    @Test
    void aLiveRangeIsThereWithItsFirstByte() {
        assertTrue(new GrowingRange(9, Long.MAX_VALUE, true).isThere(object));
        assertFalse(new GrowingRange(10, Long.MAX_VALUE, true).isThere(object));
    }

    @Test
    void noRangeIsWaitedForBeyondTheEnd() {
        object.complete(10, TestObjects.ENDED);
        assertTrue(new GrowingRange(0, 100, false).isThere(object));
        assertTrue(new GrowingRange(50, Long.MAX_VALUE, true).isThere(object));
    }

    @Test
    void noRangeIsWaitedForAfterAnUploadWasCutOff() {
        object.abort();
        assertTrue(new GrowingRange(0, 100, false).isThere(object));
    }

    @Test
    void whatIsWrittenOfItIsAtHand() {
        assertEquals(Optional.of(new ByteRange(2, 6)), new GrowingRange(2, 5, false).within(object));
        assertEquals(Optional.of(new ByteRange(2, 10)), new GrowingRange(2, 500, false).within(object));
        assertEquals(Optional.of(new ByteRange(0, 10)), new GrowingRange(0, Long.MAX_VALUE, true).within(object));
    }

    @Test
    void whatBeginsBehindWhatIsWrittenIsNot() {
        assertEquals(Optional.empty(), new GrowingRange(10, 20, false).within(object));
    }

    @Test
    void aRangeOfWhatWasLetGoBeginsWithTheOldestByte() {
        assertEquals(
                Optional.of(new ByteRange(4, 10)),
                new GrowingRange(0, 20, true).from(4).within(object));
        assertEquals(Optional.empty(), new GrowingRange(0, 3, false).from(4).within(object));
    }
}
