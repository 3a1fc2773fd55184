package io.millrace.shaper;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.standalone.ChunkedGet;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an origin is asked for by a shaper, and what becomes of its manifests. */
final class ShapedOriginTest {

    private static final int LIMIT_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> bodies = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    /** The answer whose end is the test's. */
    private final CompletableFuture<HttpServerResponse> held = new CompletableFuture<>();

    private URI origin;
    private OwnShaper shaper;

    @BeforeEach
    void start() throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    asked.add(request.uri());
                    String body = bodies.getOrDefault(request.path(), "");
                    if (request.path().equals("/held.m3u8")) {
                        request.response().setChunked(true).write(body);
                        held.complete(request.response());
                    } else {
                        request.response().end(body);
                    }
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        origin = URI.create("http://127.0.0.1:" + server.actualPort() + "/");
        shaper = new OwnShaper(origin, Map.of(), Optional.empty());
    }

    @AfterEach
    void stop() throws Exception {
        shaper.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void theShapersKeyDoesNotGoOnToAnOrigin() throws Exception {
        URI session = session("v.m3u8");
        get(session.resolve("a.ts?x=1&authkey=secret&y"));
        get(session.resolve("a.ts?%61uthkey=secret"));
        String id = session.getPath().split("/", -1)[2];
        String segment = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(origin.resolve("/b.ts").toString().getBytes(StandardCharsets.UTF_8));
        get(shaper.at("/s/" + id + "/" + segment + "/b.ts?authkey=secret&z=1"));
        assertEquals(List.of("/a.ts?x=1&y", "/a.ts", "/b.ts?z=1"), asked);
    }

    @Test
    void whatAPlaylistImportsOfItsMasterPlaylistDoesNotLeadPastTheSession() throws Exception {
        bodies.put("/m.m3u8", """
                #EXTM3U
                #EXT-X-DEFINE:NAME="cdn",VALUE="https://cdn.example"
                #EXT-X-STREAM-INF:BANDWIDTH=1
                v.m3u8
                """);
        bodies.put("/v.m3u8", "#EXTM3U\n#EXT-X-DEFINE:IMPORT=\"cdn\"\n#EXTINF:2,\n{$cdn}/a.ts\n");
        URI session = session("m.m3u8");
        get(session);
        String id = session.getPath().split("/", -1)[2];
        assertEquals(
                "#EXTM3U\n#EXT-X-DEFINE:IMPORT=\"cdn\"\n#EXTINF:2,\n/shape/" + id + "/@https/cdn.example/a.ts\n",
                get(session.resolve("v.m3u8")).body());
    }

    @Test
    void aManifestForWhichThereIsNoMemoryIsRefusedUntilOthersAreDone() throws Exception {
        shaper.close();
        shaper = new OwnShaper(
                origin, Map.of("manifest-memory-bytes", "4096", "origins.manifest-bytes", "4096"), Optional.empty());
        bodies.put("/held.m3u8", "#EXTM3U\n".repeat(400));
        bodies.put("/v.m3u8", "#EXTM3U\n".repeat(200));
        URI other = session("v.m3u8");
        CompletableFuture<HttpResponse<String>> first =
                client.sendAsync(request(session("held.m3u8")), BodyHandlers.ofString());
        HttpServerResponse rest = held.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        await().until(() -> shaper.metric("millrace.shaper.manifest.memory") == 3_200);

        HttpResponse<String> refused = get(other);
        assertEquals(503, refused.statusCode());
        assertEquals("1", refused.headers().firstValue("retry-after").orElseThrow());
        assertEquals(1, shaper.metric("millrace.shaper.manifests.refused"));

        rest.end();
        assertEquals(3_200, first.get(LIMIT_SECONDS, TimeUnit.SECONDS).body().length());
        await().until(() -> shaper.metric("millrace.shaper.manifest.memory") < 4_096 - 1_600);
        assertEquals(1_600, get(other).body().length());
    }

    @Test
    void aManifestTakesMemoryUntilItsClientHasAllOfIt() throws Exception {
        bodies.put("/v.m3u8", "#EXTM3U\n" + "#".repeat(100_000));
        URI session = session("v.m3u8?bandwidth=5k");
        try (ChunkedGet slow = ChunkedGet.send(session)) {
            assertEquals(200, slow.status());
            await().until(() -> shaper.metric("millrace.shaper.manifest.memory") == 100_008);
        }
        await().until(() -> shaper.metric("millrace.shaper.manifest.memory") == 0);
    }

    /** Makes a session. */
    private URI session(String name) throws Exception {
        URI made = shaper.at("/shape/new/" + name);
        return made.resolve(get(made).headers().firstValue("location").orElseThrow());
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return client.send(request(uri), BodyHandlers.ofString());
    }

    private static HttpRequest request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(LIMIT_SECONDS))
                .build();
    }
}
