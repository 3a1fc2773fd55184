package io.millrace.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.chunklog.Listed;
import io.millrace.standalone.Ffmpeg;
import io.millrace.standalone.Millrace;
import io.millrace.standalone.Program;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** FFmpeg, which is told of its key in the URL. */
final class FfmpegKeysTest {

    private static final int SECONDS = 5;
    private static final String HLS = "-f hls -hls_time 1 -hls_list_size 0";
    private static final String DASH =
            "-f dash -ldash 1 -streaming 1 -use_template 1 -use_timeline 0 -seg_duration 1 -remove_at_exit 0";

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private static ControlledIngest services;
    private static String key;

    @BeforeAll
    static void start() {
        services = new ControlledIngest(MILLRACE, Map.of());
        services.control.channel("ffmpeg", channel -> channel);
        key = services.control.key("ffmpeg", "studio");
        services.knows();
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void hlsWithAKeyAsPassword() throws Exception {
        isPushed(withPassword("/live/ffmpeg/hls-password/main.m3u8"), HLS, "/live/ffmpeg/hls-password/", "main.m3u8");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void hlsWithAKeyInThePath() throws Exception {
        isPushed(inPath("/live/ffmpeg/hls-path/main.m3u8"), HLS, "/live/ffmpeg/hls-path/", "main.m3u8");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void lowLatencyDashWithAKeyAsPassword() throws Exception {
        isPushed(withPassword("/live/ffmpeg/dash-password/m.mpd"), DASH, "/live/ffmpeg/dash-password/", "m.mpd");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void lowLatencyDashWithAKeyInThePath() throws Exception {
        isPushed(inPath("/live/ffmpeg/dash-path/m.mpd"), DASH, "/live/ffmpeg/dash-path/", "m.mpd");
    }

    private static void isPushed(URI target, String format, String directory, String playlist) throws Exception {
        try (Program encoder = Ffmpeg.push(target, SECONDS, Ffmpeg.format(format))) {
            assertEquals(0, encoder.exitCode(), encoder::errors);
        }
        // FFmpeg does not wait for the answers to what it sends last.
        await().untilAsserted(() -> {
            List<String> names = names(directory);
            assertTrue(names.contains(playlist), names::toString);
            assertTrue(names.size() > SECONDS, names::toString);
        });
    }

    private static List<String> names(String directory) throws Exception {
        return MILLRACE.chunkLog().list(directory, 1000).toCompletableFuture().get(60, TimeUnit.SECONDS).stream()
                .map(Listed::name)
                .toList();
    }

    private static URI withPassword(String path) {
        return URI.create("http://studio:" + key + "@127.0.0.1:" + services.ingest.port() + path);
    }

    private static URI inPath(String path) {
        return services.ingest.at("/" + key + path);
    }
}
