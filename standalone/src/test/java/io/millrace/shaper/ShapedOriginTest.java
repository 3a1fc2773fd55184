package io.millrace.shaper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
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
    private URI origin;
    private OwnShaper shaper;

    @BeforeEach
    void start() throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    asked.add(request.uri());
                    request.response().end(bodies.getOrDefault(request.path(), ""));
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

    /** Makes a session. */
    private URI session(String name) throws Exception {
        URI made = shaper.at("/shape/new/" + name);
        return made.resolve(get(made).headers().firstValue("location").orElseThrow());
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(LIMIT_SECONDS))
                        .build(),
                BodyHandlers.ofString());
    }
}
