package io.millrace.shaper.origin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.clients.Certificates;
import io.millrace.clients.SecretVolume;
import io.millrace.pem.UnusableFileException;
import io.millrace.shaper.ShaperConfig;
import io.millrace.shaper.memory.ManifestMemory;
import io.millrace.wire.HttpListener;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.NetUtil;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to origins over TLS, to a real one on this machine. */
final class OriginTlsTest {

    /** What the origin's certificate is for. */
    private static final String NAME = "millrace.test";

    private static final int LIMIT_SECONDS = 20;
    private static final Duration RELOAD = Duration.ofMillis(50);

    @TempDir
    private static Path directory;

    /** What the origin has, and those of an authority that it has nothing to do with. */
    private static Path known;

    private static Path strange;

    private final Vertx vertx = Vertx.vertx();
    private final EventLoop loop = HttpListener.loops(vertx).next();
    private HttpServer server;

    @BeforeAll
    static void make() throws IOException {
        known = Files.createDirectory(directory.resolve("known"));
        strange = Files.createDirectory(directory.resolve("strange"));
        Certificates.writeTo(known);
        Certificates.writeTo(strange);
    }

    /** It answers with the name by which it was asked for in the handshake (RFC 6066, section 3). */
    @BeforeEach
    void start() throws Exception {
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setSni(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(known.resolve("server.pem").toString())
                                .setKeyPath(known.resolve("server.key").toString())))
                .requestHandler(request -> request.response()
                        .end(String.valueOf(request.connection().indicatedServerName())))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void anOriginIsToldByWhichNameItIsAsked() throws Exception {
        try (Origins origins = open("edge.example", Optional.empty(), Optional.of(known.resolve("ca.pem")))) {
            assertEquals(NAME, text(origins, NAME));
        }
    }

    @Test
    void anAddressIsCheckedAsAName() throws Exception {
        try (Origins origins = open("edge.example", Optional.empty(), Optional.of(known.resolve("ca.pem")))) {
            assertEquals("null", text(origins, "127.0.0.1"));
        }
    }

    @Test
    void anOriginOfAStrangeAuthorityIsRefused() throws Exception {
        try (Origins origins = open("edge.example", Optional.empty(), Optional.of(strange.resolve("ca.pem")))) {
            String failure = failure(origins, NAME);
            assertTrue(failure.startsWith(at(NAME) + " has a certificate that is not believed ("), failure);
            assertTrue(failure.endsWith("): set MILLRACE_SHAPER_ORIGINS_CA to its authority's"), failure);
        }
    }

    @Test
    void anOriginOfAnotherNameIsRefused() throws Exception {
        try (Origins origins = open("edge.example", Optional.empty(), Optional.of(known.resolve("ca.pem")))) {
            String failure = failure(origins, "other.example");
            assertTrue(failure.startsWith(at("other.example") + " has a certificate that is not believed ("), failure);
            assertTrue(failure.contains("other.example found"), failure);
        }
    }

    @Test
    void theEdgeIsBelievedByAFileOfItsOwn() throws Exception {
        try (Origins origins =
                open(NAME, Optional.of(known.resolve("ca.pem")), Optional.of(strange.resolve("ca.pem")))) {
            assertEquals(NAME, text(origins, NAME));
        }
    }

    @Test
    void otherOriginsAreNotBelievedByTheEdgesFile() throws Exception {
        try (Origins origins = open("edge.example", Optional.of(known.resolve("ca.pem")), Optional.empty())) {
            String failure = failure(origins, NAME);
            assertTrue(failure.contains("set MILLRACE_SHAPER_ORIGINS_CA"), failure);
        }
    }

    @Test
    void anEdgeThatIsNotBelievedNamesItsOwnSetting() throws Exception {
        try (Origins origins = open(NAME, Optional.of(strange.resolve("ca.pem")), Optional.empty())) {
            String failure = failure(origins, NAME);
            assertTrue(failure.contains("set MILLRACE_SHAPER_EDGE_CA"), failure);
        }
    }

    @Test
    void aFileThatIsSwappedIsReadAgain() throws Exception {
        SecretVolume secret = SecretVolume.of(directory.resolve("secret"), strange);
        try (Origins origins = open(NAME, Optional.of(secret.file("ca.crt")), Optional.empty())) {
            assertTrue(failure(origins, NAME).contains("not believed"));
            secret.swap(known);
            await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .until(() -> fetched(origins, NAME).body.equals(Optional.of(NAME)));
        }
    }

    @Test
    void aFileThatIsNotThereStopsTheStart() {
        Path none = directory.resolve("none.pem");
        assertEquals(
                "MILLRACE_SHAPER_EDGE_CA is " + none + ": it is not there",
                assertThrows(UnusableFileException.class, () -> open(NAME, Optional.of(none), Optional.empty()))
                        .getMessage());
    }

    /** What came of one request. */
    private record Fetched(Optional<String> body, Optional<OriginFailure> failure) {}

    private String text(Origins origins, String host) throws Exception {
        return fetched(origins, host).body.orElseThrow();
    }

    private String failure(Origins origins, String host) throws Exception {
        OriginFailure failure = fetched(origins, host).failure.orElseThrow();
        assertEquals(OriginFailure.Kind.UNREACHABLE, failure.kind());
        return failure.message();
    }

    private Fetched fetched(Origins origins, String host) throws Exception {
        CompletableFuture<Fetched> over = new CompletableFuture<>();
        OriginRequest request = new OriginRequest(HttpMethod.GET, URI.create(at(host) + "/"), new DefaultHttpHeaders());
        loop.execute(() -> origins.text(
                loop,
                request,
                whole -> over.complete(new Fetched(Optional.of(whole.manifest().text()), Optional.empty())),
                broken -> over.complete(new Fetched(Optional.empty(), Optional.of(broken)))));
        return over.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private String at(String host) {
        return "https://" + host + ":" + server.actualPort();
    }

    /** All names are of this machine, and all may be asked. */
    private Origins open(String edge, Optional<Path> edgeCa, Optional<Path> ca) {
        Map<String, String> settings = ca.isPresent()
                ? Map.of(
                        "millrace.shaper.origins.allow",
                        "0.0.0.0/0",
                        "millrace.shaper.origins.ca",
                        ca.get().toString())
                : Map.of("millrace.shaper.origins.allow", "0.0.0.0/0");
        OriginConfig config = new SmallRyeConfigBuilder()
                .withMapping(ShaperConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(ShaperConfig.class)
                .origins();
        return Origins.open(
                vertx,
                new TrustedEdge(URI.create(at(edge)), edgeCa),
                config,
                RELOAD,
                new ManifestMemory(1 << 20),
                (on, host) ->
                        on.newSucceededFuture(List.of(NetUtil.createInetAddressFromIpAddressString("127.0.0.1"))));
    }
}
