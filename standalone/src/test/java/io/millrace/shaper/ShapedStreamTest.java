package io.millrace.shaper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.standalone.ChunkedGet;
import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.GrowingObject;
import io.millrace.standalone.Millrace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is pushed to an ingest, played from an edge through sessions that URLs have made. */
final class ShapedStreamTest {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static OwnShaper shaper;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String directory;

    ShapedStreamTest(TestInfo test) {
        directory = "/shaped/" + test.getTestMethod().orElseThrow().getName() + "/";
    }

    @BeforeAll
    static void start() {
        shaper = new OwnShaper(MILLRACE.edge("/"), Map.of(), Optional.empty());
    }

    @AfterAll
    static void stop() {
        shaper.close();
    }

    @Test
    void anObjectIsTheSameAndNobodyKeepsIt() throws Exception {
        byte[] segment = new byte[300_000];
        new Random(1).nextBytes(segment);
        put("a.m4s", segment);
        HttpResponse<byte[]> answer = get(session("a.m4s", "latency=1ms"));
        assertEquals(200, answer.statusCode());
        assertArrayEquals(segment, answer.body());
        assertEquals("no-store", header(answer, "cache-control"));
        assertEquals("*", header(answer, "access-control-allow-origin"));
        assertTrue(answer.headers().firstValue("etag").isPresent());
    }

    @Test
    void rangesAndConditionsAreTheEdges() throws Exception {
        put("a.m4s", "0123456789".getBytes(StandardCharsets.US_ASCII));
        URI session = session("a.m4s", "");
        HttpResponse<byte[]> part = get(session, "Range", "bytes=2-4");
        assertEquals(206, part.statusCode());
        assertEquals("234", text(part));
        assertEquals("bytes 2-4/10", header(part, "content-range"));
        HttpResponse<byte[]> same = get(session, "If-None-Match", header(part, "etag"));
        assertEquals(304, same.statusCode());
        assertEquals(0, same.body().length);
    }

    @Test
    void theHeadAloneHasTheLengthOfTheObject() throws Exception {
        put("a.m4s", new byte[1_000]);
        HttpResponse<byte[]> head = client.send(
                HttpRequest.newBuilder(session("a.m4s", ""))
                        .method("HEAD", BodyPublishers.noBody())
                        .timeout(LIMIT)
                        .build(),
                BodyHandlers.ofByteArray());
        assertEquals(200, head.statusCode());
        assertEquals("1000", header(head, "content-length"));
    }

    @Test
    void eachChunkOfAnUploadInProgressComesAsItIs() throws Exception {
        put("first.m4s", new byte[1]);
        URI session = session("growing.m4s", "");
        try (ChunkedPut put =
                ChunkedPut.open(MILLRACE.ingest(directory + "growing.m4s")).chunk("one")) {
            try (ChunkedGet get = GrowingObject.get(session)) {
                assertEquals(200, get.status());
                assertFalse(get.headers().containsKey("content-length"));
                assertEquals("one", get.text());
                put.chunk("two");
                assertEquals("two", get.text());
                put.chunk("three");
                assertEquals("three", get.text());
                assertEquals(201, put.end());
                assertEquals("", get.text());
            }
        }
    }

    @Test
    void anUploadThatBreaksOffIsCutOffForTheClientToo() throws Exception {
        put("first.m4s", new byte[1]);
        URI session = session("broken.m4s", "");
        try (ChunkedPut put = ChunkedPut.open(MILLRACE.ingest(directory + "broken.m4s"))
                        .chunk("one");
                ChunkedGet get = GrowingObject.get(session)) {
            assertEquals("one", get.text());
            put.hangUp();
            assertThrows(IOException.class, get::body);
        }
    }

    @Test
    void aStatusTakesThePlaceOfTheObjectsThatTheRuleIsFor() throws Exception {
        put("a.m4s", new byte[10]);
        put("init.mp4", new byte[10]);
        URI session = session("a.m4s", "status=503&kind=segment");
        assertEquals(503, get(session).statusCode());
        assertEquals(200, get(session.resolve("init.mp4")).statusCode());
    }

    @Test
    void rulesKnowAPlaylistsSegmentsByTheirNumbers() throws Exception {
        put("v.m3u8", """
                #EXTM3U
                #EXT-X-TARGETDURATION:2
                #EXT-X-MEDIA-SEQUENCE:40
                #EXTINF:2,
                a.m4s
                #EXTINF:2,
                b.m4s
                """.getBytes(StandardCharsets.US_ASCII));
        put("a.m4s", new byte[10]);
        put("b.m4s", new byte[10]);
        URI session = session("v.m3u8", "status=404&number=1");
        assertEquals(200, get(session).statusCode());
        assertEquals(200, get(session.resolve("a.m4s")).statusCode());
        assertEquals(404, get(session.resolve("b.m4s")).statusCode());
    }

    @Test
    void aPlaylistsUrlsThatLeadPastTheSessionComeThroughIt() throws Exception {
        String playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n%s\n#EXTINF:2,\nb.m4s\n";
        put("v.m3u8", playlist.formatted(directory + "a.m4s").getBytes(StandardCharsets.US_ASCII));
        put("a.m4s", "segment".getBytes(StandardCharsets.US_ASCII));
        URI session = session("v.m3u8", "");
        String seen = text(get(session));
        String path = session.getPath().replace("v.m3u8", "a.m4s");
        assertEquals(playlist.formatted(path), seen);
        assertEquals("segment", text(get(shaper.at(path))));
    }

    @Test
    void aStalePlaylistIsTheOneThatTheSessionSawFirst() throws Exception {
        put("v.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\na.m4s\n".getBytes(StandardCharsets.US_ASCII));
        URI session = session("v.m3u8", "stale=frozen");
        String first = text(get(session));
        put("v.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nb.m4s\n".getBytes(StandardCharsets.US_ASCII));
        assertEquals(first, text(get(session)));
    }

    @Test
    void aPlayerThatReloadsByTheUrlThatMadeItsSessionStaysInIt() throws Exception {
        assertEquals(session("v.m3u8", "bandwidth=1M"), session("v.m3u8", "bandwidth=1M"));
        assertFalse(session("v.m3u8", "bandwidth=1M").equals(session("v.m3u8", "bandwidth=2M")));
    }

    @Test
    void theRestOfTheQueryGoesOn() throws Exception {
        assertEquals("token=x&y", session("v.m3u8", "token=x&bandwidth=1M&y").getQuery());
    }

    @Test
    void whatTheGuardRefusesIsForbidden() throws Exception {
        HttpResponse<byte[]> refused = get(session("a", "").resolve("@http/169.254.169.254/latest/meta-data"));
        assertEquals(404, refused.statusCode()); // relative to a directory of the edge it is just a name
        URI elsewhere = shaper.at(prefix(session("a", "")) + "@http/169.254.169.254/latest/meta-data");
        assertEquals(403, get(elsewhere).statusCode());
    }

    @Test
    void aSessionThatIsNotThereIsNotFound() throws Exception {
        assertEquals(404, get(shaper.at("/shape/none/a.m4s")).statusCode());
        assertEquals(404, get(shaper.at("/a.m4s")).statusCode());
    }

    @Test
    void sessionsAreMadeOnlyByWhoKnowsTheKeyWhereNotByEverybody() throws Exception {
        try (OwnShaper closed = new OwnShaper(MILLRACE.edge("/"), Map.of("open", "false"), Optional.empty());
                OwnShaper keyed = new OwnShaper(
                        MILLRACE.edge("/"), Map.of("open", "false", "auth-key", "k1"), Optional.empty())) {
            assertEquals(403, get(closed.at("/shape/new/a?authkey=k1")).statusCode());
            assertEquals(403, get(keyed.at("/shape/new/a")).statusCode());
            assertEquals(403, get(keyed.at("/shape/new/a?authkey=k2")).statusCode());
            assertEquals(307, get(keyed.at("/shape/new/a?authkey=k1")).statusCode());
        }
    }

    @Test
    void aPageMayAsk() throws Exception {
        HttpResponse<byte[]> answer = client.send(
                HttpRequest.newBuilder(shaper.at("/shape/any/a"))
                        .method("OPTIONS", BodyPublishers.noBody())
                        .timeout(LIMIT)
                        .build(),
                BodyHandlers.ofByteArray());
        assertEquals(204, answer.statusCode());
        assertEquals("GET, HEAD, OPTIONS", header(answer, "access-control-allow-methods"));
    }

    /** Makes a session, or comes back to it. */
    private URI session(String name, String query) throws Exception {
        URI made = shaper.at("/shape/new" + directory + name + (query.isEmpty() ? "" : "?" + query));
        HttpResponse<byte[]> answer = get(made);
        assertEquals(307, answer.statusCode(), () -> text(answer));
        return made.resolve(header(answer, "location"));
    }

    private static String prefix(URI session) {
        String path = session.getPath();
        return path.substring(0, path.indexOf('/', "/shape/".length()) + 1);
    }

    private void put(String name, byte[] body) throws Exception {
        int status = client.send(
                        HttpRequest.newBuilder(MILLRACE.ingest(directory + name))
                                .PUT(BodyPublishers.ofByteArray(body))
                                .timeout(LIMIT)
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
        assertEquals(2, status / 100);
    }

    private HttpResponse<byte[]> get(URI uri, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(LIMIT);
        return client.send(
                (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElseThrow(() -> new AssertionError(answer.headers()));
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
