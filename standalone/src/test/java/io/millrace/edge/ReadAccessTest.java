package io.millrace.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.standalone.Millrace;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An edge with access rules. */
final class ReadAccessTest {

    /** Of the password "pw", as htpasswd writes it. */
    private static final String HASH = "$2b$10$.ffG/q.8.RGUJWLBq6rLJeAIjIbek8fk8Ib361dSaJErPGIVzW2M6";

    private static final String RULES = """
            {"default": {"read": ["*"], "write": ["*"]},
             "users": {"viewer": {"password": "%s"}},
             "directories": {"/access/paid/": {"read": ["viewer"]}, "/access/shut/": {"read": []},
                             "/vod/paid/": {"read": ["viewer"]}, "/vod/shut/": {"read": []}}}
            """.formatted(HASH);

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    @TempDir
    static Path directory;

    private final Asking asking = new Asking();
    private OwnEdge edge;

    @BeforeEach
    void start() throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.json"), RULES);
        Path files = Files.createDirectories(directory.resolve("files"));
        Files.createDirectories(files.resolve("paid"));
        Files.createDirectories(files.resolve("shut"));
        Files.writeString(files.resolve("free.txt"), "free");
        edge = new OwnEdge(
                MILLRACE,
                Map.of(
                        "rules", rules.toString(),
                        "listing", "true",
                        "mounts", "vod=" + files,
                        "cache.error", "public, max-age=5",
                        "cdn-cache.error", "max-age=9"));
        asking.put(MILLRACE.ingest("/access/free.ts"), "free");
        asking.put(MILLRACE.ingest("/access/paid/a.ts"), "paid");
        asking.put(MILLRACE.ingest("/access/shut/a.ts"), "shut");
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void aListingDoesNotNameWhatTheClientMayNotRead() throws Exception {
        await().until(() -> Asking.text(asking.get(edge.at("/access/"))).contains("free.ts"));
        for (String place : new String[] {"/access/?format=json", "/vod/?format=json"}) {
            String anybody = Asking.text(asking.get(edge.at(place)));
            assertTrue(anybody.contains("\"free."), anybody);
            assertFalse(anybody.contains("paid"), anybody);
            assertFalse(anybody.contains("shut"), anybody);
        }
    }

    @Test
    void aListingNamesWhatTheClientMayRead() throws Exception {
        for (String place : new String[] {"/access/?format=json", "/vod/?format=json"}) {
            HttpResponse<byte[]> answer = asking.get(edge.at(place), "Authorization", basic("pw"));
            assertEquals("no-store", Asking.header(answer, "Cache-Control"));
            String viewers = Asking.text(answer);
            assertTrue(viewers.contains("\"paid\""), viewers);
            assertFalse(viewers.contains("shut"), viewers);
        }
    }

    @Test
    void aWrongPasswordHidesAndDoesNotFail() throws Exception {
        HttpResponse<byte[]> answer = asking.get(edge.at("/access/?format=json"), "Authorization", basic("wrong"));
        assertEquals(200, answer.statusCode());
        assertFalse(Asking.text(answer).contains("paid"));
    }

    @Test
    void noCacheKeepsARefusal() throws Exception {
        HttpResponse<byte[]> unknown = asking.get(edge.at("/access/paid/a.ts"));
        assertEquals(401, unknown.statusCode());
        assertEquals("no-store", Asking.header(unknown, "Cache-Control"));
        assertEquals("", Asking.header(unknown, "CDN-Cache-Control"));
        HttpResponse<byte[]> forbidden = asking.get(edge.at("/access/shut/a.ts"), "Authorization", basic("pw"));
        assertEquals(403, forbidden.statusCode());
        assertEquals("no-store", Asking.header(forbidden, "Cache-Control"));
    }

    @Test
    void onlyTheClientsOwnCacheKeepsWhatItMayReadAndOthersMayNot() throws Exception {
        HttpResponse<byte[]> object = asking.get(edge.at("/access/paid/a.ts"), "Authorization", basic("pw"));
        assertEquals("paid", Asking.text(object));
        assertEquals("private, max-age=60", Asking.header(object, "Cache-Control"));
        HttpResponse<byte[]> absent =
                asking.get(edge.at("/access/paid/b.ts"), "Authorization", basic("pw"), "Prefer", "wait=0");
        assertEquals(404, absent.statusCode());
        assertEquals("private, max-age=5", Asking.header(absent, "Cache-Control"));
        assertEquals("", Asking.header(absent, "CDN-Cache-Control"));
    }

    @Test
    void whatAnybodyMayReadIsKeptByAllWhoeverAsks() throws Exception {
        HttpResponse<byte[]> object = asking.get(edge.at("/access/free.ts"), "Authorization", basic("pw"));
        assertEquals("public, max-age=60", Asking.header(object, "Cache-Control"));
        HttpResponse<byte[]> absent = asking.get(edge.at("/access/none.ts"), "Prefer", "wait=0");
        assertEquals("public, max-age=5", Asking.header(absent, "Cache-Control"));
        assertEquals("max-age=9", Asking.header(absent, "CDN-Cache-Control"));
    }

    private static String basic(String password) {
        return "Basic " + Base64.getEncoder().encodeToString(("viewer:" + password).getBytes(StandardCharsets.UTF_8));
    }
}
