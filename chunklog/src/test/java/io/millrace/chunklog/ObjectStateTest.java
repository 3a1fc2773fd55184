package io.millrace.chunklog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObjectStateTest {

    @Test
    void theEntityTagIsQuotedAndStrong() {
        assertEquals("\"ff-10\"", ObjectState.etag(255, 16));
    }

    @Test
    void aFurtherUploadOfTheSameLengthHasAnotherEntityTag() {
        assertNotEquals(ObjectState.etag(1, 16), ObjectState.etag(2, 16));
    }

    @Test
    void aWholeGenerationTellsItsEntityTag() {
        assertEquals(ObjectState.etag(255, 16), whole().etag());
    }

    @Test
    void anObjectWithAWholeGenerationIsThere() {
        assertFalse(new ObjectState(Optional.of(whole()), Optional.empty()).absent());
    }

    @Test
    void anObjectThatIsBeingUploadedIsThere() {
        ObjectState.Open open = new ObjectState.Open(256, "video/mp4", ObjectKind.SEGMENT);
        assertFalse(new ObjectState(Optional.empty(), Optional.of(open)).absent());
    }

    @Test
    void anObjectWithNeitherIsAbsent() {
        assertTrue(ObjectState.ABSENT.absent());
    }

    private static ObjectState.Complete whole() {
        return new ObjectState.Complete(255, "video/mp4", ObjectKind.SEGMENT, 16, Instant.EPOCH);
    }
}
