package io.millrace.clients;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.clients.Tool.Said;
import io.millrace.conformance.Services;
import io.millrace.standalone.Millrace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** FFmpeg pushes a stream and deletes what leaves its window: that is gone, and what is left plays. */
final class FfmpegDeletionTest {

    private static final int PUSHED_SECONDS = 8;
    private static final int FRAMES_PER_SECOND = 25;
    private static final String INPUT = "-re -f lavfi -i testsrc2=size=320x180:rate=" + FRAMES_PER_SECOND
            + " -re -f lavfi -i sine=frequency=440:sample_rate=48000 -t " + PUSHED_SECONDS
            + " -c:v libx264 -preset veryfast -tune zerolatency -pix_fmt yuv420p -c:a aac -g " + FRAMES_PER_SECOND;
    private static final String HLS =
            "-f hls -hls_time 1 -hls_list_size 3 -hls_delete_threshold 1 -hls_flags" + " delete_segments+omit_endlist";
    private static final String DASH =
            "-f dash -seg_duration 1 -window_size 3 -extra_window_size 1 -remove_at_exit 0 -use_template 1 -use_timeline 1";

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private static Services services;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws IOException {
        services = Services.over(MILLRACE.backing());
    }

    @AfterAll
    static void stop() throws Exception {
        services.close();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void dash() throws Exception {
        String directory = "/ffmpeg/dash/";
        deletesWhatLeavesItsWindow(
                "http://127.0.0.1:" + ports().ingest() + directory + "main.mpd",
                directory + "main.mpd",
                directory + "chunk-stream0-00001.m4s",
                DASH);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void hlsInTransportStreams() throws Exception {
        String directory = "/ffmpeg/hls/";
        deletesWhatLeavesItsWindow(
                "http://127.0.0.1:" + ports().ingest() + directory + "main.m3u8",
                directory + "main.m3u8",
                directory + "main0.ts",
                HLS);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void hlsInFragmentedMp4OverTls() throws Exception {
        String directory = "/ffmpeg/hls-tls/";
        deletesWhatLeavesItsWindow(
                "https://localhost:" + ports().ingestTls() + directory + "main.m3u8",
                directory + "main.m3u8",
                directory + "main0.m4s",
                HLS + " -hls_segment_type fmp4");
    }

    private void deletesWhatLeavesItsWindow(String target, String playlist, String first, String format)
            throws Exception {
        List<String> command = ffmpeg(INPUT + " " + format + " -method PUT -http_persistent 1");
        command.add(target);
        try (Tool encoder = Tool.start(new byte[0], command)) {
            await().until(() -> status(first) == 200);
            await().until(() -> status(first) == 410);
            assertTrue(encoder.running(), "the push had ended before its first segment was deleted");
            Said pushed = encoder.end();
            assertEquals(0, pushed.code(), pushed::toString);
            assertFalse(pushed.errors().contains("HTTP error"), pushed::toString);
        }
        Said played = Tool.run(
                new byte[0], ffmpeg("-live_start_index 0 -i " + edge(playlist) + " -t 2 -f framecrc -", playlist));
        assertEquals(0, played.code(), played::toString);
        assertTrue(
                played.text().lines().filter(line -> line.startsWith("0,")).count() > FRAMES_PER_SECOND,
                played::toString);
        assertEquals(410, status(first));
    }

    private static List<String> ffmpeg(String options) {
        List<String> command =
                new ArrayList<>(List.of("ffmpeg", "-hide_banner", "-nostdin", "-loglevel", "level+warning"));
        command.addAll(List.of(options.split(" ", -1)));
        return command;
    }

    /** The option tells an HLS player where to begin; a DASH player does not know it. */
    private static List<String> ffmpeg(String options, String playlist) {
        return ffmpeg(playlist.endsWith(".mpd") ? options.replace("-live_start_index 0 ", "") : options);
    }

    private int status(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(edge(path))).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String edge(String path) {
        return "http://127.0.0.1:" + ports().edge() + path;
    }

    /** Started once; tests run beside each other. */
    private static synchronized Services.Pair ports() {
        return services.with(Map.of());
    }
}
