package io.millrace.management;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.management.ManagedService.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ServiceLifeTest {

    private final ServiceLife life = new ServiceLife("a");

    @Test
    void aServiceWaitsAsLongAsItLacksWhatItNeeds() {
        AtomicBoolean there = new AtomicBoolean();
        life.needs(() -> {}, there::get, "b", () -> "on its way");
        assertEquals(Phase.STARTING, life.phase());
        life.listens();
        assertEquals(Phase.WAITING, life.phase());
        assertEquals(Map.of("b", "on its way"), life.details());
        there.set(true);
        assertEquals(Phase.LISTENING, life.phase());
    }

    @Test
    void aStopClosesTheNewestPartFirstAndOnce() {
        List<String> closed = new ArrayList<>();
        life.owns(() -> closed.add("old"));
        life.owns(() -> closed.add("new"));
        life.stop();
        life.stop();
        assertEquals(List.of("new", "old"), closed);
    }

    @Test
    void aPartThatFailsKeepsNoOtherFromBeingClosed() {
        List<String> closed = new ArrayList<>();
        life.owns(() -> closed.add("old"));
        life.owns(() -> {
            throw new IllegalStateException("a fault that a test makes");
        });
        life.stop();
        assertEquals(List.of("old"), closed);
    }

    @Test
    void aServiceIsNotReadyWhileItsPartsClose() {
        List<Phase> seen = new ArrayList<>();
        life.owns(() -> seen.add(life.phase()));
        life.listens();
        life.stop();
        assertEquals(List.of(Phase.STOPPING), seen);
    }

    @Test
    void aStartThatIsOvertakenByAStopDoesNotListen() {
        life.stop();
        life.listens();
        assertEquals(Phase.STOPPING, life.phase());
    }
}
