package io.millrace.players;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.control.Replicas;
import io.millrace.control.client.ControlClient;
import io.millrace.control.client.ControlClientConfig;
import io.millrace.proto.control.v1.ServiceKind;
import io.millrace.shaper.OwnShaper;
import io.millrace.standalone.Ffmpeg;
import io.millrace.standalone.Http;
import io.millrace.standalone.Millrace;
import io.millrace.standalone.Program;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Players on web pages play a live stream of three renditions through the shaper while an operator changes the rules of
 * their session: a narrow network and its end, segments that are not there, and such that pause. What is asked of each is in
 * {@code src/test/browser/rules.mjs}, which leaves a chart of it.
 */
class PlayersUnderRulesTest {

    /** More than any player takes; the encoder is ended with the test. */
    private static final int PUSHED_SECONDS = 600;

    /** At constant rates, so that what a rendition needs is what its manifest tells. */
    private static final String RENDITIONS = "-map 0:v -map 0:v -map 0:v -preset ultrafast"
            + " -x264-params nal-hrd=cbr:scenecut=0"
            + " -s:v:0 160x90 -b:v:0 200k -maxrate:v:0 200k -bufsize:v:0 200k"
            + " -s:v:1 256x144 -b:v:1 600k -maxrate:v:1 600k -bufsize:v:1 600k"
            + " -s:v:2 320x180 -b:v:2 1500k -maxrate:v:2 1500k -bufsize:v:2 1500k ";

    private static final String HLS = RENDITIONS + "-f hls -hls_segment_type fmp4 -hls_time 2 -hls_list_size 10"
            + " -hls_flags delete_segments+program_date_time -master_pl_name main.m3u8 -var_stream_map";
    private static final String DASH =
            RENDITIONS + "-f dash -seg_duration 2 -window_size 10 -adaptation_sets id=0,streams=v";

    @RegisterExtension
    private static final Millrace MILLRACE = Millrace.onOneRedis();

    @RegisterExtension
    private static final Replicas CONTROL = new Replicas(Map.of());

    @RegisterExtension
    private static final Browser BROWSER = new Browser();

    private static ControlClient client;
    private static OwnShaper shaper;

    private final Http http = new Http();

    @BeforeAll
    static void start() {
        client = ControlClient.start(
                Replicas.config(ControlClientConfig.class, Map.of("millrace.control.uri", CONTROL.address())),
                ServiceKind.SERVICE_KIND_SHAPER,
                "test",
                new SimpleMeterRegistry());
        shaper = new OwnShaper(MILLRACE.edge("/"), Map.of(), Optional.of(client));
    }

    @AfterAll
    static void stop() {
        shaper.close();
        client.close();
    }

    @Test
    void hlsJsSwitchesRenditionWithTheRulesAndGoesOnThroughFaults() throws Exception {
        String directory = "/rules/hls/";
        String[] format = Stream.concat(Stream.of(Ffmpeg.format(HLS)), Stream.of("v:0 v:1 v:2"))
                .toArray(String[]::new);
        try (Program encoder = Ffmpeg.push(MILLRACE.ingest(directory) + "v%v.m3u8", PUSHED_SECONDS, format)) {
            isMetBy("hls", encoder, directory + "main.m3u8", "v22.m4s");
        }
    }

    @Test
    void dashJsSwitchesRepresentationWithTheRulesAndGoesOnThroughFaults() throws Exception {
        String manifest = "/rules/dash/manifest.mpd";
        try (Program encoder = Ffmpeg.push(MILLRACE.ingest(manifest), PUSHED_SECONDS, Ffmpeg.format(DASH))) {
            isMetBy("dash", encoder, manifest, "chunk-stream2-00005.m4s");
        }
    }

    /** The player comes when there are some segments, of the highest rendition too. */
    private void isMetBy(String player, Program encoder, String manifest, String segment) throws Exception {
        URI source = MILLRACE.edge(manifest);
        await().until(() -> http.status(source.resolve(segment)) == 200);
        BROWSER.meetsRules(player, shaper.at(""), CONTROL.rest(""), manifest);
        assertTrue(encoder.running(), encoder::toString);
    }
}
