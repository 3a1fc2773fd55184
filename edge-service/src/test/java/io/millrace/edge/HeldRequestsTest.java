package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.chunklog.ObjectPath;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeldRequestsTest {

    private static final int MOST = 2;
    private static final ObjectPath A = new ObjectPath("/live/", "a.m4s");
    private static final ObjectPath B = new ObjectPath("/live/", "b.m4s");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final HeldRequests held = new HeldRequests(MOST);
    /** Runs tasks when it is told to, and its time stands still. */
    private final EmbeddedChannel loop = new EmbeddedChannel();

    private final List<String> wentOn = new ArrayList<>();

    @BeforeEach
    void freezeTime() {
        loop.freezeTime();
    }

    @Test
    void aRequestIsHeldUntilItsObjectMayBeThere() {
        hold(A, "a");
        loop.runPendingTasks();
        assertEquals(List.of(), wentOn);
        wake(A);
        assertEquals(List.of("a"), wentOn);
    }

    @Test
    void aRequestGoesOnOnItsOwnEventLoop() {
        hold(A, "a");
        held.wake(A);
        assertEquals(List.of(), wentOn);
        loop.runPendingTasks();
        assertEquals(List.of("a"), wentOn);
    }

    @Test
    void aRequestGoesOnWhenItsTimeIsOver() {
        hold(A, "a");
        pass(999);
        assertEquals(List.of(), wentOn);
        pass(1);
        assertEquals(List.of("a"), wentOn);
    }

    @Test
    void aRequestThatWasWokenDoesNotGoOnAgain() {
        hold(A, "a");
        wake(A);
        wake(A);
        pass(1000);
        assertEquals(List.of("a"), wentOn);
    }

    @Test
    void aRequestWhoseTimeWasOverIsNotWokenAgain() {
        hold(A, "a");
        pass(1000);
        wake(A);
        assertEquals(List.of("a"), wentOn);
    }

    @Test
    void everyRequestForAnObjectIsWoken() {
        hold(A, "first");
        hold(A, "second");
        wake(A);
        assertEquals(List.of("first", "second"), wentOn.stream().sorted().toList());
    }

    @Test
    void aRequestForAnotherObjectIsNotWoken() {
        hold(A, "a");
        hold(B, "b");
        wake(B);
        assertEquals(List.of("b"), wentOn);
    }

    @Test
    void theTimeOfOneRequestDoesNotEndThatOfAnother() {
        hold(A, "first");
        pass(500);
        hold(A, "second");
        pass(500);
        assertEquals(List.of("first"), wentOn);
        wake(A);
        assertEquals(List.of("first", "second"), wentOn);
    }

    @Test
    void whatNobodyWaitsForWakesNobody() {
        wake(A);
        assertEquals(0, held.count());
    }

    @Test
    void aRequestThatWentOnMayBeHeldAgain() {
        held.hold(A, loop.eventLoop(), SECOND, () -> hold(A, "again"));
        wake(A);
        assertEquals(1, held.count());
        wake(A);
        assertEquals(List.of("again"), wentOn);
    }

    @Test
    void aRequestThatIsGivenUpDoesNotGoOn() {
        Runnable giveUp =
                held.hold(A, loop.eventLoop(), SECOND, () -> wentOn.add("a")).orElseThrow();
        giveUp.run();
        wake(A);
        pass(1000);
        assertEquals(List.of(), wentOn);
    }

    @Test
    void aRequestThatIsGivenUpMakesRoomOnce() {
        Runnable giveUp = held.hold(A, loop.eventLoop(), SECOND, () -> {}).orElseThrow();
        giveUp.run();
        giveUp.run();
        assertEquals(0, held.count());
    }

    @Test
    void givingUpARequestThatWentOnMakesNoMoreRoom() {
        Runnable giveUp = held.hold(A, loop.eventLoop(), SECOND, () -> {}).orElseThrow();
        wake(A);
        giveUp.run();
        assertEquals(0, held.count());
    }

    @Test
    void givingUpOneRequestLeavesTheOthersHeld() {
        Runnable giveUp = held.hold(A, loop.eventLoop(), SECOND, () -> {}).orElseThrow();
        hold(A, "other");
        giveUp.run();
        wake(A);
        assertEquals(List.of("other"), wentOn);
    }

    @Test
    void noMoreAreHeldThanMayBe() {
        assertTrue(hold(A, "1"));
        assertTrue(hold(B, "2"));
        assertFalse(hold(A, "3"));
        assertEquals(MOST, held.count());
    }

    @Test
    void aRequestThatIsNotHeldDoesNotGoOn() {
        hold(A, "1");
        hold(A, "2");
        hold(A, "refused");
        wake(A);
        assertFalse(wentOn.contains("refused"));
    }

    @Test
    void aRequestThatWasWokenMakesRoom() {
        hold(A, "1");
        hold(B, "2");
        wake(A);
        assertTrue(hold(A, "3"));
    }

    @Test
    void aRequestWhoseTimeIsOverMakesRoom() {
        hold(A, "1");
        hold(B, "2");
        pass(1000);
        assertEquals(0, held.count());
        assertTrue(hold(A, "3"));
    }

    @Test
    void aRequestMakesRoomOnce() {
        hold(A, "a");
        wake(A);
        pass(1000);
        assertEquals(0, held.count());
    }

    private boolean hold(ObjectPath path, String name) {
        return held.hold(path, loop.eventLoop(), SECOND, () -> wentOn.add(name)).isPresent();
    }

    private void wake(ObjectPath path) {
        held.wake(path);
        loop.runPendingTasks();
    }

    private void pass(long milliseconds) {
        loop.advanceTimeBy(milliseconds, TimeUnit.MILLISECONDS);
        loop.runScheduledPendingTasks();
        loop.runPendingTasks();
    }
}
