package io.millrace.shaper.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.shaper.media.SegmentMark;
import io.millrace.shaper.media.SessionMarks;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StoredMarksTest {

    @Test
    void whatIsKeptIsReadAgain() {
        SessionMarks marks = new SessionMarks(
                Map.of("video", new SegmentMark(812, 0, 2, 7), "audio", new SegmentMark(-1, -3, 0, 0)));
        assertEquals(marks, StoredMarks.read(StoredMarks.of(marks)));
    }

    @Test
    void aTrackWithTooLongANameIsNotKept() {
        SessionMarks marks = new SessionMarks(Map.of("n".repeat(1_025), new SegmentMark(1, 0, 0, 0)));
        assertEquals(Map.of(), StoredMarks.of(marks));
    }
}
