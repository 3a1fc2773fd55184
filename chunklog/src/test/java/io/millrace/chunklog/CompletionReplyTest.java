package io.millrace.chunklog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionReplyTest {

    private static final ObjectPath PATH = new ObjectPath("/live/", "4.m4s");
    private static final Instant MODIFIED = Instant.ofEpochMilli(1_700_000_000_123L);

    @Test
    void aNewObjectIsToldWithItsTime() {
        assertEquals(new CompletionReply.Done(MODIFIED, false, List.of()), parse("created\n1700000000123"));
    }

    @Test
    void aReplacedObjectIsToldSo() {
        assertEquals(new CompletionReply.Done(MODIFIED, true, List.of()), parse("replaced\n1700000000123"));
    }

    @Test
    void whatLeftTheWindowIsInTheSameDirectory() {
        Dropped first = new Dropped(new ObjectPath("/live/", "1 a.m4s"), 7);
        Dropped second = new Dropped(new ObjectPath("/live/", "2.m4s"), 8);
        assertEquals(
                new CompletionReply.Done(MODIFIED, false, List.of(first, second)),
                parse("created\n1700000000123\n1 a.m4s\n7\n2.m4s\n8"));
    }

    @Test
    void anUploadThatIsLostIsRefused() {
        assertEquals(new CompletionReply.Refused(WriteFailure.LOST), parse("lost"));
    }

    @Test
    void anUploadThatIsOvertakenIsRefused() {
        assertEquals(new CompletionReply.Refused(WriteFailure.OVERTAKEN), parse("overtaken"));
    }

    @Test
    void anAnswerThatIsUnknownIsNotTakenForSuccess() {
        assertThrows(IllegalStateException.class, () -> parse("something new\n1"));
    }

    private static CompletionReply parse(String reply) {
        return CompletionReply.parse(PATH, reply);
    }
}
