package io.millrace.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.millrace.chunklog.ContentHeaders;
import io.millrace.chunklog.ObjectKind;
import io.millrace.chunklog.ObjectState;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PatchPlanTest {

    private static final OptionalLong UNTOLD = OptionalLong.empty();
    private static final long MOST_BYTES = 1000;
    private static final Optional<ObjectState.Complete> TEN_BYTES = Optional.of(
            new ObjectState.Complete(7, ContentHeaders.of("video/mp4"), ObjectKind.SEGMENT, 10, Instant.EPOCH));

    @Test
    void bytesInTheMiddleAreLaidOver() {
        assertEquals(new PatchPlan.Lay(TEN_BYTES, 4, OptionalLong.of(4)), onTenBytes(part(4, 7)));
    }

    @Test
    void bytesRightBehindTheEndAreAppended() {
        assertInstanceOf(PatchPlan.Lay.class, onTenBytes(part(10, 13)));
        assertInstanceOf(PatchPlan.Lay.class, onTenBytes(from(10)));
    }

    @Test
    void bytesMayReachBeyondTheEnd() {
        assertInstanceOf(PatchPlan.Lay.class, onTenBytes(part(8, 13)));
    }

    @Test
    void aGapIsRefused() {
        assertRefused(400, onTenBytes(part(11, 13)));
        assertRefused(400, onTenBytes(from(11)));
    }

    @Test
    void withoutACompleteObjectThereIsNothingToLayOver() {
        assertRefused(400, onNothing(part(4, 7)));
        assertRefused(400, onNothing(part(0, 7)));
        assertRefused(400, onNothing(from(4)));
    }

    @Test
    void aRangeFromTheBeginningWithoutAnEndIsAllOfANewObject() {
        assertEquals(new PatchPlan.Lay(Optional.empty(), 0, UNTOLD), onNothing(from(0)));
    }

    @Test
    void aRangeThatIsAllOfTheLengthItTellsIsAllOfANewObject() {
        assertEquals(
                new PatchPlan.Lay(Optional.empty(), 0, OptionalLong.of(8)), onNothing(part(0, 7, OptionalLong.of(8))));
        assertRefused(400, onNothing(part(0, 7, OptionalLong.of(9))));
    }

    @Test
    void aRangeFromTheBeginningWithoutAnEndIsLaidOverWhatIsThere() {
        assertEquals(new PatchPlan.Lay(TEN_BYTES, 0, UNTOLD), onTenBytes(from(0)));
    }

    @Test
    void theLengthThatIsToldMustBeTheOneThatComesOut() {
        assertInstanceOf(PatchPlan.Lay.class, onTenBytes(part(4, 7, OptionalLong.of(10))));
        assertInstanceOf(PatchPlan.Lay.class, onTenBytes(part(8, 13, OptionalLong.of(14))));
        assertRefused(400, onTenBytes(part(4, 7, OptionalLong.of(11))));
        assertRefused(400, onTenBytes(part(4, 7, OptionalLong.of(8))));
    }

    @Test
    void aBodyThatSaysItIsLongerThanItsRangeIsRefusedBeforeItComes() {
        assertRefused(416, PatchPlan.of(part(4, 7), TEN_BYTES, OptionalLong.of(5), MOST_BYTES));
    }

    @Test
    void aBodyThatSaysItIsShorterThanItsRangeIsRefusedBeforeItComes() {
        assertRefused(400, PatchPlan.of(part(4, 7), TEN_BYTES, OptionalLong.of(3), MOST_BYTES));
    }

    @Test
    void anEmptyBodyIsAProbeWhateverItsRange() {
        assertInstanceOf(PatchPlan.Lay.class, PatchPlan.of(part(4, 7), TEN_BYTES, OptionalLong.of(0), MOST_BYTES));
    }

    @Test
    void anObjectThatWouldBeTooLongIsRefused() {
        assertInstanceOf(PatchPlan.Lay.class, PatchPlan.of(part(4, 11), TEN_BYTES, UNTOLD, 12));
        assertRefused(413, PatchPlan.of(part(4, 12), TEN_BYTES, UNTOLD, 12));
        assertRefused(413, PatchPlan.of(from(4), TEN_BYTES, OptionalLong.of(9), 12));
    }

    private static PatchPlan onTenBytes(UploadRange.Part part) {
        return PatchPlan.of(part, TEN_BYTES, UNTOLD, MOST_BYTES);
    }

    private static PatchPlan onNothing(UploadRange.Part part) {
        return PatchPlan.of(part, Optional.empty(), UNTOLD, MOST_BYTES);
    }

    private static UploadRange.Part part(long first, long last) {
        return part(first, last, UNTOLD);
    }

    private static UploadRange.Part part(long first, long last, OptionalLong total) {
        return new UploadRange.Part(first, OptionalLong.of(last), total);
    }

    private static UploadRange.Part from(long first) {
        return new UploadRange.Part(first, UNTOLD, UNTOLD);
    }

    private static void assertRefused(int status, PatchPlan plan) {
        assertEquals(
                status, assertInstanceOf(PatchPlan.Refused.class, plan).status().code());
    }
}
