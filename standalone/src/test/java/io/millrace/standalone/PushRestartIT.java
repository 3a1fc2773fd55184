package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code millrace push} while its ingest, a process as it is packaged, is ended and started again. */
@EnabledOnOs(OS.LINUX)
@SuppressWarnings("try") // processes are killed, and files closed, in the middle
class PushRestartIT {

    private static final int INTERRUPTED = 130;

    @TempDir
    private Path directory;

    private final Http http = new Http();

    @ParameterizedTest
    @CsvSource({
        "main.m3u8, -f hls -hls_time 1 -hls_list_size 4 -hls_segment_type fmp4 -hls_flags delete_segments",
        "main.mpd, -f dash -seg_duration 1 -window_size 4 -extra_window_size 1 -remove_at_exit 0"
    })
    void everythingIsThereInTheEnd(String playlist, String format) throws Exception {
        int ingestPort = FreePorts.pick();
        int edgePort = FreePorts.pickOtherThan(ingestPort);
        try (Backing backing = Backing.single();
                Program edge = ServiceProcess.start(backing, "edge", edgePort);
                Program killed = ServiceProcess.start(backing, "ingest", ingestPort)) {
            ServiceProcess.awaitListening(edge, edgePort);
            ServiceProcess.awaitListening(killed, ingestPort);
            try (Program push =
                            Cli.follow(directory, Millrace.at(ingestPort, "/live/"), Millrace.at(edgePort, "/live/"));
                    Program encoder = Ffmpeg.write(directory.resolve(playlist), 12, Ffmpeg.format(format))) {
                await().until(() -> http.status(Millrace.at(edgePort, "/live/" + playlist)) == 200);
                killed.signal("KILL");
                await().until(() -> !push.running() || push.errors().contains("again in "));
                try (Program ingest = ServiceProcess.start(backing, "ingest", ingestPort)) {
                    ServiceProcess.awaitListening(ingest, ingestPort);
                    Ffmpeg.assertEndsWell(encoder);
                    Cli.awaitSame(directory, Millrace.at(edgePort, "/live/"), push);
                    push.signal("INT");
                    assertEquals(INTERRUPTED, push.exitCode(), push::toString);
                    assertTrue(push.errors().contains(" 0 failed,"), push::toString);
                }
            }
        }
    }

    /** An ingest that is told to stop cuts off, in the end, an upload that goes on. */
    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM"})
    @SuppressWarnings("try") // a writer that is done in the middle
    void aFileThatIsWrittenMeanwhileIsWholeInTheEnd(String signal) throws Exception {
        int ingestPort = FreePorts.pick();
        int edgePort = FreePorts.pickOtherThan(ingestPort);
        try (Backing backing = Backing.single();
                Program edge = ServiceProcess.start(backing, "edge", edgePort);
                Program ended =
                        ServiceProcess.start(backing, "ingest", ingestPort, Map.of("MILLRACE_INGEST_DRAIN", "2s"))) {
            ServiceProcess.awaitListening(edge, edgePort);
            ServiceProcess.awaitListening(ended, ingestPort);
            Path file = directory.resolve("a.ts");
            try (Program push =
                    Cli.follow(directory, Millrace.at(ingestPort, "/live/"), Millrace.at(edgePort, "/live/"))) {
                try (OutputStream out = Files.newOutputStream(file)) {
                    out.write(new byte[100_000]);
                    try (ChunkedGet get = GrowingObject.get(Millrace.at(edgePort, "/live/a.ts"))) {
                        assertTrue(get.chunk().length > 0);
                    }
                    ended.signal(signal);
                    out.write(new byte[100_000]);
                    await().until(() -> !push.running() || push.errors().contains("again in "));
                    try (Program ingest = ServiceProcess.start(backing, "ingest", ingestPort)) {
                        ServiceProcess.awaitListening(ingest, ingestPort);
                        out.write("the end".getBytes(StandardCharsets.UTF_8));
                        out.close();
                        await().until(() -> !push.running() || push.errors().contains("stored a.ts (200007 bytes)"));
                        // Until the edge has heard of it, readers of the upload that was killed are cut off.
                        await().until(() -> length(Millrace.at(edgePort, "/live/a.ts")) == 200_007);
                    }
                }
            }
        }
    }

    /** Bytes of an object, or -1 where there is no whole answer. */
    private int length(URI uri) throws InterruptedException {
        try {
            return http.get(uri).body().length;
        } catch (IOException e) {
            return -1;
        }
    }
}
