package io.millrace.shaper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DripLS's URLs, with the examples of its README, on a stream that FFmpeg has made. */
final class DriplsTest {

    /** The first and the eighth segment are advertisements; so c0 is s1. */
    private static final String ADS = "/wt/v*/s0.ts,/wt/v*/s7.ts";

    private static HlsStream stream;
    private static OwnShaper shaper;
    private static DriplsPlayer player;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        stream = new HlsStream(directory);
        shaper = new OwnShaper(
                stream.url(),
                Map.of(
                        "auth-key",
                        "sample",
                        "ads",
                        ADS,
                        "contents",
                        "world=" + stream.url() + "wt/master.m3u8,cdns=" + stream.url() + "wt/cdns.m3u8"));
        player = new DriplsPlayer();
    }

    @AfterAll
    static void stop() {
        player.close();
        shaper.close();
        stream.close();
    }

    /**
     * What is met, as {@code bitrate.segment} or the bit rate alone, with the status, or {@code net} where it is shaped.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    650k.s0~e404                                             | 650.0=404
                    650k.s20~e404                                            | 650.20=404
                    650k.s1~e404,650k.s2~e404,650k.s3~e404,650k.s4~e404      | 650.1=404 650.2=404 650.3=404 650.4=404
                    650k~e404                                                | 650=404
                    *.s0~e404                                                | 650.0=404 1000.0=404 4000.0=404
                    650k.s0~e404,1000k.s0~e500                               | 650.0=404 1000.0=500
                    *.s12~e404,*.s13~e404                                    | 650.12=404 1000.12=404 4000.12=404 650.13=404 1000.13=404 4000.13=404
                    *.c0~e404                                                | 650.1=404 1000.1=404 4000.1=404
                    *.c1~net5                                                | 650.2=net 1000.2=net 4000.2=net
                    *.c2~net500.loss10                                       | 650.3=net 1000.3=net 4000.3=net
                    *.c1~net5,*.c2~net500.loss10                             | 650.2=net 1000.2=net 4000.2=net 650.3=net 1000.3=net 4000.3=net
                    *.a1~e503                                                | 650.7=503 1000.7=503 4000.7=503
                    4000k.s2~net10                                           | 4000.2=net
                    600-1000k.s22-23~netcache100                             | 650.22=net 650.23=net 1000.22=net 1000.23=net
                    *.s5~e404,4000k.*~net100000                              | 650.5=404 1000.5=404 ALL4000=net
                    """)
    void theReadmesExamplesAreMet(String rules, String met) throws Exception {
        Map<String, String> found = play(shaper.at("/master.m3u8?authkey=sample&cid=wt&r=" + encoded(rules)), "");
        assertEquals(expected(met), found);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    a.650k.s*~e404  | a | ALL650=404
                    a.650k.s*~e404  | b | -
                    a.*.s1~e404     | a | 650.1=404 1000.1=404 4000.1=404
                    a.*.s1~e404     | b | -
                    a.650k~e404     | a | 650=404
                    """)
    void rulesMayBeForOneCdn(String rules, String cdn, String met) throws Exception {
        Map<String, String> found = play(shaper.at("/master.m3u8?authkey=sample&cid=cdns&r=" + encoded(rules)), cdn);
        assertEquals(expected(met), found);
    }

    @Test
    void whatNoRuleMeetsIsPlayedAsItIs() throws Exception {
        URI master = shaper.at("/master.m3u8?authkey=sample&cid=wt&r=650k.s20~e404");
        URI playlist = DriplsPlayer.variants(master, text(master)).get("650000a");
        byte[] shaped = player.begin(
                        DriplsPlayer.segments(playlist, text(playlist)).get(1))
                .get(60, TimeUnit.SECONDS)
                .body();
        byte[] original = player.begin(stream.url().resolve("/wt/v0/s1.ts"))
                .get(60, TimeUnit.SECONDS)
                .body();
        assertEquals(0x47, original[0]);
        assertTrue(Arrays.equals(original, shaped));
    }

    @Test
    void whatIsShapedIsWholeAndTheSame() throws Exception {
        URI master = shaper.at("/master.m3u8?authkey=sample&cid=wt&r=" + encoded("*.s3~netcache50000loss1"));
        URI playlist = DriplsPlayer.variants(master, text(master)).get("4000000a");
        URI segment = DriplsPlayer.segments(playlist, text(playlist)).get(3);
        assertTrue(segment.getPath().startsWith("/s/"), segment::toString);
        byte[] original = player.begin(stream.url().resolve("/wt/v2/s3.ts"))
                .get(60, TimeUnit.SECONDS)
                .body();
        assertTrue(Arrays.equals(
                original, player.begin(segment).get(60, TimeUnit.SECONDS).body()));
    }

    @Test
    void cacheTellsWhatIsMetAndByWhichUrl() throws Exception {
        JsonObject told = cache("authkey=sample&cid=wt&r=4000k.s2~net10,650k.c0~e404,1000k~e503");
        String id = told.getString("id");
        assertEquals(shaper.at("/ostatus?s=404").toString(), told.getString("650000._d.s1"));
        assertEquals(shaper.at("/ostatus?s=503").toString(), told.getString("1000000._d"));
        assertTrue(
                told.getString("4000000._d.s2")
                        .startsWith(shaper.at("/s/" + id + "/").toString()),
                told::encode);
        assertEquals(Set.of("id", "url", "variants", "650000._d.s1", "1000000._d", "4000000._d.s2"), told.fieldNames());
        assertEquals(
                Set.of("650000._d", "4000000._d"),
                told.getJsonObject("variants").fieldNames());
        assertEquals(200, player.get(URI.create(told.getString("url"))).statusCode());
        String variant = told.getJsonObject("variants").getString("650000._d");
        assertEquals(200, player.get(shaper.at("/playlist.m3u8?p=m_" + variant)).statusCode());
        assertEquals(404, player.get(URI.create(told.getString("650000._d.s1"))).statusCode());
    }

    /** At 10 kbit/s a segment takes minutes, which this does not wait for. */
    @Test
    void aSegmentIsReshapedWhileItIsDownloaded() throws Exception {
        JsonObject told = cache("authkey=sample&cid=wt&r=4000k.s2-3~net10");
        String second = told.getString("4000000._d.s2");
        String third = told.getString("4000000._d.s3");
        CompletableFuture<HttpResponse<byte[]>> download = player.begin(URI.create(second));
        CompletableFuture<HttpResponse<byte[]>> other = player.begin(URI.create(third));
        HttpResponse<String> updated = player.get(shaper.at("/updatesegment?authkey=sample&url=" + second + "%7C"
                + third + "&new_action=net100000%7Cnetcache100000.loss0"));
        assertEquals("OK\n", updated.body());
        assertEquals(200, download.get(60, TimeUnit.SECONDS).statusCode());
        assertTrue(download.get().body().length > 200_000);
        assertTrue(other.get(60, TimeUnit.SECONDS).body().length > 200_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    http://host/ts.ts; net10;       is no segment that a net rule shapes
                    %s;                e404;        can't be put in force later
                    %s;                what;        the action must be
                    %s;                net10|net20; 1 URLs and 2 actions
                    """, quoteCharacter = '"')
    void whatCanNotBeReshapedIsRefused(String url, String action, String why) throws Exception {
        JsonObject told = cache("authkey=sample&cid=wt&r=4000k.s2~net10");
        HttpResponse<String> answer = player.get(shaper.at("/updatesegment?authkey=sample&url="
                + url.replace("%s", told.getString("4000000._d.s2")) + "&new_action=" + encoded(action)));
        assertEquals(400, answer.statusCode());
        assertTrue(answer.body().contains(why), answer::body);
    }

    @Test
    void aTagPlaysWhatWasStoredUnderIt() throws Exception {
        cache("authkey=sample&cid=wt&tag=first&r=650k.s0~e404");
        assertEquals(Map.of("650.0", "404"), play(shaper.at("/tag.m3u8?authkey=sample&tag=first"), ""));
        assertEquals(
                Map.of("1000.1", "500"), play(shaper.at("/tag.m3u8?authkey=sample&tag=first&r=1000k.s1~e500"), ""));
        assertEquals(
                404, player.get(shaper.at("/tag.m3u8?authkey=sample&tag=none")).statusCode());
    }

    @Test
    void aPlaylistElsewhereIsPlayedByItsUrlWithFurtherParameters() throws Exception {
        URI master = shaper.at("/master.m3u8?authkey=sample&cid=url&cid_url=" + encoded(stream.url() + "wt/master.m3u8")
                + "&device=1&r=650k.s0~e404");
        assertEquals(Map.of("650.0", "404"), play(master, ""));
        assertEquals(
                Map.of("650.0", "404"), play(shaper.at("/master.m3u8?authkey=sample&cid=world&r=650k.s0~e404"), ""));
        HttpResponse<String> refused = player.get(
                shaper.at("/master.m3u8?authkey=sample&cid=url&cid_url=" + encoded("http://127.0.0.1:1/master.m3u8")));
        assertEquals(403, refused.statusCode());
    }

    @Test
    void oneVariantMayBeShapedByItself() throws Exception {
        URI variant = shaper.at("/variant.m3u8?authkey=sample&cid=wt/v1/index.m3u8&r=*.s3~e404");
        List<URI> segments = DriplsPlayer.segments(variant, text(variant));
        assertEquals(shaper.at("/ostatus?s=404"), segments.get(3));
        assertEquals(200, player.get(segments.get(4)).statusCode());
    }

    @Test
    void rangesOfAFileHaveRulesOfTheirOwn() throws Exception {
        URI file = shaper.at("/progressive?authkey=sample&url=" + encoded(stream.url() + "wt/v2/s1.ts")
                + "&r=b1000-1999~e404,b2000-*~net100000");
        // The server of these files gives all of one whatever range is asked for.
        assertEquals(200, player.get(file, "Range", "bytes=0-499").statusCode());
        assertEquals(404, player.get(file, "Range", "bytes=900-1499").statusCode());
        assertEquals(200, player.get(file, "Range", "bytes=1900-2999").statusCode());
        assertEquals(200, player.get(file).statusCode());
        HttpResponse<String> overlap = player.get(shaper.at(
                "/progressive?authkey=sample&url=" + encoded(stream.url() + "x") + "&r=b0-10~e404,b10-20~e404"));
        assertEquals(400, overlap.statusCode());
    }

    @Test
    void aSegmentOfALiveStreamKeepsItsNumberAndItsPartsAreMetWithIt() throws Exception {
        stream.write("live.m3u8", """
                #EXTM3U
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="x",URI="v1/index.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=650000,AUDIO="a"
                window.m3u8
                """);
        stream.write("window.m3u8", window(10, "v0/s1.ts", "v0/s2.ts", "v0/s3.ts"));
        URI master = shaper.at("/master.m3u8?authkey=sample&cid=wt/live.m3u8&r=*.s2~net500,*.s3~e404");
        String text = text(master);
        assertTrue(text.contains("URI=\"/playlist.m3u8?p="), text);
        URI playlist = DriplsPlayer.variants(master, text).get("650000a");
        assertEquals(List.of("", "", "net"), how(playlist));
        stream.write("window.m3u8", window(11, "v0/s2.ts", "v0/s3.ts") + "#EXT-X-PART:DURATION=0.5,URI=\"v0/s4.ts\"\n");
        assertEquals(List.of("", "net"), how(playlist));
        String parts = text(playlist);
        assertTrue(parts.contains("#EXT-X-PART:DURATION=0.5,URI=\"/ostatus?s=404\""), parts);
        assertTrue(parts.contains("#EXT-X-MAP:URI=\"/shape/"), parts);
        stream.write("window.m3u8", window(12, "v0/s3.ts", "v0/s4.ts"));
        assertEquals(List.of("net", "404"), how(playlist));
    }

    private static String window(int first, String... segments) {
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-MAP:URI=\"map.mp4\"\n")
                .append("#EXT-X-MEDIA-SEQUENCE:")
                .append(first)
                .append('\n');
        for (String segment : segments) {
            text.append("#EXTINF:1,\n").append(segment).append('\n');
        }
        return text.toString();
    }

    private static List<String> how(URI playlist) throws Exception {
        List<String> how = new ArrayList<>();
        for (URI segment : DriplsPlayer.segments(playlist, text(playlist))) {
            how.add(status(segment));
        }
        return how;
    }

    @ParameterizedTest
    @CsvSource({
        "/master.m3u8?cid=wt, 403",
        "/cache?authkey=wrong&cid=wt, 403",
        "/updatesegment?url=x&new_action=net10, 403",
        "/master.m3u8?authkey=sample, 400",
        "/master.m3u8?authkey=sample&cid=url, 400",
        "/master.m3u8?authkey=sample&cid=url&cid_url=file:///etc/passwd, 400",
        "/master.m3u8?authkey=sample&cid=none, 404",
        "/cache?authkey=sample&cid=none, 502",
        "/playlist.m3u8?p=m_x_y, 400",
        "/s/none/aHR0cDovL2Eveg/z, 404",
        "/ostatus?s=503, 503",
        "/ostatus?s=200, 400",
    })
    void whatCanNotBePlayedIsRefused(String path, int status) throws Exception {
        assertEquals(status, player.get(shaper.at(path)).statusCode());
    }

    @Test
    void aRuleThatIsNoneIsNamed() throws Exception {
        HttpResponse<String> answer =
                player.get(shaper.at("/master.m3u8?authkey=sample&cid=wt&r=650k.s0~e404,650k.q~e404"));
        assertEquals(400, answer.statusCode());
        assertTrue(answer.body().contains("rule '650k.q~e404'"), answer::body);
        assertFalse(answer.headers().map().isEmpty());
    }

    private static JsonObject cache(String query) throws Exception {
        HttpResponse<String> answer = player.get(shaper.at("/cache?" + query));
        assertEquals(200, answer.statusCode(), answer::body);
        return new JsonObject(answer.body());
    }

    private static String text(URI playlist) throws Exception {
        HttpResponse<String> answer = player.get(playlist);
        assertEquals(200, answer.statusCode(), answer::body);
        return answer.body();
    }

    /** Reads all playlists of one CDN, and tells what has a URL that is not the origin's own. */
    private static Map<String, String> play(URI master, String cdn) throws Exception {
        Map<String, String> met = new TreeMap<>();
        for (Map.Entry<String, URI> variant :
                DriplsPlayer.variants(master, text(master)).entrySet()) {
            String key = variant.getKey();
            if (!cdn.isEmpty() && !key.endsWith(cdn)) {
                continue;
            }
            String rate = Integer.toString(Integer.parseInt(key.substring(0, key.length() - 1)) / 1000);
            if (status(variant.getValue()).isEmpty()) {
                List<URI> segments = DriplsPlayer.segments(variant.getValue(), text(variant.getValue()));
                assertEquals(HlsStream.SEGMENTS, segments.size());
                for (int i = 0; i < segments.size(); i++) {
                    String how = status(segments.get(i));
                    if (!how.isEmpty()) {
                        met.put(rate + "." + i, how);
                    }
                }
            } else {
                met.put(rate, status(variant.getValue()));
            }
        }
        return met;
    }

    private static String status(URI url) throws Exception {
        if (url.getPath().equals("/ostatus")) {
            return Integer.toString(player.get(url).statusCode());
        }
        return url.getPath().startsWith("/s/") ? "net" : "";
    }

    private static Map<String, String> expected(String met) {
        Set<String> all = new TreeSet<>();
        for (String one : met.split(" ", -1)) {
            if (one.startsWith("ALL")) {
                String rate = one.substring("ALL".length(), one.indexOf('='));
                for (int i = 0; i < HlsStream.SEGMENTS; i++) {
                    all.add(rate + "." + i + one.substring(one.indexOf('=')));
                }
            } else if (!one.equals("-")) {
                all.add(one);
            }
        }
        return all.stream().map(one -> one.split("=", -1)).collect(Collectors.toMap(one -> one[0], one -> one[1]));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
