package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.edge.figures.DirectoryFigures;
import io.millrace.edge.figures.LiveFigures;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopReadersTest {

    private final TestLoop loop = new TestLoop();
    private final LoopReaders readers = new LoopReaders(loop.loop);

    private long nanos;
    private final LiveFigures figures = new LiveFigures(1, InstantSource.system(), () -> nanos);
    private final DirectoryFigures directory = figures.begun("/live/");

    @Test
    void wakingIsATaskOfTheEventLoop() {
        readers.wake(0);
        assertEquals(1, loop.tasks.size());
    }

    @Test
    void wakingOftenIsOneTask() {
        readers.wake(0);
        readers.wake(0);
        readers.wake(0);
        assertEquals(1, loop.tasks.size());
    }

    @Test
    void whatComesAfterTheTaskRanIsATaskAgain() {
        readers.wake(0);
        loop.runAll();
        readers.wake(0);
        assertEquals(1, loop.tasks.size());
    }

    @Test
    void aFewReadersAreWokenAtOnceByWhoIsOnTheirLoop() {
        Counting reader = new Counting();
        readers.await(reader);
        loop.inLoop = true;
        readers.wake(0);
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
        readers.wake(0);
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
                readers.wake(0);
            }
        });
        loop.inLoop = true;
        readers.wake(0);
        assertEquals(0, fellow.advanced);
        loop.runAll();
        assertEquals(1, fellow.advanced);
    }

    @Test
    void whatAReaderIsHandedIsTimedFromWhenItCame() {
        readers.await(new Taking());
        readers.wake(ms(10));
        nanos = ms(14);
        loop.runAll();
        assertEquals(4, longestMs());
    }

    @Test
    void whatComesBeforeTheTaskRunsIsTimedFromItsFirstChunkOn() {
        readers.await(new Taking());
        readers.wake(ms(10));
        readers.wake(ms(13));
        nanos = ms(14);
        loop.runAll();
        assertEquals(4, longestMs());
    }

    @Test
    void whatComesWhileTheTaskRunsIsTimedByItself() {
        readers.await(new Taking() {
            @Override
            public void advance() {
                super.advance();
                readers.wake(ms(20));
                readers.await(new Taking());
            }
        });
        readers.wake(ms(10));
        nanos = ms(11);
        loop.runAll();
        nanos = ms(22);
        loop.runAll();
        assertEquals(2, longestMs());
    }

    @Test
    void aReaderThatIsWokenOnItsLoopIsTimedToo() {
        readers.await(new Taking());
        loop.inLoop = true;
        nanos = ms(14);
        readers.wake(ms(10));
        assertEquals(4, longestMs());
    }

    private static long ms(long number) {
        return TimeUnit.MILLISECONDS.toNanos(number);
    }

    private long longestMs() {
        return HandingOverTest.millis(
                figures.report().getFirst().getReading().getLatency().getMax());
    }

    private class Taking implements LoopReaders.Waiting {

        @Override
        public void advance() {
            readers.handed(directory);
        }

        @Override
        public void fail() {
            throw new AssertionError("it could go on");
        }
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
        readers.wake(0);
        loop.runAll();
        assertEquals(0, loop.tasks.size());
    }
}
