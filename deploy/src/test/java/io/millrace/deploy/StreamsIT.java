package io.millrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.standalone.ChunkedGet;
import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.GrowingObject;
import io.millrace.standalone.Http;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.lifecycle.Startables;

/** Each service in a container, all of them on a read-only filesystem; their JVMs start only with what they have learned. */
@WithDocker
class StreamsIT {

    /** A JVM whose AOT cache is missing, or is not of its classes, does not start then. */
    private static final Map<String, String> ONLY_LEARNED = Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=on");

    private static Deployment deployment;
    private static GenericContainer<?> ingest;
    private static GenericContainer<?> edge;
    private static GenericContainer<?> shaper;

    private final Http http = new Http();

    @BeforeAll
    static void start() {
        deployment = Deployment.start();
        ingest = deployment.service("ingest", "ingest", ONLY_LEARNED);
        edge = deployment.service("edge", "edge", ONLY_LEARNED).withEnv("MILLRACE_EDGE_URIS", "http://edge:8081");
        shaper = deployment
                .service("shaper", "shaper", ONLY_LEARNED)
                .withEnv("MILLRACE_SHAPER_OPEN", "true")
                .withEnv("MILLRACE_SHAPER_EDGE", "http://edge:8081");
        Startables.deepStart(Stream.of(ingest, edge, shaper)).join();
        String _ = cli("channels", "create", "live", "--path-prefix", "/live/");
    }

    @AfterAll
    static void stop() {
        if (deployment != null) {
            deployment.close();
        }
    }

    @Test
    void aChunkIsReadInOneContainerWhileItsUploadIsOpenInAnother() throws Exception {
        try (ChunkedPut put = push("/live/open.ts").chunk("the beginning, ");
                ChunkedGet get = GrowingObject.get(at(edge, "edge", "/live/open.ts"))) {
            assertEquals("the beginning, ", get.text());
            put.chunk("the end");
            assertEquals("the end", get.text());
            assertEquals(201, put.end());
            assertEquals("", get.text());
        }
    }

    @Test
    void aSessionOfTheShaperIsReadWhileTheUploadIsOpen() throws Exception {
        try (ChunkedPut put = push("/live/shaped.ts").chunk("the beginning, ")) {
            try (ChunkedGet direct = GrowingObject.get(at(edge, "edge", "/live/shaped.ts"))) {
                assertEquals("the beginning, ", direct.text());
            }
            String session = http.get(at(shaper, "shaper", "/shape/new/live/shaped.ts?latency=1ms"))
                    .headers()
                    .firstValue("location")
                    .orElseThrow();
            try (ChunkedGet get = ChunkedGet.send(at(shaper, "shaper", session))) {
                assertEquals("the beginning, ", get.text());
                put.chunk("the end");
                assertEquals("the end", get.text());
                assertEquals(201, put.end());
                assertEquals("", get.text());
            }
        }
    }

    @Test
    void whatTheCommandLineSaysInItsContainerHoldsAtTheIngest() throws Exception {
        String key = cli("keys", "create", "live");
        byte[] body = "by a key".getBytes(StandardCharsets.UTF_8);
        URI target = at(ingest, "ingest", "/live/keyed.ts");

        assertEquals(401, http.put(target, body).statusCode());
        assertEquals(
                201, http.put(target, body, "Authorization", "Bearer " + key).statusCode());
    }

    @Test
    void aPlaylistIsCompressedByNativeCodeThoughNothingInTmpMayBeRun() throws Exception {
        String key = cli("keys", "create", "live");
        byte[] body = "#EXTM3U\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
        URI target = at(ingest, "ingest", "/live/native.m3u8");
        assertEquals(
                201, http.put(target, body, "Authorization", "Bearer " + key).statusCode());

        assertEquals(
                "zstd",
                http.get(at(edge, "edge", "/live/native.m3u8"), "Accept-Encoding", "zstd")
                        .headers()
                        .firstValue("content-encoding")
                        .orElse("none"));
        String loaded = edge.execInContainer("cat", "/proc/1/maps").getStdout();
        assertTrue(loaded.contains("/opt/millrace/native/libnetty_transport_native_epoll"), loaded);
    }

    @Test
    void nothingInTheImageCanBeChanged() throws Exception {
        assertNotEquals(0, edge.execInContainer("touch", "/opt/millrace/edge/x").getExitCode());
        // The only places: of temporary files, and of what the control plane said last.
        assertEquals(0, edge.execInContainer("touch", "/tmp/x").getExitCode());
        assertEquals(
                0,
                edge.execInContainer("test", "-s", "/var/lib/millrace/control.edge")
                        .getExitCode());
    }

    private ChunkedPut push(String path) throws Exception {
        return ChunkedPut.open(at(ingest, "ingest", path), "Authorization: Bearer " + cli("keys", "create", "live"));
    }

    private static URI at(GenericContainer<?> container, String service, String path) {
        return Deployment.at(container, service, path);
    }

    private static String cli(String... command) {
        return deployment.cli(Stream.concat(Stream.of(command), Stream.of("--control", "http://control:9090"))
                .toArray(String[]::new));
    }
}
