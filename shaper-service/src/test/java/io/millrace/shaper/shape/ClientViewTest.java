package io.millrace.shaper.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.proto.control.v1.Session;
import io.millrace.shaper.media.SegmentClasses;
import io.millrace.shaper.memory.ManifestMemory;
import io.millrace.shaper.pace.Pacing;
import io.millrace.shaper.session.SessionLimits;
import io.millrace.shaper.session.SessionUrls;
import io.millrace.shaper.session.Sessions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ClientViewTest {

    private final SessionUrls urls = new Sessions(
                    URI.create("https://edge.example/"),
                    SegmentClasses.BY_MANIFEST,
                    text -> List.of(),
                    Optional.empty(),
                    new SessionLimits(1, Duration.ofHours(1)),
                    new Pacing(),
                    new ManifestMemory(1 << 20))
            .create(Session.newBuilder().setOrigin("https://edge.example/a/").build())
            .toCompletableFuture()
            .join()
            .urls();
    private final String own = urls.prefix();

    @Test
    void relativeUrlsStay() {
        String text =
                "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow/v.m3u8?x=1\n#EXT-X-STREAM-INF:BANDWIDTH=2\n../hi.m3u8\n";
        assertEquals(text, view("https://edge.example/a/b/m.m3u8", text, own + "b/m.m3u8"));
    }

    @Test
    void urlsThatLeadPastTheSessionComeThroughIt() {
        assertEquals("""
                #EXTM3U
                #EXT-X-TARGETDURATION:4
                #EXT-X-MAP:URI="%1$sinit.mp4"
                #EXTINF:4,
                %1$s@https/edge.example/elsewhere/1.m4s
                #EXTINF:4,
                %1$s@https/cdn.example/2.m4s?t=1
                #EXTINF:4,
                3.m4s
                """.formatted(own), view("https://edge.example/a/m.m3u8", """
                        #EXTM3U
                        #EXT-X-TARGETDURATION:4
                        #EXT-X-MAP:URI="/a/init.mp4"
                        #EXTINF:4,
                        /elsewhere/1.m4s
                        #EXTINF:4,
                        https://cdn.example/2.m4s?t=1
                        #EXTINF:4,
                        3.m4s
                        """, own + "m.m3u8"));
    }

    @Test
    void urlsThatClimbOutOfTheSessionsBaseComeThroughIt() {
        assertEquals(
                "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n" + own + "@https/edge.example/c/v.m3u8\n",
                view(
                        "https://edge.example/a/m.m3u8",
                        "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n../c/v.m3u8\n",
                        own + "m.m3u8"));
    }

    @Test
    void afterARedirectRelativeUrlsAreThoseOfWhereItEnded() {
        assertEquals(
                "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n" + own + "@https/cdn.example/x/v.m3u8\n",
                view(
                        "https://cdn.example/x/m.m3u8",
                        "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv.m3u8\n",
                        own + "m.m3u8"));
    }

    @Test
    void urlsOfAnMpdStayBelowABaseUrlThatWasReplaced() {
        String mpd = """
                <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><BaseURL>%s</BaseURL><Period><AdaptationSet>
                <SegmentTemplate media="$RepresentationID$-$Number%%05d$.m4s" initialization="init.mp4" duration="2"/>
                <Representation id="v" bandwidth="1"/></AdaptationSet></Period></MPD>
                """;
        assertEquals(
                mpd.formatted(own + "@https/cdn.example/x/"),
                view("https://edge.example/a/m.mpd", mpd.formatted("https://cdn.example/x/"), own + "m.mpd"));
    }

    private String view(String manifest, String text, String path) {
        return ClientView.of(URI.create(manifest), text, urls, path, Map.of());
    }
}
