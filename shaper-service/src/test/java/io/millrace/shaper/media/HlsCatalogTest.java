package io.millrace.shaper.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.proto.control.v1.ObjectKind;
import io.millrace.proto.control.v1.SegmentClass;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HlsCatalogTest {

    private static final URI BASE = URI.create("http://edge/live/");

    private static final String MASTER = """
            #EXTM3U
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",LANGUAGE="en",URI="audio.m3u8"
            #EXT-X-STREAM-INF:BANDWIDTH=2500000,RESOLUTION=1280x720,CODECS="avc1.64001f,mp4a.40.2",AUDIO="a"
            high.m3u8
            #EXT-X-STREAM-INF:BANDWIDTH=650000,RESOLUTION=640x360,CODECS="avc1.42c01e",AUDIO="a"
            low.m3u8?token=1
            #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=90000,URI="trick.m3u8"
            """;

    private final Catalog catalog = Catalog.of(SegmentClasses.BY_MANIFEST, SessionMarks.NONE);

    @Test
    void aMasterPlaylistTellsOfRenditions() {
        learn("master.m3u8", MASTER);
        Rendition high = facts("high.m3u8").rendition();
        assertEquals(OptionalLong.of(2_500_000), high.bitRate());
        assertEquals(OptionalInt.of(1), high.ladder());
        assertEquals(OptionalInt.of(1280), high.width());
        assertEquals(OptionalInt.of(720), high.height());
        assertEquals(List.of("avc1.64001f", "mp4a.40.2"), high.codecs());
        assertEquals(OptionalInt.of(0), facts("low.m3u8?token=1").rendition().ladder());
        assertEquals(OptionalInt.of(0), facts("trick.m3u8").rendition().ladder());
        assertEquals(Optional.of("en"), facts("audio.m3u8").rendition().language());
        assertEquals(ObjectKind.OBJECT_KIND_MANIFEST, facts("low.m3u8?token=1").kind());
    }

    @Test
    void whatAMediaPlaylistListsIsOfItsRendition() {
        learn("low.m3u8?token=1", live(7, 3)); // the master playlist may come later
        learn("master.m3u8", MASTER);
        assertEquals(OptionalLong.of(650_000), facts("s7.ts").rendition().bitRate());
        assertEquals(ObjectKind.OBJECT_KIND_SEGMENT, facts("s7.ts").kind());
    }

    @Test
    void aMediaPlaylistImportsTheVariablesOfTheMasterPlaylistThatOffersIt() {
        learn(
                "master.m3u8",
                MASTER.replace("#EXTM3U", "#EXTM3U\n#EXT-X-DEFINE:NAME=\"cdn\",VALUE=\"https://cdn.example\""));
        learn("other.m3u8", """
                #EXTM3U
                #EXT-X-DEFINE:NAME="cdn",VALUE="https://other.example"
                #EXT-X-STREAM-INF:BANDWIDTH=1
                elsewhere.m3u8
                """);
        learn("high.m3u8", "#EXTM3U\n#EXT-X-DEFINE:IMPORT=\"cdn\"\n#EXTINF:4,\n{$cdn}/a\n");
        ObjectFacts segment = catalog.facts(URI.create("https://cdn.example/a"));
        assertEquals(ObjectKind.OBJECT_KIND_SEGMENT, segment.kind());
        assertEquals(OptionalLong.of(2_500_000), segment.rendition().bitRate());
        assertEquals(Map.of("cdn", "https://cdn.example"), catalog.imports(BASE.resolve("high.m3u8?_HLS_msn=1&sid=2")));
        assertEquals(Map.of(), catalog.imports(BASE.resolve("unknown.m3u8")));
    }

    @Test
    void variablesThatAreTooLongForASessionAreNotKept() {
        String variable = "#EXTM3U\n#EXT-X-DEFINE:NAME=\"a\",VALUE=\"" + "x".repeat(70_000) + "\"";
        learn("master.m3u8", MASTER.replace("#EXTM3U", variable));
        assertEquals(Map.of(), catalog.imports(BASE.resolve("high.m3u8")));
    }

    @Test
    void kindsAreTold() {
        learn("low.m3u8", """
                #EXTM3U
                #EXT-X-MAP:URI="header"
                #EXT-X-KEY:METHOD=AES-128,URI="key?id=1"
                #EXT-X-MEDIA-SEQUENCE:5
                #EXTINF:4,
                a
                #EXT-X-PART:DURATION=1,URI="b.0"
                #EXT-X-PRELOAD-HINT:TYPE=PART,URI="b.1"
                """);
        assertEquals(ObjectKind.OBJECT_KIND_INIT, facts("header").kind());
        assertEquals(ObjectKind.OBJECT_KIND_KEY, facts("key?id=1").kind());
        assertEquals(ObjectKind.OBJECT_KIND_SEGMENT, facts("a").kind());
        assertEquals(ObjectKind.OBJECT_KIND_PART, facts("b.0").kind());
        assertEquals(ObjectKind.OBJECT_KIND_PART, facts("b.1").kind());
        assertEquals(numbers(1, 1, 6, 0), facts("b.1").numbers());
        assertEquals(numbers(0, 0, 5, 1), facts("a").numbers());
    }

    @Test
    void aSegmentsNumberStaysWhileTheWindowSlides() {
        learn("low.m3u8", live(100, 3));
        assertEquals(numbers(0, 0, 100, 2), facts("s100.ts").numbers());
        assertEquals(numbers(2, 2, 102, 0), facts("s102.ts").numbers());
        learn("low.m3u8", live(102, 3));
        assertEquals(numbers(2, 2, 102, 2), facts("s102.ts").numbers());
        assertEquals(numbers(4, 4, 104, 0), facts("s104.ts").numbers());
        assertEquals(numbers(0, 0, 100, 4), facts("s100.ts").numbers());
    }

    @Test
    void renditionsShareTheCount() {
        learn("low.m3u8", live(100, 3));
        learn("low.m3u8", live(110, 3));
        learn("high.m3u8", live(111, 3).replace("s1", "h1"));
        assertEquals(OptionalLong.of(11), facts("h111.ts").numbers().session());
    }

    @Test
    void renditionsThatCountQuiteDifferentlyDoNotShareIt() {
        learn("low.m3u8", live(100, 3));
        learn("high.m3u8", live(1_700_000_000, 3).replace("s1", "h1"));
        assertEquals(OptionalLong.of(1), facts("h1700000001.ts").numbers().session());
    }

    @Test
    void whenAnOriginBeginsAnewTheCountGoesOn() {
        learn("low.m3u8", live(100, 3));
        learn("low.m3u8", live(0, 2));
        assertEquals(OptionalLong.of(3), facts("s0.ts").numbers().session());
        assertEquals(OptionalLong.of(4), facts("s1.ts").numbers().session());
    }

    @Test
    void whatDoesNotGrowHasNoLiveEdge() {
        learn("low.m3u8", live(0, 2) + "#EXT-X-ENDLIST\n");
        assertEquals(OptionalLong.empty(), facts("s0.ts").numbers().liveEdge());
    }

    @Test
    void aDeltaUpdateGoesOnWhereTheWholePlaylistWas() {
        learn(
                "low.m3u8",
                live(100, 4)
                        .replace("s101.ts", "ad101.ts")
                        .replace("#EXTINF:4,\nad101", "#EXT-X-CUE-OUT:60\n#EXTINF:4,\nad101"));
        learn("low.m3u8", """
                #EXTM3U
                #EXT-X-MEDIA-SEQUENCE:101
                #EXT-X-SKIP:SKIPPED-SEGMENTS=3
                #EXTINF:4,
                s104.ts
                """);
        assertEquals(OptionalLong.of(4), facts("s104.ts").numbers().session());
        assertEquals(SegmentClass.SEGMENT_CLASS_AD, facts("s104.ts").segmentClass());
        assertEquals(OptionalLong.of(3), facts("s104.ts").numbers().ofClass());
    }

    @Test
    void segmentsMayBeRangesOfOneFile() {
        learn("low.m3u8", """
                #EXTM3U
                #EXTINF:4,
                #EXT-X-BYTERANGE:1000@500
                all.mp4
                #EXTINF:4,
                #EXT-X-BYTERANGE:2000
                all.mp4
                #EXT-X-ENDLIST
                """);
        URI all = BASE.resolve("all.mp4");
        assertEquals(OptionalLong.of(0), catalog.facts(all, 500).numbers().session());
        assertEquals(OptionalLong.of(0), catalog.facts(all, 1499).numbers().session());
        assertEquals(OptionalLong.of(1), catalog.facts(all, 1500).numbers().session());
    }

    @Test
    void theSessionGoesOnAfterARestart() {
        learn("low.m3u8", withAds(100));
        assertEquals(numbers(4, 1, 104, 1), facts("s104.ts").numbers());
        Catalog after = Catalog.of(SegmentClasses.BY_MANIFEST, catalog.marks());
        after.learn(BASE.resolve("low.m3u8"), withAds(100).replace("s100.ts", "x.ts"));
        assertEquals(numbers(4, 1, 104, 1), after.facts(BASE.resolve("s104.ts")).numbers());
        Catalog later = Catalog.of(SegmentClasses.BY_MANIFEST, catalog.marks());
        later.learn(BASE.resolve("low.m3u8"), live(200, 3));
        assertEquals(
                numbers(101, 98, 201, 1), later.facts(BASE.resolve("s201.ts")).numbers());
        assertEquals(catalog.marks(), later.marks());
    }

    @Test
    void afterARestartItIsKnownWhichPlaylistsToReadAgain() {
        learn("master.m3u8?token=1&_HLS_msn=2", MASTER);
        learn("low.m3u8", live(3, 3));
        Catalog after = Catalog.of(SegmentClasses.BY_MANIFEST, catalog.marks());
        assertEquals(
                Set.of(BASE.resolve("master.m3u8?token=1"), BASE.resolve("low.m3u8")), Set.copyOf(after.forgotten()));
        after.learn(BASE.resolve("high.m3u8"), live(4, 3).replace("\ns", "\nh"));
        assertEquals(
                OptionalLong.of(1), after.facts(BASE.resolve("h4.ts")).numbers().session());
        assertEquals(List.of(), catalog.forgotten());
    }

    /** 100 is content, 101 to 103 are an advertisement, 104 and 105 content. */
    private static String withAds(long first) {
        return """
                #EXTM3U
                #EXT-X-MEDIA-SEQUENCE:%d
                #EXTINF:4,
                s100.ts
                #EXT-X-CUE-OUT:12
                #EXTINF:4,
                s101.ts
                #EXTINF:4,
                s102.ts
                #EXTINF:4,
                s103.ts
                #EXTINF:4,
                s104.ts
                #EXTINF:4,
                s105.ts
                """.formatted(first);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    #EXT-X-CUE-OUT:30; a; #EXT-X-CUE-IN; b                            | AC
                    #EXT-X-CUE-OUT:DURATION=8; a; b; c                                | AAC
                    #EXT-X-CUE-OUT; a; b; #EXT-X-CUE-IN; c                            | AAC
                    #EXT-X-CUE-OUT-CONT:4/12; a; #EXT-X-CUE-IN; b                     | AC
                    a; #EXT-X-CUE-IN; b                                               | AC
                    #EXT-X-SCTE35:CUE="x",CUE-OUT=YES; a; #EXT-X-SCTE35:CUE-IN=YES; b | AC
                    a; #EXT-X-DISCONTINUITY; http://ads/b; #EXT-X-DISCONTINUITY; c; d | CACC
                    a; http://ads/b; c; d                                             | CCCC
                    a; #EXT-X-DISCONTINUITY; b; c                                     | CCC
                    a; #EXT-X-DISCONTINUITY; x/b; #EXT-X-DISCONTINUITY; c; d          | CACC
                    a; b; #EXT-X-DISCONTINUITY; x/c                                   | CCC
                    """)
    void whatAPlaylistSaysOfAdvertisementsIsHeeded(String lines, String classes) {
        StringBuilder playlist = new StringBuilder("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:10\n");
        StringBuilder found = new StringBuilder();
        for (String line : lines.split("; ", -1)) {
            playlist.append(line.startsWith("#") ? line : "#EXTINF:4,\n" + line).append('\n');
        }
        learn("low.m3u8", playlist.toString());
        for (String line : lines.split("; ", -1)) {
            if (!line.startsWith("#")) {
                found.append(facts(line).segmentClass() == SegmentClass.SEGMENT_CLASS_AD ? 'A' : 'C');
            }
        }
        assertEquals(classes, found.toString());
    }

    @Test
    void whatBeginsAnewInAnotherDirectoryIsNoAdvertisement() {
        learn("low.m3u8", live(100, 3));
        learn("low.m3u8", live(103, 3).replace("\ns10", "\nx/s10").replace("#EXTINF", "#EXT-X-DISCONTINUITY\n#EXTINF"));
        assertEquals("CCC", classes("x/s103.ts", "x/s104.ts", "x/s105.ts"));
    }

    @Test
    void dateRangesWithSpliceCommandsAreAdvertisements() {
        learn("low.m3u8", """
                #EXTM3U
                #EXT-X-MEDIA-SEQUENCE:10
                #EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.000Z
                #EXT-X-DATERANGE:ID="1",START-DATE="2026-01-01T00:00:04.000Z",PLANNED-DURATION=8,SCTE35-OUT=0xFC
                #EXT-X-DATERANGE:ID="2",START-DATE="2026-01-01T00:00:16.000Z",END-DATE="2026-01-01T00:00:20.000Z",SCTE35-OUT=0xFC
                #EXTINF:4,
                a.ts
                #EXTINF:4,
                b.ts
                #EXTINF:4,
                c.ts
                #EXTINF:4,
                d.ts
                #EXTINF:4,
                e.ts
                #EXTINF:4,
                f.ts
                """);
        assertEquals("CAACAC", classes("a.ts", "b.ts", "c.ts", "d.ts", "e.ts", "f.ts"));
        assertEquals(OptionalLong.of(1), facts("c.ts").numbers().ofClass());
        assertEquals(OptionalLong.of(2), facts("f.ts").numbers().ofClass());
    }

    @Test
    void patternsOfUrlsComeBeforeWhatAPlaylistSays() {
        Catalog configured = Catalog.of(
                SegmentClasses.of(List.of("http://ads.*/**", "/live/x*.ts"), List.of("/live/xc*")), SessionMarks.NONE);
        configured.learn(BASE.resolve("low.m3u8"), """
                #EXTM3U
                #EXTINF:4,
                http://ads.example/deep/1.ts
                #EXTINF:4,
                x1.ts
                #EXT-X-CUE-OUT
                #EXTINF:4,
                xc2.ts
                """);
        assertEquals(
                SegmentClass.SEGMENT_CLASS_AD,
                configured.facts(URI.create("http://ads.example/deep/1.ts")).segmentClass());
        assertEquals(
                SegmentClass.SEGMENT_CLASS_AD,
                configured.facts(BASE.resolve("x1.ts")).segmentClass());
        assertEquals(
                SegmentClass.SEGMENT_CLASS_CONTENT,
                configured.facts(BASE.resolve("xc2.ts")).segmentClass());
    }

    @Test
    void whatPlayersAddToUrlsDoesNotMatter() {
        learn("low.m3u8?_HLS_msn=3&_HLS_part=0", live(7, 3));
        assertEquals(
                ObjectKind.OBJECT_KIND_MANIFEST,
                facts("low.m3u8?_HLS_msn=9&CMCD=bl%3D1").kind());
        assertEquals(OptionalLong.of(7), facts("s7.ts?CMCD=ot%3Dv").numbers().mediaSequence());
        assertEquals(OptionalLong.of(7), facts("s7.ts?more=1").numbers().mediaSequence());
        assertEquals(
                OptionalLong.of(7),
                catalog.facts(URI.create("HTTP://EDGE:80/live/%737.ts"))
                        .numbers()
                        .mediaSequence());
    }

    @Test
    void theCdnIsThatOfThePlaylist() {
        learn("v.m3u8?p=1&cdn=a", live(1, 2));
        assertEquals(Optional.of("a"), catalog.cdn(BASE.resolve("v.m3u8?p=1&cdn=a")));
        assertEquals(Optional.of("a"), catalog.cdn(BASE.resolve("s1.ts")));
        assertEquals(Optional.empty(), catalog.cdn(BASE.resolve("other.ts")));
    }

    @Test
    void ofVeryManyRangesOfFilesThoseOfTheOldestFileAreForgotten() {
        for (int file = 0; file < 6; file++) {
            StringBuilder playlist = new StringBuilder("#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n");
            for (int i = 0; i < 16_000; i++) {
                playlist.append("#EXTINF:2,\n#EXT-X-BYTERANGE:10@")
                        .append(10 * i)
                        .append("\nfile")
                        .append(file)
                        .append(".mp4\n");
            }
            learn("v" + file + ".m3u8", playlist.toString());
        }
        assertEquals(OptionalLong.empty(), facts("file0.mp4").numbers().mediaSequence());
        assertEquals(OptionalLong.of(0), facts("file5.mp4").numbers().mediaSequence());
    }

    @Test
    void ofVeryManyObjectsTheOldestAreForgotten() {
        StringBuilder playlist = new StringBuilder("#EXTM3U\n");
        for (int i = 0; i < 20_000; i++) {
            playlist.append("#EXTINF:2,\nobject").append(i).append('\n');
        }
        learn("low.m3u8", playlist.toString());
        assertEquals(ObjectKind.OBJECT_KIND_OTHER, facts("object0").kind());
        assertEquals(ObjectKind.OBJECT_KIND_SEGMENT, facts("object19999").kind());
    }

    @ParameterizedTest
    @CsvSource({
        "a.m3u8, MANIFEST",
        "a.mpd, MANIFEST",
        "init-0.mp4, INIT",
        "a.init, INIT",
        "a.m4s, SEGMENT",
        "A.TS, SEGMENT",
        "a.key, KEY",
        "a, OTHER",
        "a.jpg, OTHER",
    })
    void whatNoManifestToldOfIsKnownByItsName(String name, String kind) {
        assertEquals(ObjectKind.valueOf("OBJECT_KIND_" + kind), facts(name).kind());
    }

    private void learn(String name, String playlist) {
        catalog.learn(BASE.resolve(name), playlist);
    }

    private ObjectFacts facts(String name) {
        return catalog.facts(BASE.resolve(name));
    }

    private String classes(String... names) {
        StringBuilder classes = new StringBuilder();
        for (String name : names) {
            classes.append(facts(name).segmentClass() == SegmentClass.SEGMENT_CLASS_AD ? 'A' : 'C');
        }
        return classes.toString();
    }

    private static SegmentNumbers numbers(long session, long ofClass, long sequence, long liveEdge) {
        return new SegmentNumbers(
                OptionalLong.of(session),
                OptionalLong.of(ofClass),
                OptionalLong.of(sequence),
                OptionalLong.of(liveEdge));
    }

    /** A window of so many segments. */
    private static String live(long first, int count) {
        StringBuilder playlist =
                new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:" + first + "\n");
        for (long i = first; i < first + count; i++) {
            playlist.append("#EXTINF:4,\ns").append(i).append(".ts\n");
        }
        return playlist.toString();
    }
}
