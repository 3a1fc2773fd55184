package io.millrace.edge.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.Reading;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveFiguresTest {

    private long nanos = 1;
    private final LiveFigures figures = new LiveFigures(2, () -> Instant.ofEpochSecond(1_800_000_000), () -> nanos);

    @Test
    void aDirectoryTellsWhatIsReadFromIt() {
        DirectoryFigures cam = figures.of("/live/cam/");
        cam.answered();
        cam.refused();
        cam.begun();
        cam.begun();
        cam.over();
        cam.sent(1_000);

        LiveDirectory told = figures.report().getFirst();

        assertEquals("/live/cam/", told.getDirectory());
        assertEquals(1_800_000_000, told.getStartTime().getSeconds());
        assertEquals(
                Reading.newBuilder()
                        .setReaders(1)
                        .setRequests(2)
                        .setErrors(1)
                        .setBytes(1_000)
                        .build(),
                told.getReading());
    }

    @Test
    void itsBitRateIsThatOfTheLastTenSeconds() {
        DirectoryFigures cam = figures.of("/live/cam/");
        cam.begun();
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
    void aDirectoryFromWhichNobodyReadsAnyMoreIsNotTold() {
        figures.of("/live/cam/").answered();
        figures.report();
        pass(59);
        assertEquals(1, figures.report().size());
        pass(1);
        assertEquals(List.of(), figures.report());
    }

    @Test
    void aReaderKeepsItsDirectoryLiveHoweverLittleItReads() {
        figures.of("/live/cam/").begun();
        for (int i = 0; i < 5; i++) {
            pass(60);
            assertEquals(1, figures.report().size());
        }
    }

    @Test
    void noMoreDirectoriesAreToldThanMayBe() {
        figures.of("/a/").answered();
        figures.of("/b/").answered();
        figures.of("/c/").answered();
        figures.of("/b/").answered();
        assertEquals(
                List.of("/a/", "/b/"),
                figures.report().stream()
                        .map(LiveDirectory::getDirectory)
                        .sorted()
                        .toList());
    }

    @Test
    void askingForWhatIsNotThereMakesNoDirectoryLive() {
        figures.known("/scan/").refused();
        assertEquals(List.of(), figures.report());
        figures.of("/live/cam/").answered();
        figures.known("/live/cam/").refused();
        assertEquals(1, figures.report().getFirst().getReading().getErrors());
    }

    @Test
    void whereNobodyAsksNoDirectoryIsToldFromAnother() {
        LiveFigures unreported = LiveFigures.unreported();
        unreported.of("/a/").answered();
        assertEquals(List.of(), unreported.report());
    }

    private Reading report() {
        return figures.report().getFirst().getReading();
    }

    private void pass(long seconds) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
    }
}
