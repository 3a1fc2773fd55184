package io.millrace.shaper.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shaper.memory.ManifestMemory;
import io.millrace.shaper.memory.ManifestShare;
import io.millrace.shaper.origin.OriginFailure.Kind;
import io.millrace.wire.HttpListener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fetches from an origin on a real socket, which is the edge to the guard. */
final class OriginsTest {

    private static final int LIMIT_SECONDS = 20;
    private static final int LARGE_BYTES = 32 << 20;

    private final Vertx vertx = Vertx.vertx();
    private final EventLoop loop = HttpListener.loops(vertx).next();
    private final AtomicInteger lookUps = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicReference<Handler<HttpServerRequest>> answer = new AtomicReference<>();
    private HttpServer server;
    private Origins origins;

    /** All that a fetch has told. */
    private static final class Told implements FetchListener {

        private final CompletableFuture<Told> over = new CompletableFuture<>();
        private final CompletableFuture<Integer> status = new CompletableFuture<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private HttpHeaders headers;
        private OriginFailure failure;
        private Fetch fetch;

        @Override
        public void head(int told, HttpHeaders tells) {
            headers = tells;
            status.complete(told);
        }

        @Override
        public void bytes(ByteBuf bytes) {
            byte[] copy = new byte[bytes.readableBytes()];
            bytes.readBytes(copy);
            bytes.release();
            body.writeBytes(copy);
        }

        @Override
        public void end() {
            over.complete(this);
        }

        @Override
        public void failed(OriginFailure why) {
            failure = why;
            over.complete(this);
        }

        private Told awaited() throws Exception {
            return over.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = vertx.createHttpServer()
                .requestHandler(request -> {
                    requests.incrementAndGet();
                    answer.get().handle(request);
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        origins = open(Map.of("answer-timeout", "10s"));
    }

    @AfterEach
    void stop() throws Exception {
        origins.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void anAnswerComesWithItsHeadAndItsBody() throws Exception {
        answer.set(request -> request.response()
                .setStatusCode(206)
                .putHeader("x-kind", request.uri() + " " + request.getHeader("range"))
                .end("half"));
        Told told = fetch("/a/b%20c?x=1&y", new DefaultHttpHeaders().set("range", "bytes=0-3"))
                .awaited();
        assertNull(told.failure);
        assertEquals(206, told.status.join());
        assertEquals("/a/b%20c?x=1&y bytes=0-3", told.headers.get("x-kind"));
        assertEquals("half", told.body.toString(StandardCharsets.UTF_8));
    }

    @Test
    void connectionsAreUsedAgain() throws Exception {
        answer.set(request ->
                request.response().end(String.valueOf(request.remoteAddress().port())));
        String first = fetch("/1").awaited().body.toString(StandardCharsets.UTF_8);
        assertEquals(first, fetch("/2").awaited().body.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anOriginThatIsHeldBackSendsNoMoreUntilItMayGoOn() throws Exception {
        CompletableFuture<Boolean> full = new CompletableFuture<>();
        answer.set(request -> {
            request.response().setChunked(true);
            write(request, LARGE_BYTES, full);
        });
        Told told = fetch("/large");
        told.status.thenAcceptAsync(status -> told.fetch.setReading(false), loop);
        assertTrue(full.get(LIMIT_SECONDS, TimeUnit.SECONDS));
        assertFalse(told.over.isDone());
        loop.execute(() -> told.fetch.setReading(true));
        assertEquals(LARGE_BYTES, told.awaited().body.size());
    }

    /** Completes when the socket takes no more, or all is written. */
    private void write(HttpServerRequest request, int bytes, CompletableFuture<Boolean> full) {
        int left = bytes;
        while (left > 0 && !request.response().writeQueueFull()) {
            request.response().write(Buffer.buffer(new byte[1 << 16]));
            left -= 1 << 16;
        }
        if (left == 0) {
            request.response().end();
            full.complete(false);
            return;
        }
        int rest = left;
        long timer = vertx.setTimer(1_000, passed -> full.complete(true)); // nothing was taken for so long
        request.response().drainHandler(room -> {
            vertx.cancelTimer(timer);
            write(request, rest, full);
        });
    }

    @Test
    void aBodyThatIsCutOffIsBroken() throws Exception {
        answer.set(request -> {
            request.response().putHeader("content-length", "100").write("short");
            vertx.setTimer(1, sent -> request.connection().close());
        });
        Told told = fetch("/cut").awaited();
        assertEquals(200, told.status.join());
        assertEquals(Kind.BROKEN, told.failure.kind());
    }

    @Test
    void anOriginThatDoesNotAnswerIsSilent() throws Exception {
        origins = open(Map.of("answer-timeout", "50ms"));
        answer.set(request -> {});
        assertEquals(Kind.SILENT, fetch("/never").awaited().failure.kind());
    }

    @Test
    void anOriginThatIsNotThereCannotBeReached() throws Exception {
        server.close().toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertEquals(Kind.UNREACHABLE, fetch("/").awaited().failure.kind());
    }

    @Test
    void redirectsAreFollowedAndTheirEndIsTold() throws Exception {
        answer.set(request -> {
            if (request.path().equals("/end")) {
                request.response().end("there");
            } else {
                redirect(request, "end?x=1");
            }
        });
        Told told = fetch("/begin").awaited();
        assertEquals("there", told.body.toString(StandardCharsets.UTF_8));
        assertEquals(at("/end?x=1"), told.fetch.url());
    }

    @Test
    void redirectsMayHaveAQueryOnlyAndCharactersThatBrowsersTake() throws Exception {
        answer.set(request -> {
            if (request.query() == null) {
                redirect(request, "?token=a|b");
            } else {
                request.response().end("there");
            }
        });
        Told told = fetch("/live/begin").awaited();
        assertNull(told.failure);
        assertEquals(at("/live/begin?token=a%7Cb"), told.fetch.url());
    }

    @Test
    void redirectsToWhatMayNotBeAskedAreRefused() throws Exception {
        for (String elsewhere : List.of(
                "http://169.254.169.254/latest/meta-data",
                "http://[::1]/",
                "http://inside.example/",
                "file:///etc/passwd",
                "http://127.0.0.1:" + (server.actualPort() == 80 ? 81 : 80) + "/")) {
            answer.set(request -> redirect(request, elsewhere));
            Told told = fetch("/begin").awaited();
            assertEquals(Kind.REFUSED, told.failure.kind(), elsewhere);
            assertFalse(told.status.isDone(), elsewhere);
        }
    }

    @Test
    void redirectsWithoutEndAreBroken() throws Exception {
        answer.set(request -> redirect(request, "/again"));
        Told told = fetch("/again").awaited();
        assertEquals(Kind.BROKEN, told.failure.kind());
        assertEquals(6, requests.get());
    }

    @Test
    void whatProvesWhoTheClientIsDoesNotFollowToAnotherOrigin() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        HttpServer other = vertx.createHttpServer()
                .requestHandler(request -> {
                    seen.set(request.getHeader("authorization") + " " + request.getHeader("x-other"));
                    request.response().end();
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        origins = open(Map.of("allow", "127.0.0.1:" + other.actualPort()));
        answer.set(request -> redirect(request, "http://127.0.0.1:" + other.actualPort() + "/"));
        HttpHeaders headers =
                new DefaultHttpHeaders().set("authorization", "Bearer secret").set("x-other", "kept");
        assertNull(fetch("/", headers).awaited().failure);
        assertEquals("null kept", seen.get());
    }

    @Test
    void aNameThatLeadsToAnAddressThatIsNotPublicIsRefusedBeforeAnythingIsConnected() throws Exception {
        Told told = fetch(URI.create("http://inside.example:80/"), new DefaultHttpHeaders())
                .awaited();
        assertEquals(Kind.REFUSED, told.failure.kind());
        assertEquals(0, requests.get());
    }

    @Test
    void aNameIsLookedUpOnceSoThatWhatWasCheckedIsWhatIsConnectedTo() throws Exception {
        // The first look-up has an address that may be asked, where nobody listens; each later one that of the server.
        answer.set(request -> request.response().end("inside"));
        origins = open(Map.of("allow", "127.0.0.2"));
        Told told = fetch(URI.create("http://rebinding.example:" + server.actualPort() + "/"), new DefaultHttpHeaders())
                .awaited();
        assertEquals(Kind.UNREACHABLE, told.failure.kind());
        assertEquals(1, lookUps.get());
        assertEquals(0, requests.get());
    }

    @Test
    void aTextThatIsTooLongIsBroken() throws Exception {
        origins = open(Map.of("manifest-bytes", "1024"));
        answer.set(request -> request.response()
                .end(Buffer.buffer(new byte[Integer.parseInt(request.path().substring(1))])));
        assertEquals(1024, text("/1024").get(LIMIT_SECONDS, TimeUnit.SECONDS).length());
        assertTrue(text("/1025")
                .handle((text, failure) -> failure.getMessage().contains("longer than 1024 bytes"))
                .get(LIMIT_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void aTextThatIsNotWholeInTimeIsGivenUp() throws Exception {
        origins = open(Map.of("manifest-timeout", "50ms"));
        answer.set(request -> request.response().setChunked(true).write("#EXTM3U\n"));
        assertTrue(text("/m.m3u8")
                .handle((text, failure) -> failure.getMessage().contains("was not whole within"))
                .get(LIMIT_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void aTextForWhichThereIsNoMemoryIsGivenUpAndOthersAreTakenLater() throws Exception {
        ManifestMemory memory = new ManifestMemory(1_000);
        origins = open(Map.of(), memory);
        answer.set(request -> request.response().end("#EXTM3U\n".repeat(100)));
        ManifestShare other = memory.share();
        assertTrue(other.resize(500));
        assertTrue(text("/m.m3u8")
                .handle((text, failure) -> failure.getMessage().contains("MILLRACE_SHAPER_MANIFEST_MEMORY_BYTES"))
                .get(LIMIT_SECONDS, TimeUnit.SECONDS));
        assertEquals(500, memory.bytes());
        other.release();
        assertEquals(800, text("/m.m3u8").get(LIMIT_SECONDS, TimeUnit.SECONDS).length());
        assertEquals(0, memory.bytes());
    }

    private CompletableFuture<String> text(String path) {
        CompletableFuture<String> result = new CompletableFuture<>();
        loop.execute(() -> origins.text(
                loop,
                new OriginRequest(HttpMethod.GET, at(path), new DefaultHttpHeaders()),
                text -> result.complete(text.manifest().text()),
                failure -> result.completeExceptionally(new IllegalStateException(failure.message()))));
        return result;
    }

    private Told fetch(String path) throws Exception {
        return fetch(path, new DefaultHttpHeaders());
    }

    private Told fetch(String path, HttpHeaders headers) throws Exception {
        return fetch(at(path), headers);
    }

    private Told fetch(URI url, HttpHeaders headers) throws Exception {
        Told told = new Told();
        loop.submit(() -> {
                    told.fetch = origins.fetch(loop, new OriginRequest(HttpMethod.GET, url, headers), told);
                })
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        return told;
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.actualPort() + path);
    }

    private static void redirect(HttpServerRequest request, String location) {
        request.response().setStatusCode(302).putHeader("location", location).end();
    }

    private Origins open(Map<String, String> settings) {
        return open(settings, new ManifestMemory(1 << 20));
    }

    private Origins open(Map<String, String> settings, ManifestMemory memory) {
        return Origins.open(
                vertx,
                new TrustedEdge(at("/"), Optional.empty()),
                TestOrigins.config(settings),
                Duration.ofSeconds(10),
                memory,
                (on, host) -> {
                    int asked = lookUps.incrementAndGet();
                    String address = host.equals("rebinding.example") && asked == 1 ? "127.0.0.2" : "127.0.0.1";
                    return on.newSucceededFuture(List.of(literal(host.endsWith(".example") ? address : host)));
                });
    }

    private static InetAddress literal(String address) {
        return io.netty.util.NetUtil.createInetAddressFromIpAddressString(address);
    }
}
