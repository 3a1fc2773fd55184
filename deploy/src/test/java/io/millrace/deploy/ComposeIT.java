package io.millrace.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.standalone.ChunkedGet;
import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.GrowingObject;
import io.millrace.standalone.Http;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The compose file, as somebody starts it who has read its README. */
@WithDocker
class ComposeIT {

    @TempDir
    private static Path directory;

    private static Compose compose;

    private final Http http = new Http();

    @BeforeAll
    static void start() throws Exception {
        compose = Compose.up(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        if (compose != null) {
            compose.down();
        }
    }

    @Test
    void whoHasAKeyPushesAndEverybodyReadsMeanwhile() throws Exception {
        String _ = compose.run("cli", "channels", "create", "live", "--path-prefix", "/live/");
        String key = compose.run("cli", "keys", "create", "live");
        URI target = compose.at("INGEST_PORT", "/live/test.ts");
        assertEquals(
                401, http.put(target, "no key".getBytes(StandardCharsets.UTF_8)).statusCode());

        try (ChunkedPut put =
                        ChunkedPut.open(target, "Authorization: Bearer " + key).chunk("the beginning, ");
                ChunkedGet get = GrowingObject.get(compose.at("EDGE_PORT", "/live/test.ts"))) {
            assertEquals("the beginning, ", get.text());
            put.chunk("the end");
            assertEquals(201, put.end());
            assertEquals("the end", get.text());
            assertEquals("", get.text());
        }
    }

    @Test
    void strangersChangeNothing() throws Exception {
        assertEquals(401, http.get(compose.at("CONTROL_PORT", "/v1/channels")).statusCode());
        assertEquals(
                403,
                http.get(compose.at("SHAPER_PORT", "/shape/new/live/test.ts")).statusCode());
        assertEquals(
                307,
                http.get(compose.at(
                                "SHAPER_PORT", "/shape/new/live/test.ts?authkey=" + compose.setting("SHAPER_AUTH_KEY")))
                        .statusCode());
    }

    @Test
    void theEdgeIsInRoutes() throws Exception {
        String edges = compose.run("cli", "edges", "list");
        assertTrue(edges.contains(compose.setting("EDGE_URI")), edges);
    }
}
