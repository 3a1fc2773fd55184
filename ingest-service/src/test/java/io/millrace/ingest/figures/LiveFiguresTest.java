package io.millrace.ingest.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Duration;
import io.millrace.chunklog.ObjectPath;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.Publishing;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveFiguresTest {

    private long nanos = 1;
    private final LiveFigures figures = new LiveFigures(2, () -> Instant.ofEpochSecond(1_800_000_000), () -> nanos);

    @Test
    void aDirectoryTellsWhatIsPublishedToIt() {
        DirectoryFigures one = begun("/live/cam/", "one.m4s");
        DirectoryFigures two = begun("/live/cam/", "two.m4s");
        DirectoryFigures three = begun("/live/cam/", "three.m4s");
        one.took(1_000);
        one.completed();
        two.took(500);
        two.aborted();
        three.took(20);

        LiveDirectory told = figures.report().getFirst();

        assertEquals("/live/cam/", told.getDirectory());
        assertEquals(1_800_000_000, told.getStartTime().getSeconds());
        assertEquals(
                Publishing.newBuilder()
                        .setUploads(1)
                        .setObjects(1)
                        .setAborted(1)
                        .setBytes(1_520)
                        .setLastObject("three.m4s")
                        .build(),
                told.getPublishing());
    }

    @Test
    void itsBitRateIsThatOfTheLastTenSeconds() {
        DirectoryFigures cam = begun("/live/cam/", "endless.ts");
        report();
        for (int second = 1; second <= 30; second++) {
            cam.took(second <= 20 ? 1_000 : 125);
            pass(1);
            if (second == 5) {
                assertEquals(8_000, report().getBitRate());
            }
            report();
        }
        assertEquals(1_000, report().getBitRate());
    }

    @Test
    void itTellsHowLongChunksTakeWhereSomeWereStored() {
        DirectoryFigures cam = begun("/live/cam/", "a.m4s");
        cam.stored(TimeUnit.MICROSECONDS.toNanos(20));
        assertEquals(
                Duration.newBuilder().setNanos(20_000).build(),
                report().getLatency().getMax());
    }

    @Test
    void aDirectoryIsForgottenAMinuteAfterItsLastUploadHasEnded() {
        DirectoryFigures cam = begun("/live/cam/", "a.m4s");
        pass(50);
        cam.completed();
        pass(59);
        assertEquals(1, figures.report().size());
        pass(1);
        assertEquals(List.of(), figures.report());
    }

    @Test
    void anUploadThatIsAbortedKeepsItsDirectoryLiveForAMinute() {
        begun("/live/cam/", "a.m4s").completed();
        pass(59);
        begun("/live/cam/", "b.m4s").aborted();
        pass(59);
        assertEquals(1, report().getAborted());
        pass(1);
        assertEquals(List.of(), figures.report());
    }

    @Test
    void anUploadInProgressKeepsItsDirectoryLiveHoweverLittleComes() {
        begun("/live/cam/", "endless.ts");
        for (int i = 0; i < 5; i++) {
            pass(60);
            assertEquals(1, report().getUploads());
        }
    }

    @Test
    void aDirectoryThatIsPublishedToAgainBeginsAnew() {
        begun("/live/cam/", "a.m4s").completed();
        pass(60);
        figures.report();
        begun("/live/cam/", "b.m4s");
        assertEquals(0, report().getObjects());
        assertEquals(1, report().getUploads());
    }

    @Test
    void noMoreDirectoriesAreToldThanMayBe() {
        begun("/a/", "1");
        begun("/b/", "1").completed();
        begun("/c/", "1").stored(1);
        begun("/b/", "2");
        assertEquals(List.of("/a/", "/b/"), directories());
    }

    @Test
    void oneThatIsForgottenMakesRoomForAnother() {
        begun("/a/", "1");
        begun("/b/", "1").completed();
        pass(60);
        figures.report();
        begun("/c/", "1");
        assertEquals(List.of("/a/", "/c/"), directories());
    }

    @Test
    void whereNobodyAsksNoDirectoryIsToldFromAnother() {
        LiveFigures unreported = LiveFigures.unreported();
        unreported.begun(new ObjectPath("/a/", "1")).completed();
        assertEquals(List.of(), unreported.report());
    }

    private DirectoryFigures begun(String directory, String name) {
        return figures.begun(new ObjectPath(directory, name));
    }

    private List<String> directories() {
        return figures.report().stream()
                .map(LiveDirectory::getDirectory)
                .sorted()
                .toList();
    }

    private Publishing report() {
        return figures.report().getFirst().getPublishing();
    }

    private void pass(long seconds) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
    }
}
