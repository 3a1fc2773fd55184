package io.millrace.edge.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.proto.control.v1.EdgeLoad;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoadFiguresTest {

    private long nanos = 1;
    private long bytes;
    private final LoadFigures figures =
            new LoadFigures(new LoadFigures.Counts(() -> 2, () -> 3, () -> bytes, () -> 4, () -> 5), () -> nanos);

    @Test
    void anEdgeTellsHowBusyItIs() {
        figures.report();
        bytes += 5_000;
        nanos += TimeUnit.SECONDS.toNanos(5);
        EdgeLoad load = figures.report();
        assertTrue(load.getCpu() >= 0 && load.getCpu() <= 1, load::toString);
        assertEquals(
                EdgeLoad.newBuilder()
                        .setReaders(2)
                        .setConnections(3)
                        .setBitRate(8_000)
                        .setObjectBytes(4)
                        .setDirectories(5)
                        .build(),
                load.toBuilder().clearCpu().build());
    }

    @Test
    void readersThatAreCountedWhileTheyEndAreNotLessThanNone() {
        LoadFigures early =
                new LoadFigures(new LoadFigures.Counts(() -> -1, () -> 0, () -> 0, () -> 0, () -> 0), () -> nanos);
        assertEquals(0, early.report().getReaders());
    }
}
