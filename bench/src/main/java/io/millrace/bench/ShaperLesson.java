package io.millrace.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** What is played through a shaper: HLS and DASH, by sessions with rules of several kinds. */
final class ShaperLesson {

    private static final int SEGMENTS = 6;
    private static final int SEGMENT_BYTES = 200_000;

    /** What rules do, one session for each; none of it takes long. */
    private static final List<String> RULES = List.of(
            "bandwidth=400M",
            "bandwidth=100M&latency=2ms&jitter=1ms",
            "loss=1&rtt=1ms",
            "stall=5ms&at=50%25&kind=segment",
            "corrupt=3&kind=segment",
            "slice=10000&every=2",
            "stale=1s");

    private static final String MASTER = """
            #EXTM3U
            #EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,CODECS="avc1.64001e"
            media.m3u8
            """;

    private static final String MPD = """
            <?xml version="1.0" encoding="UTF-8"?>
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="dynamic" profiles="urn:mpeg:dash:profile:isoff-live:2011"
                availabilityStartTime="2025-01-01T00:00:00Z" minimumUpdatePeriod="PT2S" minBufferTime="PT2S">
              <Period id="0" start="PT0S">
                <AdaptationSet contentType="video" mimeType="video/mp4">
                  <SegmentTemplate timescale="1" duration="2" startNumber="0" media="s$Number$.m4s"/>
                  <Representation id="0" bandwidth="800000" codecs="avc1.64001e" width="640" height="360"/>
                </AdaptationSet>
              </Period>
            </MPD>
            """;

    private final InetSocketAddress ingest;
    private final InetSocketAddress shaper;

    ShaperLesson(InetSocketAddress ingest, InetSocketAddress shaper) {
        this.ingest = ingest;
        this.shaper = shaper;
    }

    void teach(int times) throws IOException, InterruptedException {
        try (Lesson lesson = new Lesson()) {
            upload(lesson);
            for (String rules : RULES) {
                String session = session(lesson, rules);
                for (int i = 0; i < times; i++) {
                    play(lesson, session);
                }
            }
        }
    }

    private void upload(Lesson lesson) throws IOException, InterruptedException {
        StringBuilder media = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:0\n");
        for (int i = 0; i < SEGMENTS; i++) {
            media.append("#EXTINF:2.0,\ns").append(i).append(".m4s\n");
            String _ = lesson.tell("PUT", ingest, "/lesson/s" + i + ".m4s", "v".repeat(SEGMENT_BYTES));
        }
        String _ = lesson.tell("PUT", ingest, "/lesson/media.m3u8", media.toString());
        String _ = lesson.tell("PUT", ingest, "/lesson/master.m3u8", MASTER);
        String _ = lesson.tell("PUT", ingest, "/lesson/manifest.mpd", MPD);
    }

    /** A new one, as players make it: by a URL that redirects there. */
    private String session(Lesson lesson, String rules) throws IOException, InterruptedException {
        return lesson.redirected(shaper, "/shape/new/lesson/master.m3u8?" + rules)
                .replace("master.m3u8", "");
    }

    private void play(Lesson lesson, String session) throws IOException, InterruptedException {
        for (String manifest : List.of("master.m3u8", "media.m3u8", "manifest.mpd")) {
            String _ = lesson.ask("GET", shaper, session + manifest);
        }
        for (int i = 0; i < SEGMENTS; i++) {
            String _ = lesson.ask("GET", shaper, session + "s" + i + ".m4s");
        }
    }
}
