package io.millrace.players;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.standalone.Ffmpeg;
import io.millrace.standalone.Http;
import io.millrace.standalone.Millrace;
import io.millrace.standalone.Program;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Players on web pages, as they come from npm: on a page of another origin than the edge's they play a stream while
 * FFmpeg pushes it, through a pause and a seek back. What is asked of each is in {@code src/test/browser/play.mjs}.
 */
class PlayersTest {

    /** More than any player takes; the encoder is ended with the test. */
    private static final int PUSHED_SECONDS = 120;

    private static final String DASH = "-f dash -seg_duration 2 -window_size 10";
    private static final String LOW_LATENCY_DASH = DASH + " -ldash 1 -streaming 1 -use_template 1 -use_timeline 0"
            + " -frag_type duration -frag_duration 0.2 -target_latency 1.5 -utc_timing_url ";
    private static final String HLS = "-f hls -hls_segment_type fmp4 -hls_time 2 -hls_list_size 10"
            + " -hls_flags delete_segments+program_date_time";

    private static final String SECOND_DASH_SEGMENT = "chunk-stream0-00002.m4s";

    @RegisterExtension
    private static final Millrace MILLRACE = Millrace.onOneRedis();

    @RegisterExtension
    private static final Browser BROWSER = new Browser();

    private final Http http = new Http();

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void hlsJsPlaysHlsInFragmentedMp4() throws Exception {
        isPlayedBy("hls", "/players/hls/main.m3u8", "main1.m4s", HLS, "HLS");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shakaPlayerPlaysDash() throws Exception {
        isPlayedBy("shaka", "/players/dash/manifest.mpd", SECOND_DASH_SEGMENT, DASH, "DASH");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shakaPlayerPlaysSegmentsOfLowLatencyDashWhileTheyAreUploaded() throws Exception {
        lowLatencyDashIsPlayedBy("shaka");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void dashJsPlaysSegmentsOfLowLatencyDashWhileTheyAreUploaded() throws Exception {
        lowLatencyDashIsPlayedBy("dash");
    }

    private void lowLatencyDashIsPlayedBy(String player) throws Exception {
        String playlist = "/players/low-latency/" + player + "/manifest.mpd";
        String format = LOW_LATENCY_DASH + MILLRACE.edge("/time");
        isPlayedBy(player, playlist, SECOND_DASH_SEGMENT, format, "low-latency DASH", "growing");
    }

    /** The player comes when there are two segments: FFmpeg's first manifest allows of no seek, and is not updated. */
    private void isPlayedBy(
            String player, String playlist, String secondSegment, String format, String stream, String... demands)
            throws Exception {
        URI source = MILLRACE.edge(playlist);
        try (Program encoder = Ffmpeg.push(MILLRACE.ingest(playlist), PUSHED_SECONDS, Ffmpeg.format(format))) {
            await().until(() -> http.status(source.resolve(secondSegment)) == 200);
            BROWSER.plays(player, stream, source, demands);
            assertTrue(encoder.running(), encoder::toString);
        }
    }
}
