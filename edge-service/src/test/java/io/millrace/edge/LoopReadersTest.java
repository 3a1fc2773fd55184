package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LoopReadersTest {

    private final TestLoop loop = new TestLoop();
    private final LoopReaders readers = new LoopReaders(loop.loop);

    @Test
    void wakingIsATaskOfTheEventLoop() {
        readers.wake();
        assertEquals(1, loop.tasks.size());
    }

    @Test
    void wakingOftenIsOneTask() {
        readers.wake();
        readers.wake();
        readers.wake();
        assertEquals(1, loop.tasks.size());
    }

    @Test
    void whatComesAfterTheTaskRanIsATaskAgain() {
        readers.wake();
        loop.runAll();
        readers.wake();
        assertEquals(1, loop.tasks.size());
    }

    @Test
    void theTaskItselfWakesNobodyElse() {
        readers.wake();
        loop.runAll();
        assertEquals(0, loop.tasks.size());
    }
}
