package io.millrace.edge.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.Reading;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LiveFiguresTest {

    private long nanos = 1;
    /** What happens when the clock is looked at next. */
    private Runnable meanwhile = () -> {};

    private final LiveFigures figures = new LiveFigures(2, () -> Instant.ofEpochSecond(1_800_000_000), this::look);

    @Test
    void aDirectoryTellsWhatIsReadFromIt() {
        DirectoryFigures one = figures.begun("/live/cam/");
        figures.begun("/live/cam/");
        one.sent(1_000);
        one.over();
        figures.answered("/live/cam/", 20);
        figures.refused("/live/cam/");

        LiveDirectory told = figures.report().getFirst();

        assertEquals("/live/cam/", told.getDirectory());
        assertEquals(1_800_000_000, told.getStartTime().getSeconds());
        assertEquals(
                Reading.newBuilder()
                        .setReaders(1)
                        .setRequests(4)
                        .setErrors(1)
                        .setBytes(1_020)
                        .build(),
                told.getReading());
    }

    @Test
    void itsBitRateIsThatOfTheLastTenSeconds() {
        DirectoryFigures cam = figures.begun("/live/cam/");
        report();
        for (int second = 1; second <= 30; second++) {
            cam.sent(second <= 20 ? 1_000 : 125);
            pass(1);
            if (second == 5) {
                assertEquals(8_000, report().getBitRate());
            }
            report();
        }
        assertEquals(1_000, report().getBitRate());
    }

    @Test
    void itTellsHowSoonChunksAreHandedOnWhereSomeWere() {
        DirectoryFigures cam = figures.begun("/live/cam/");
        assertFalse(report().hasLatency());
        long came = figures.clock().getAsLong();
        pass(2);
        cam.handed(came, 3);
        assertEquals(2, report().getLatency().getP50().getSeconds());
    }

    @Test
    void aDirectoryFromWhichNobodyReadsAnyMoreIsForgottenAfterAMinute() {
        figures.answered("/live/cam/", 0);
        pass(59);
        assertEquals(1, figures.report().size());
        pass(1);
        assertEquals(List.of(), figures.report());
    }

    @Test
    void aReaderKeepsItsDirectoryLiveHoweverLittleItReads() {
        figures.begun("/live/cam/");
        for (int i = 0; i < 5; i++) {
            pass(60);
            assertEquals(1, report().getReaders());
        }
    }

    @Test
    void theMinuteBeginsWithTheEndOfTheLastReader() {
        DirectoryFigures cam = figures.begun("/live/cam/");
        pass(300);
        cam.over();
        pass(59);
        assertEquals(0, report().getReaders());
        pass(1);
        assertEquals(List.of(), figures.report());
    }

    @Test
    void aDirectoryThatIsReadAgainBeginsAnew() {
        figures.answered("/live/cam/", 1_000);
        pass(60);
        figures.report();
        figures.begun("/live/cam/");
        assertEquals(1, report().getRequests());
        assertEquals(0, report().getBytes());
    }

    @Test
    @Timeout(60)
    void aReaderThatBeginsWhileItsDirectoryIsForgottenIsTold() throws Exception {
        figures.answered("/live/cam/", 0);
        pass(60);
        Thread reporter = reportsMeanwhile();
        figures.begun("/live/cam/");
        reporter.join();
        assertEquals(1, report().getReaders());
    }

    @Test
    @Timeout(60)
    void anErrorWhileItsDirectoryIsForgottenKeepsItLive() throws Exception {
        figures.answered("/live/cam/", 0);
        pass(60);
        Thread reporter = reportsMeanwhile();
        figures.refused("/live/cam/");
        reporter.join();
        assertEquals(1, report().getErrors());
    }

    @Test
    void noMoreDirectoriesAreToldThanMayBe() {
        figures.begun("/a/");
        figures.answered("/b/", 0);
        figures.begun("/c/");
        figures.answered("/b/", 0);
        assertEquals(List.of("/a/", "/b/"), directories());
    }

    @Test
    void oneThatIsForgottenMakesRoomForAnother() {
        figures.begun("/a/");
        figures.answered("/b/", 0);
        pass(60);
        figures.report();
        figures.begun("/c/");
        assertEquals(List.of("/a/", "/c/"), directories());
    }

    @Test
    void askingForWhatIsNotThereMakesNoDirectoryLive() {
        figures.refused("/scan/");
        assertEquals(List.of(), figures.report());
        figures.answered("/live/cam/", 0);
        figures.refused("/live/cam/");
        assertEquals(1, report().getErrors());
    }

    @Test
    void whereNobodyAsksNoDirectoryIsToldFromAnotherAndNothingIsTimed() {
        LiveFigures unreported = LiveFigures.unreported();
        DirectoryFigures any = unreported.begun("/a/");
        assertFalse(any.timed());
        assertTrue(figures.begun("/a/").timed());
        assertEquals(List.of(), unreported.report());
    }

    /** Somebody reports when the clock is looked at next, and goes as far as it can before whoever looks at it goes on. */
    private Thread reportsMeanwhile() {
        Thread reporter = new Thread(figures::report, "reporter");
        meanwhile = () -> {
            meanwhile = () -> {};
            reporter.start();
            while (reporter.isAlive() && reporter.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
        };
        return reporter;
    }

    private long look() {
        meanwhile.run();
        return nanos;
    }

    private List<String> directories() {
        return figures.report().stream()
                .map(LiveDirectory::getDirectory)
                .sorted()
                .toList();
    }

    private Reading report() {
        return figures.report().getFirst().getReading();
    }

    private void pass(long seconds) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
    }
}
