package io.millrace.chunklog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Map;
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
        assertFalse(new ObjectState(Optional.of(whole()), Optional.empty(), false).absent());
    }

    @Test
    void anObjectThatIsBeingUploadedIsThere() {
        ObjectState.Open open = new ObjectState.Open(256, ContentHeaders.of("video/mp4"), ObjectKind.SEGMENT);
        assertFalse(new ObjectState(Optional.empty(), Optional.of(open), false).absent());
    }

    @Test
    void anObjectWithNeitherIsAbsent() {
        assertTrue(ObjectState.ABSENT.absent());
    }

    @Test
    void anObjectThatIsGoneIsAbsent() {
        assertTrue(ObjectState.GONE.absent());
        assertTrue(ObjectState.GONE.gone());
        assertFalse(ObjectState.ABSENT.gone());
    }

    @Test
    void anObjectThatIsThereCantBeGone() {
        assertThrows(
                IllegalArgumentException.class, () -> new ObjectState(Optional.of(whole()), Optional.empty(), true));
    }

    @Test
    void theAnswerOfTheScriptTellsWhatIsThere() {
        ObjectState.Open open =
                new ObjectState.Open(256, new ContentHeaders("video/mp4", Map.of("icy-br", "1")), ObjectKind.SEGMENT);
        String reply = "255|video/mp4|SEGMENT|16|0|256|video/mp4\nicy-br:1|SEGMENT|";
        assertEquals(
                new ObjectState(Optional.of(whole()), Optional.of(open), false),
                ObjectState.parse(reply.replace('|', '\0')));
    }

    @Test
    void theAnswerOfTheScriptTellsWhatIsNotThere() {
        assertEquals(ObjectState.ABSENT, ObjectState.parse("\0".repeat(8)));
        assertEquals(ObjectState.GONE, ObjectState.parse("\0".repeat(8) + "gone"));
    }

    private static ObjectState.Complete whole() {
        return new ObjectState.Complete(255, ContentHeaders.of("video/mp4"), ObjectKind.SEGMENT, 16, Instant.EPOCH);
    }
}
