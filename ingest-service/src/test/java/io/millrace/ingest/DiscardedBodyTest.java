package io.millrace.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiscardedBodyTest {

    private final List<String> done = new ArrayList<>();
    private final DiscardedBody body = new DiscardedBody(() -> done.add("acted"), () -> done.add("refused"));

    @Test
    void theBytesAreGivenBack() {
        ByteBuf bytes = Unpooled.buffer(1);
        body.bytes(bytes);
        assertEquals(0, bytes.refCnt());
    }

    @Test
    void theRequestIsActedOnWhenItsBodyIsWhole() {
        body.chunkEnd();
        body.pause();
        assertEquals(List.of(), done);
        body.end();
        assertEquals(List.of("acted"), done);
    }

    @Test
    void aRequestWhoseBodyIsCutOffIsNotActedOn() {
        body.broken("the connection was closed");
        assertEquals(List.of(), done);
    }

    @Test
    void aBodyOfTheGreatestLengthIsNoReasonToRefuse() {
        body.bytes(zeros(DiscardedBody.MOST_BYTES));
        body.end();
        assertEquals(List.of("acted"), done);
    }

    @Test
    void aBodyThatGoesOnAndOnIsRefusedOnceAndNeverActedOn() {
        body.bytes(zeros(DiscardedBody.MOST_BYTES));
        body.bytes(zeros(1));
        body.bytes(zeros(1));
        body.end();
        assertEquals(List.of("refused"), done);
    }

    private static ByteBuf zeros(int count) {
        return Unpooled.buffer(count).writeZero(count);
    }
}
