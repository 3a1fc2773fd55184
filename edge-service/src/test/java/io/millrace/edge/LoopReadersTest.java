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
    void aFewReadersAreWokenAtOnceByWhoIsOnTheirLoop() {
        Counting reader = new Counting();
        readers.await(reader);
        loop.inLoop = true;
        readers.wake();
        assertEquals(1, reader.advanced);
        assertEquals(0, loop.tasks.size());
    }

    @Test
    void manyReadersAreATaskAlsoForWhoIsOnTheirLoop() {
        Counting reader = new Counting();
        for (int i = 0; i < 100; i++) {
            readers.await(reader);
        }
        loop.inLoop = true;
        readers.wake();
        assertEquals(0, reader.advanced);
        loop.runAll();
        assertEquals(100, reader.advanced);
    }

    @Test
    void aReaderThatWakesItsFellowsLeavesThemToATask() {
        Counting fellow = new Counting();
        readers.await(new Counting() {
            @Override
            public void advance() {
                readers.await(fellow);
                readers.wake();
            }
        });
        loop.inLoop = true;
        readers.wake();
        assertEquals(0, fellow.advanced);
        loop.runAll();
        assertEquals(1, fellow.advanced);
    }

    private static class Counting implements LoopReaders.Waiting {

        int advanced;

        @Override
        public void advance() {
            advanced++;
        }

        @Override
        public void fail() {
            throw new AssertionError("it could go on");
        }
    }

    @Test
    void theTaskItselfWakesNobodyElse() {
        readers.wake();
        loop.runAll();
        assertEquals(0, loop.tasks.size());
    }
}
