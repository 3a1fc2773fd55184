package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The main job with real programs: FFmpeg pushes a live stream, and FFmpeg plays it meanwhile. */
class FfmpegLiveTest {

    private static final int PUSHED_SECONDS = 20;
    private static final int PLAYED_SECONDS = 6;
    /** Less than what is pushed in that time, because a player may begin or end in the middle of a segment. */
    private static final long LEAST_FRAMES = (PLAYED_SECONDS - 1) * Ffmpeg.FRAMES_PER_SECOND;

    @RegisterExtension
    private static final Millrace MILLRACE = Millrace.onOneRedis();

    private final Http http = new Http();

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void lowLatencyDashIsPlayedWhileItIsPushed() throws Exception {
        isPlayedWhileItIsPushed(
                "/live/dash/manifest.mpd",
                "-f dash -ldash 1 -streaming 1 -use_template 1 -use_timeline 0 -seg_duration 2 -frag_type duration"
                        + " -frag_duration 0.2 -window_size 5 -extra_window_size 2 -remove_at_exit 0");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void hlsInFragmentedMp4IsPlayedWhileItIsPushed() throws Exception {
        isPlayedWhileItIsPushed(
                "/live/hls-fmp4/main.m3u8",
                "-f hls -hls_segment_type fmp4 -hls_time 2 -hls_list_size 5 -hls_flags delete_segments");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void hlsInTransportStreamIsPlayedWhileItIsPushed() throws Exception {
        isPlayedWhileItIsPushed(
                "/live/hls-ts/main.m3u8", "-f hls -hls_time 2 -hls_list_size 5 -hls_flags delete_segments");
    }

    private void isPlayedWhileItIsPushed(String playlist, String format) throws Exception {
        URI source = MILLRACE.edge(playlist);
        try (Program encoder = Ffmpeg.push(MILLRACE.ingest(playlist), PUSHED_SECONDS, Ffmpeg.format(format))) {
            await().until(() -> http.status(source) == 200);
            try (Program probe = Ffmpeg.probe(source);
                    Program player = Ffmpeg.play(source, PLAYED_SECONDS)) {
                assertTrue(encoder.running(), "the push had ended before the player began");
                Ffmpeg.assertEndsWell(probe);
                assertEquals(
                        Set.of("video", "audio"),
                        probe.output().lines().filter(line -> !line.isEmpty()).collect(Collectors.toSet()));
                Ffmpeg.assertEndsWell(player);
                assertTrue(Ffmpeg.frames(player, 0) >= LEAST_FRAMES, player::toString);
                assertTrue(Ffmpeg.frames(player, 1) >= LEAST_FRAMES, player::toString);
            }
            Ffmpeg.assertEndsWell(encoder);
        }
    }
}
