package io.millrace.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import io.millrace.edge.figures.DirectoryFigures;
import io.millrace.edge.figures.LiveFigures;
import io.millrace.proto.control.v1.LatencySummary;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HandingOverTest {

    private long nanos = 1;
    private int looks;
    private final LiveFigures figures = new LiveFigures(1, InstantSource.system(), this::look);
    private final DirectoryFigures told = figures.begun("/told/");
    private final HandingOver handing = new HandingOver();

    @Test
    void everyReaderCountsHowSoonItWasHandedWhatCame() {
        handing.begins(nanos);
        pass(1);
        handing.handed(told);
        handing.ends();
        handing.begins(nanos);
        pass(9);
        handing.handed(told);
        handing.ends();

        assertEquals(1, millis(latency().getP50()));
        assertEquals(9, millis(latency().getMax()));
    }

    @Test
    void ofManyTheFirstAreNotToldWhatTheLastOnesTake() {
        handing.begins(nanos);
        for (int reader = 0; reader < 8; reader++) {
            handing.handed(told);
        }
        pass(9);
        handing.handed(told);
        handing.ends();

        assertEquals(0, millis(latency().getP50()));
        assertEquals(9, millis(latency().getMax()));
    }

    @Test
    void theClockIsLookedAtOnceForEightReaders() {
        int before = looks;
        handing.begins(nanos);
        for (int reader = 0; reader < 24; reader++) {
            handing.handed(told);
        }
        handing.ends();
        assertEquals(3, looks - before);
    }

    @Test
    void whereNobodyIsToldNoClockIsLookedAt() {
        DirectoryFigures untold = figures.begun("/beyond/");
        int before = looks;
        handing.begins(nanos);
        handing.handed(untold);
        handing.ends();
        assertEquals(before, looks);
    }

    @Test
    void whereNobodyIsHandedAnythingThereIsNothingToTell() {
        handing.begins(nanos);
        handing.ends();
        assertFalse(figures.report().getFirst().getReading().hasLatency());
    }

    private LatencySummary latency() {
        assertTrue(figures.report().getFirst().getReading().hasLatency());
        return figures.report().getFirst().getReading().getLatency();
    }

    /** A figure is up to a sixteenth too high. */
    static long millis(Duration told) {
        return TimeUnit.SECONDS.toMillis(told.getSeconds()) + TimeUnit.NANOSECONDS.toMillis(told.getNanos());
    }

    private long look() {
        looks++;
        return nanos;
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
