package io.millrace.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InFlightBytesTest {

    private final InFlightBytes bytes = new InFlightBytes(100);
    private final List<String> done = new ArrayList<>();

    @Test
    void whatIsTakenInAndNotYetStoredCounts() {
        bytes.add(60);
        bytes.add(30);
        bytes.remove(60);
        assertEquals(30, bytes.now());
    }

    @Test
    void itIsFullAtItsLimit() {
        bytes.add(99);
        assertFalse(bytes.full());
        bytes.add(1);
        assertTrue(bytes.full());
    }

    @Test
    void itIsOverrunAtTwiceItsLimit() {
        bytes.add(199);
        assertFalse(bytes.overrun());
        bytes.add(1);
        assertTrue(bytes.overrun());
    }

    @Test
    void withoutALimitItIsNeverFull() {
        InFlightBytes endless = new InFlightBytes(0);
        endless.add(Integer.MAX_VALUE);
        assertFalse(endless.full());
        assertFalse(endless.overrun());
    }

    @Test
    void whoWaitsForRoomIsWokenOnceThereIsSome() {
        bytes.add(150);
        await("woken");
        bytes.remove(40);
        assertEquals(List.of(), done);
        bytes.remove(40);
        bytes.remove(40);
        assertEquals(List.of("woken"), done);
    }

    @Test
    void everybodyWhoWaitsIsWoken() {
        bytes.add(150);
        await("one");
        await("other");
        bytes.remove(100);
        assertEquals(List.of("one", "other"), done);
    }

    @Test
    void whereThereIsRoomNobodyWaits() {
        await("at once");
        assertEquals(List.of("at once"), done);
    }

    private void await(String name) {
        bytes.whenRoom(ImmediateEventExecutor.INSTANCE, () -> done.add(name));
    }
}
