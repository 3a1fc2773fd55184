package io.millrace.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import io.millrace.access.playback.SigningKey;
import io.millrace.access.playback.TokenForms;
import io.millrace.proto.control.v1.CacheHeaders;
import io.millrace.proto.control.v1.CachePolicy;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.standalone.Millrace;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What channels say of reading, at an edge that follows them. */
final class PlaybackPolicyTest {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    @TempDir
    private Path files;

    private final SaidChannels channels = new SaidChannels();
    private final Asking asking = new Asking();
    private OwnEdge edge;
    private String directory;

    @BeforeEach
    void start(TestInfo test) throws Exception {
        directory = "/playback/" + test.getTestMethod().orElseThrow().getName() + "/";
        Files.createDirectories(files.resolve("shows/inner"));
        Files.writeString(files.resolve("shows/a.txt"), "a file");
        edge = new OwnEdge(
                MILLRACE, Map.of("mounts", "vod=" + files, "listing", "true", "cache.segment", "max-age=50"), channels);
        asking.put(MILLRACE.ingest(directory + "a.ts"), "segment");
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void beforeTheFirstViewRequestsAreTurnedAwayForNow() throws Exception {
        try (OwnEdge untold = new OwnEdge(MILLRACE, Map.of(), listener -> () -> {})) {
            HttpResponse<byte[]> answer = asking.get(untold.at(directory + "a.ts"));
            assertEquals(503, answer.statusCode());
            assertEquals("1", Asking.header(answer, "Retry-After"));
            assertEquals(200, asking.get(untold.at("/time")).statusCode());
        }
    }

    @Test
    void whatNoChannelHasIsClosedUntilOneHasItAndAgainAfterwards() throws Exception {
        assertEquals(404, status("a.ts"));
        channels.channel("c", directory, says -> says);
        assertEquals(200, status("a.ts"));
        channels.channel("c", directory, says -> says.setDisabled(true));
        assertEquals(403, status("a.ts"));
        channels.remove("channels/c");
        assertEquals(404, status("a.ts"));
        assertEquals(2, edge.count("millrace.edge.playback.refused", "no-channel"));
        assertEquals(1, edge.count("millrace.edge.playback.refused", "disabled"));
    }

    @Test
    void aCdnReadsWithItsSecretAndGoesOnWhileItIsRotated() throws Exception {
        channels.channel("c", directory, says -> {
            says.getPlaybackBuilder().getCdnSecretBuilder();
            return says;
        });
        String old = channels.cdnKey("c", "old");
        assertEquals(403, status("a.ts"));
        assertEquals(200, status("a.ts", "Millrace-CDN-Secret", old));
        String next = channels.cdnKey("c", "next");
        assertEquals(200, status("a.ts", "Millrace-CDN-Secret", old));
        assertEquals(200, status("a.ts", "Millrace-CDN-Secret", next));
        channels.expire("c", "old");
        assertEquals(403, status("a.ts", "Millrace-CDN-Secret", old));
        assertEquals(200, status("a.ts", "Millrace-CDN-Secret", next));
        channels.revoke("c", "next");
        assertEquals(403, status("a.ts", "Millrace-CDN-Secret", next));
    }

    @Test
    void whatACdnReadsItMayKeepForAll() throws Exception {
        channels.channel("c", directory, says -> {
            says.getPlaybackBuilder().getCdnSecretBuilder();
            return says;
        });
        String secret = channels.cdnKey("c", "k");
        assertEquals(
                "max-age=50",
                Asking.header(asking.get(edge.at(directory + "a.ts"), "Millrace-CDN-Secret", secret), "Cache-Control"));
    }

    @Test
    void ofASignedChannelSharedCachesKeepNothingUnlessItSaysSo() throws Exception {
        channels.signed("c", directory);
        SigningKey key = channels.signingKey("c", "k");
        String query = "?token=" + SaidChannels.token(key, "k", directory);
        asking.put(MILLRACE.ingest(directory + "a.m3u8"), "#EXTM3U\n#EXT-X-TARGETDURATION:4\n");
        asking.put(MILLRACE.ingest(directory + "said.ts"), "x", "Cache-Control", "public, max-age=7");
        assertEquals("private, max-age=50", cacheControl("a.ts" + query));
        await().until(() -> cacheControl("a.m3u8" + query).equals("private, max-age=2"));
        assertEquals("private, max-age=7", cacheControl("said.ts" + query));
        channels.channel("c", directory, says -> {
            says.getPlaybackBuilder().getSignedBuilder();
            CacheHeaders segments = CacheHeaders.newBuilder()
                    .setCacheControl("public, max-age=9")
                    .setCdnCacheControl("max-age=90")
                    .build();
            return says.setCache(CachePolicy.newBuilder().setSegments(segments));
        });
        HttpResponse<byte[]> told = asking.get(edge.at(directory + "a.ts" + query));
        assertEquals("public, max-age=9", Asking.header(told, "Cache-Control"));
        assertEquals("max-age=90", Asking.header(told, "CDN-Cache-Control"));
        assertEquals("public, max-age=9", cacheControl("said.ts" + query));
        assertEquals("private, max-age=2", cacheControl("a.m3u8" + query));
    }

    @Test
    void relativeUrlsInheritATokenInThePath() throws Exception {
        channels.signed("c", directory);
        String token = SaidChannels.token(channels.signingKey("c", "k"), "k", directory);
        asking.put(
                MILLRACE.ingest(directory + "a.m3u8"),
                "#EXTM3U\n#EXTINF:2,\nlow/1.ts\n#EXTINF:2,\n../" + directory.split("/", -1)[2] + "/a.ts\n");
        asking.put(MILLRACE.ingest(directory + "low/1.ts"), "first");
        URI playlist = edge.at(TokenForms.path("", directory, token) + "a.m3u8");
        List<URI> segments = Asking.text(asking.get(playlist))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(playlist::resolve)
                .toList();
        assertEquals("first", Asking.text(asking.get(segments.get(0))));
        assertEquals("segment", Asking.text(asking.get(segments.get(1))));
    }

    @Test
    void theCookieThatIsIssuedLetsABrowserRead() throws Exception {
        channels.signed("c", directory);
        String token = SaidChannels.token(channels.signingKey("c", "k"), "k", directory);
        String setCookie = TokenForms.cookie(directory, token, Instant.now().plusSeconds(60));
        String cookie = setCookie.substring(0, setCookie.indexOf(';'));
        assertEquals(200, status("a.ts", "Cookie", cookie));
        assertEquals(200, status("a.ts", "Cookie", "theme=dark; " + cookie + "; a=b"));
    }

    @Test
    void aPageOfAnOriginThatIsNamedMaySendTheCookie() throws Exception {
        channels.signed("c", directory);
        String token = SaidChannels.token(channels.signingKey("c", "k"), "k", directory);
        channels.channel("c", directory, says -> {
            says.getPlaybackBuilder().getSignedBuilder();
            says.getCorsBuilder().addOrigins("https://player.example").setCredentials(true);
            return says;
        });
        String[] page = {"Origin", "https://player.example", "Cookie", "millrace_token=" + token};
        HttpResponse<byte[]> preflight = asking.send("OPTIONS", edge.at(directory + "a.ts"), page[0], page[1]);
        assertEquals(204, preflight.statusCode());
        assertEquals("https://player.example", Asking.header(preflight, "Access-Control-Allow-Origin"));
        HttpResponse<byte[]> answer = asking.get(edge.at(directory + "a.ts"), page);
        assertEquals("true", Asking.header(answer, "Access-Control-Allow-Credentials"));
        HttpResponse<byte[]> refused = asking.get(edge.at(directory + "a.ts"), page[0], page[1]);
        assertEquals(401, refused.statusCode());
        assertEquals("https://player.example", Asking.header(refused, "Access-Control-Allow-Origin"));
        HttpResponse<byte[]> other = asking.get(edge.at(directory + "a.ts"), "Origin", "https://other.example");
        assertEquals("", Asking.header(other, "Access-Control-Allow-Origin"));
    }

    @Test
    void theChannelsHoldLimitHolds() throws Exception {
        channels.channel("c", directory, says -> says);
        CompletableFuture<?> unlimited = held("sooner.ts");
        asking.put(MILLRACE.ingest(directory + "sooner.ts"), "here");
        unlimited.get();
        channels.channel("c", directory, says -> says.setHoldLimit(Duration.getDefaultInstance()));
        long held = edge.held();
        assertEquals(404, status("later.ts", "Prefer", "wait=10"));
        assertEquals(held, edge.held());
    }

    @Test
    void aRequestThatIsHeldGoesOnWithItsToken() throws Exception {
        channels.signed("c", directory);
        String query = "?token=" + SaidChannels.token(channels.signingKey("c", "k"), "k", directory);
        CompletableFuture<HttpResponse<byte[]>> held = held("later.ts" + query);
        asking.put(MILLRACE.ingest(directory + "later.ts"), "here");
        assertEquals("here", Asking.text(held.get()));
    }

    @Test
    void aRequestThatIsHeldIsRefusedWhenItsKeyIsRevokedMeanwhile() throws Exception {
        channels.signed("c", directory);
        String query = "?token=" + SaidChannels.token(channels.signingKey("c", "k"), "k", directory);
        CompletableFuture<HttpResponse<byte[]>> held = held("later.ts" + query);
        channels.revoke("c", "k");
        asking.put(MILLRACE.ingest(directory + "later.ts"), "here");
        assertEquals(403, held.get().statusCode());
    }

    @Test
    void filesOfMountsAreServedWhereAChannelHasThem() throws Exception {
        assertEquals(404, asking.get(edge.at("/vod/shows/a.txt")).statusCode());
        channels.signed("vod", "/vod/");
        assertEquals(401, asking.get(edge.at("/vod/shows/a.txt")).statusCode());
        String token = SaidChannels.token(channels.signingKey("vod", "k"), "k", "/vod/");
        HttpResponse<byte[]> file = asking.get(edge.at("/" + token + "/vod/shows/a.txt"));
        assertEquals("a file", Asking.text(file));
        assertEquals("private, max-age=60", Asking.header(file, "Cache-Control"));
    }

    @Test
    void aRedirectKeepsTheTokenWithoutTellingIt() throws Exception {
        channels.signed("vod", "/vod/");
        String token = SaidChannels.token(channels.signingKey("vod", "k"), "k", "/vod/");
        URI shows = edge.at("/" + token + "/vod/shows");
        HttpResponse<byte[]> redirect = asking.get(shows);
        assertEquals(301, redirect.statusCode());
        String location = Asking.header(redirect, "Location");
        assertFalse(location.contains("mrt1"), location);
        assertEquals(200, asking.get(shows.resolve(location)).statusCode());
    }

    @Test
    void aListingNamesOnlyWhatTheClientMayReadAndNoToken() throws Exception {
        channels.signed("c", directory);
        String token = SaidChannels.token(channels.signingKey("c", "k"), "k", directory);
        channels.signed("inner", directory + "inner/");
        channels.channel("free", directory + "free/", says -> says);
        for (String inner : List.of("inner/", "free/", "more/")) {
            asking.put(MILLRACE.ingest(directory + inner + "a.ts"), "x");
        }
        for (String format : List.of("html", "json")) {
            HttpResponse<byte[]> answer =
                    asking.get(edge.at("/" + token + directory + "?format=" + format + "&token=" + token));
            String page = Asking.text(answer);
            assertTrue(page.contains("free") && page.contains("more") && page.contains("a.ts"), page);
            assertFalse(page.contains("inner"), page);
            assertFalse(page.contains("mrt1"), page);
        }
    }

    @Test
    void aPageThatIsReadWithATokenDoesNotTellItElsewhere() throws Exception {
        channels.signed("c", directory);
        String token = SaidChannels.token(channels.signingKey("c", "k"), "k", directory);
        HttpResponse<byte[]> page = asking.get(edge.at("/" + token + directory + "?format=html"));
        assertEquals("no-referrer", Asking.header(page, "Referrer-Policy"));
    }

    @Test
    void theClockIsToldBehindATokenToo() throws Exception {
        assertEquals(200, asking.get(edge.at("/mrt1.a.b/time")).statusCode());
    }

    @Test
    void anEdgeTellsWhatIsReadByDirectory() throws Exception {
        channels.channel("c", directory, says -> says);
        assertEquals(200, status("a.ts"));
        assertEquals(200, status("a.ts"));
        assertEquals(416, status("a.ts", "Range", "bytes=900-"));
        assertEquals(404, status("none.ts", "Prefer", "wait=0"));
        // A response is over a moment after its last byte.
        await().until(() -> edge.liveDirectories().getFirst().getReading().getReaders() == 0);
        LiveDirectory told = edge.liveDirectories().getFirst();
        assertEquals(directory, told.getDirectory());
        assertEquals(4, told.getReading().getRequests());
        assertEquals(2, told.getReading().getErrors());
        assertEquals(2L * "segment".length(), told.getReading().getBytes());
        assertTrue(edge.load().getObjectBytes() > 0);
    }

    private CompletableFuture<HttpResponse<byte[]>> held(String name) {
        AtomicReference<CompletableFuture<HttpResponse<byte[]>>> held = new AtomicReference<>();
        await().until(() -> {
            // Until the edge has heard that the directory is live it holds nothing.
            if (held.get() == null || held.get().isDone()) {
                held.set(asking.getLater(edge.at(directory + name), "Prefer", "wait=10"));
            }
            return edge.heldNow() == 1;
        });
        return held.get();
    }

    private int status(String name, String... headers) throws Exception {
        return asking.get(edge.at(directory + name), headers).statusCode();
    }

    private String cacheControl(String name) throws Exception {
        return Asking.header(asking.get(edge.at(directory + name)), "Cache-Control");
    }
}
