package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The segments of a stream that FFmpeg pushes, from their first chunk to their deletion. */
class FfmpegSegmentsTest {

    private static final String LOW_LATENCY_DASH = "-f dash -ldash 1 -streaming 1 -use_template 1 -use_timeline 0"
            + " -seg_duration 2 -frag_type duration -frag_duration 0.2 -window_size 5 -extra_window_size 2"
            + " -remove_at_exit 0";

    @RegisterExtension
    private static final Millrace MILLRACE = Millrace.onOneRedis();

    private final Http http = new Http();

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aSegmentIsReadWhileItIsUploadedAndIsTheSameAfterwards() throws Exception {
        // Asked for seconds before it is begun.
        URI segment = MILLRACE.edge("/live/growing/chunk-stream0-00002.m4s");
        try (Program encoder =
                        Ffmpeg.push(MILLRACE.ingest("/live/growing/manifest.mpd"), 6, Ffmpeg.format(LOW_LATENCY_DASH));
                ChunkedGet early = GrowingObject.get(segment)) {
            assertEquals("chunked", early.headers().get("transfer-encoding"), "the upload had ended before");
            byte[] first = early.chunk();
            byte[] rest = early.body();
            byte[] read = concatenated(first, rest);
            assertTrue(rest.length > 0, "the segment came as a single chunk");
            List<String> boxes = Boxes.typesOf(read);
            assertEquals("styp", boxes.getFirst());
            assertTrue(Collections.frequency(boxes, "moof") > 1, boxes::toString);
            assertEquals(Collections.frequency(boxes, "moof"), Collections.frequency(boxes, "mdat"));

            HttpResponse<byte[]> whole = http.get(segment);
            assertEquals(200, whole.statusCode());
            assertEquals(
                    read.length,
                    whole.headers().firstValueAsLong("content-length").orElseThrow());
            assertArrayEquals(read, whole.body());
            Ffmpeg.assertEndsWell(encoder);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aDashSegmentThatTheEncoderDeletesIsGone() throws Exception {
        isGoneAfterItWasThere(
                "/live/dash-deleted/manifest.mpd",
                "/live/dash-deleted/chunk-stream0-00001.m4s",
                "-f dash -seg_duration 1 -window_size 2 -extra_window_size 1 -remove_at_exit 0");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anHlsSegmentThatTheEncoderDeletesIsGone() throws Exception {
        isGoneAfterItWasThere(
                "/live/hls-deleted/main.m3u8",
                "/live/hls-deleted/main0.ts",
                "-f hls -hls_time 1 -hls_list_size 2 -hls_delete_threshold 1 -hls_flags delete_segments");
    }

    private void isGoneAfterItWasThere(String playlist, String segment, String format) throws Exception {
        try (Program encoder = Ffmpeg.push(MILLRACE.ingest(playlist), 8, Ffmpeg.format(format))) {
            await().until(() -> http.status(MILLRACE.edge(segment)) == 200);
            await().until(() -> http.status(MILLRACE.edge(segment)) == 410);
            Ffmpeg.assertEndsWell(encoder);
        }
    }

    private static byte[] concatenated(byte[] first, byte[] rest) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(rest);
        return all.toByteArray();
    }
}
