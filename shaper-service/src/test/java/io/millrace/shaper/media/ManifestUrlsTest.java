package io.millrace.shaper.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shaper.url.Reference;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ManifestUrlsTest {

    private static final URI HLS = URI.create("https://edge:8443/live/a/index.m3u8");
    private static final URI DASH = URI.create("https://edge:8443/live/a/manifest.mpd");

    @Test
    void whereverAPlaylistHasAUrlItIsReplaced() {
        String playlist = """
                #EXTM3U\r
                #EXT-X-VERSION:9
                #EXT-X-DEFINE:NAME="cdn",VALUE="https://cdn.example"
                #EXT-X-SESSION-KEY:METHOD=AES-128,URI="/keys/1"
                #EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://asset",KEYFORMAT="com.apple.streamingkeydelivery"
                #EXT-X-MAP:URI="https://cdn.example/init.mp4",BYTERANGE="100@0"
                # https://comment.example/
                  https://cdn.example/a.ts?x=1,2\t

                #EXT-X-PART:DURATION=0.3,URI="../../../b.part",INDEPENDENT=YES
                {$cdn}/b.ts
                relative/c.ts
                /root.ts""";
        String expected = playlist.replace("URI=\"/keys/1\"", "URI=\"/through/https://edge:8443/keys/1\"")
                .replace("URI=\"https://cdn.example/init.mp4\"", "URI=\"/through/https://cdn.example/init.mp4\"")
                .replace("  https://cdn.example/a.ts?x=1,2\t", "  /through/https://cdn.example/a.ts?x=1,2\t")
                .replace("../../../b.part", "/through/https://edge:8443/b.part")
                .replace("relative/c.ts", "/through/https://edge:8443/live/a/relative/c.ts")
                .replace("{$cdn}/b.ts", "/through/https://cdn.example/b.ts")
                .replace("\n/root.ts", "\n/through/https://edge:8443/root.ts");
        assertEquals(expected, ManifestUrls.replaced(HLS, playlist, Map.of(), ManifestUrlsTest::through));
    }

    @Test
    void whereverAnMpdHasAUrlItIsReplaced() {
        String mpd = """
                <?xml version="1.0" encoding="utf-8"?>
                <!-- <BaseURL>https://comment.example/</BaseURL> -->
                <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" xmlns:xlink="http://www.w3.org/1999/xlink" type='dynamic'>
                  <Location>https://edge:8443/live/a/manifest.mpd?a=1&amp;b=2</Location>
                  <PatchLocation ttl="60"> /patch/a.mpp </PatchLocation>
                  <UTCTiming schemeIdUri="urn:mpeg:dash:utc:http-iso:2014" value="/time"/>
                  <UTCTiming schemeIdUri="urn:mpeg:dash:utc:direct:2014" value="2026-01-01T00:00:00Z"/>
                  <Period id="1" xlink:href="https://ads.example/p.xml" xlink:actuate = "onLoad" >
                    <AdaptationSet mimeType="video/mp4">
                      <SegmentTemplate media = '/abs/$RepresentationID$/$Number%05d$.m4s' initialization="init-$RepresentationID$.mp4"/>
                      <Representation id="v" bandwidth="1"><BaseURL>https://cdn.example/x/</BaseURL></Representation>
                    </AdaptationSet>
                    <AdaptationSet>
                      <Representation id="l" bandwidth="1">
                        <BaseURL>//cdn2.example/y/</BaseURL>
                        <SegmentList><Initialization sourceURL="/i.mp4"/><SegmentURL media="s1.m4s"/><SegmentURL media="/s2.m4s"/></SegmentList>
                      </Representation>
                      <Representation id="m" bandwidth="2"><BaseURL><![CDATA[https://left.example/]]></BaseURL></Representation>
                    </AdaptationSet>
                  </Period>
                </MPD>
                """;
        String expected = mpd.replace(
                        ">https://edge:8443/live/a/manifest.mpd?a=1&amp;b=2<",
                        ">/through/https://edge:8443/live/a/manifest.mpd?a=1&amp;b=2<")
                .replace("> /patch/a.mpp <", "> /through/https://edge:8443/patch/a.mpp <")
                .replace("value=\"/time\"", "value=\"/through/https://edge:8443/time\"")
                .replace("\"https://ads.example/p.xml\"", "\"/through/https://ads.example/p.xml\"")
                .replace(
                        "'/abs/$RepresentationID$/$Number%05d$.m4s'",
                        "'/through/https://edge:8443/abs/$RepresentationID$/$Number%05d$.m4s'")
                .replace("\"init-$", "\"/through/https://edge:8443/live/a/init-$")
                .replace("\"s1.m4s\"", "\"/through/https://cdn2.example/y/s1.m4s\"")
                .replace(">https://cdn.example/x/<", ">/through/https://cdn.example/x/<")
                .replace(">//cdn2.example/y/<", ">/through/https://cdn2.example/y/<")
                .replace("\"/i.mp4\"", "\"/through/https://cdn2.example/i.mp4\"")
                .replace("\"/s2.m4s\"", "\"/through/https://cdn2.example/s2.m4s\"");
        assertEquals(expected, ManifestUrls.replaced(DASH, mpd, Map.of(), ManifestUrlsTest::through));
    }

    @Test
    void anMpdWithEntitiesOfItsOwnIsLeftAlone() {
        String mpd = """
                <!DOCTYPE MPD [<!ENTITY x SYSTEM "file:///etc/passwd">]>
                <MPD><Period><BaseURL>https://cdn.example/&x;</BaseURL></Period></MPD>""";
        assertEquals(List.of(), ManifestUrls.of(DASH, mpd, Map.of()));
    }

    @Test
    void aVariableOfTheMasterPlaylistIsImportedWhereThePlaylistSaysSo() {
        Map<String, String> imports = Map.of("cdn", "https://cdn.example", "other", "https://other.example");
        String playlist = """
                #EXTM3U
                #EXT-X-DEFINE:IMPORT="cdn"
                #EXTINF:4,
                {$cdn}/a.ts
                #EXTINF:4,
                {$other}/b.ts
                """;
        assertEquals(
                List.of("https://cdn.example/a.ts", "{$other}/b.ts"),
                ManifestUrls.of(HLS, playlist, imports).stream()
                        .map(Reference::written)
                        .toList());
    }

    @Test
    void whatIsNoManifestHasNoUrls() {
        assertEquals(List.of(), ManifestUrls.of(HLS, "https://cdn.example/a.ts\n", Map.of()));
        assertEquals(List.of(), ManifestUrls.of(DASH, "<html><a href='https://x.example/'>MPD</a></html>", Map.of()));
    }

    @Property
    void aPlaylistWhoseUrlsAreReplacedByThemselvesIsTheSameToTheByte(@ForAll("playlists") String playlist) {
        assertEquals(
                playlist,
                ManifestUrls.replaced(
                        HLS,
                        playlist,
                        Map.of(),
                        reference -> Optional.of(playlist.substring(reference.start(), reference.end()))));
    }

    @Property
    void anyTextIsReadAsAnMpdWithoutAFault(@ForAll("documents") String document) {
        for (Reference reference : ManifestUrls.of(DASH, document, Map.of())) {
            reference.resolved();
        }
    }

    @Provide
    Arbitrary<String> playlists() {
        Arbitrary<String> line = Arbitraries.of(
                "#EXTINF:4,title",
                "#EXT-X-KEY:METHOD=AES-128,URI=\"https://k/1\",IV=0x1",
                "#EXT-X-MAP:URI=\"/init\"",
                "#EXT-X-PART:URI=\"p,1\",DURATION=1",
                "#EXT-X-DATERANGE:ID=\"a,b\",X=\"=\"",
                "#EXT-X-DEFINE:NAME=\"n\",VALUE=\"v\"",
                "{$n}/x.ts",
                "#EXT-X-MEDIA-SEQUENCE:x",
                "#comment",
                "",
                "  seg 1.ts ",
                "https://cdn/x?a=b",
                "#EXT-X-BYTERANGE:9@",
                "#EXT",
                "\u00e4.ts");
        Arbitrary<String> ends = Arbitraries.of("\n", "\r\n");
        return Arbitraries.of("#EXTM3U\n", "\uFEFF#EXTM3U\r\n")
                .flatMap(first -> line.flatMap(text -> ends.map(end -> text + end))
                        .list()
                        .ofMaxSize(20)
                        .map(lines -> first + String.join("", lines)));
    }

    @Provide
    Arbitrary<String> documents() {
        return Arbitraries.of(
                        "<MPD>",
                        "</MPD>",
                        "<Period ",
                        "start='PT1S'",
                        ">",
                        "/>",
                        "</Period>",
                        "<BaseURL>",
                        "</BaseURL>",
                        "https://x/",
                        "<!--",
                        "-->",
                        "<![CDATA[",
                        "]]>",
                        "media=\"/x\"",
                        "<S t='1' d='2' r='-1'/>",
                        "&amp;",
                        "<AdaptationSet>",
                        "</AdaptationSet>",
                        "<Representation id='1'/>",
                        "<SegmentTemplate ")
                .list()
                .ofMaxSize(25)
                .map(pieces -> "<MPD>" + String.join("", pieces) + "</MPD>");
    }

    @Test
    void variablesThatWouldMakeAPlaylistHugeStayAsTheyAre() {
        String playlist =
                "#EXTM3U\n#EXT-X-DEFINE:NAME=\"a\",VALUE=\"" + "x".repeat(1 << 20) + "\"\n" + "{$a}\n".repeat(200_000);
        long characters = ManifestUrls.of(HLS, playlist, Map.of()).stream()
                .mapToLong(reference -> reference.written().length())
                .sum();
        assertTrue(characters < 8 << 20, characters + " characters");
    }

    @Test
    @Timeout(60)
    void manifestsAreReadInTimeThatGoesWithTheirLength() {
        String commas = "#EXTM3U\n#EXT-X-A:" + ",".repeat(8 << 20) + "=";
        String bare = "<MPD>" + "<a/>".repeat(2 << 20) + "</MPD>";
        assertEquals(List.of(), ManifestUrls.of(HLS, commas, Map.of()));
        assertEquals(List.of(), ManifestUrls.of(DASH, bare, Map.of()));
    }

    private static Optional<String> through(Reference reference) {
        return reference.resolved().map(url -> "/through/" + url);
    }
}
