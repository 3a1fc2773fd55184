package io.millrace.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.chunklog.ObjectPath;
import io.millrace.standalone.Millrace;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An ingest with access rules. */
final class PublisherAccessTest {

    /** Of the password "pw", as htpasswd writes it. */
    private static final String HASH = "$2b$10$.ffG/q.8.RGUJWLBq6rLJeAIjIbek8fk8Ib361dSaJErPGIVzW2M6";

    private static final String RULES = """
            {"default": {"read": ["*"], "write": ["*"]},
             "users": {"encoder": {"password": "%s"}},
             "directories": {"/kept/": {"write": ["encoder"]}, "/closed/": {"write": []}}}
            """.formatted(HASH);

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    @TempDir
    static Path directory;

    private OwnIngest ingest;

    @BeforeEach
    void start() throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.json"), RULES);
        ingest = new OwnIngest(MILLRACE, Map.of("rules", rules.toString()));
    }

    @AfterEach
    void stop() {
        ingest.close();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void whereAnybodyMayPublishNobodyIsAsked(HttpClient.Version version) throws Exception {
        assertTrue(new Requests(version).put(ingest.at("/free/a.ts"), "x").statusCode() < 300);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void whoDoesNotSayWhoItIsIsAsked(HttpClient.Version version) throws Exception {
        HttpResponse<String> answer = new Requests(version).put(ingest.at("/kept/unasked.ts"), "x");
        assertEquals(401, answer.statusCode());
        assertTrue(answer.headers().firstValue("WWW-Authenticate").orElse("").startsWith("Basic realm="));
        assertTrue(absent("unasked.ts"));
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void whoMayPublishDoesWhateverTheLengthOfTheBody(HttpClient.Version version) throws Exception {
        Requests requests = new Requests(version);
        byte[] body = new byte[300_000];
        assertTrue(requests.put(ingest.at("/kept/" + version), body, "Authorization", basic("pw"))
                        .statusCode()
                < 300);
        assertTrue(requests.putStream(
                                ingest.at("/kept/" + version),
                                new ByteArrayInputStream(body),
                                "Authorization",
                                basic("pw"))
                        .statusCode()
                < 300);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aWrongPasswordAndAPathOutsideOnesOwnAreForbidden(HttpClient.Version version) throws Exception {
        Requests requests = new Requests(version);
        assertEquals(
                403,
                requests.put(ingest.at("/kept/wrong.ts"), "x", "Authorization", basic("wrong"))
                        .statusCode());
        assertEquals(
                403,
                requests.put(ingest.at("/closed/a.ts"), "x", "Authorization", basic("pw"))
                        .statusCode());
        assertTrue(absent("wrong.ts"));
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void nobodyElseDeletesListsOrPatches(HttpClient.Version version) throws Exception {
        Requests requests = new Requests(version);
        requests.put(ingest.at("/kept/a.ts"), "kept", "Authorization", basic("pw"));
        assertEquals(401, requests.send("DELETE", ingest.at("/kept/a.ts")).statusCode());
        assertEquals(401, requests.send("PROPFIND", ingest.at("/kept/")).statusCode());
        assertEquals(401, requests.send("MKCOL", ingest.at("/kept/more/")).statusCode());
        assertEquals(401, requests.send("HEAD", ingest.at("/kept/a.ts")).statusCode());
        assertEquals(
                401,
                requests.put(ingest.at("/kept/a.ts"), "x", "Range", "bytes=0-0").statusCode());
        assertEquals(
                200,
                requests.send("HEAD", ingest.at("/kept/a.ts"), "Authorization", basic("pw"))
                        .statusCode());
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void whatCanBeDoneIsToldToAnybody(HttpClient.Version version) throws Exception {
        HttpResponse<String> answer = new Requests(version).send("OPTIONS", ingest.at("/kept/a.ts"));
        assertEquals(204, answer.statusCode());
        assertEquals("1", answer.headers().firstValue("DAV").orElse(""));
    }

    @Test
    void whatTheRulesHadToDoIsMeasured() throws Exception {
        MeterRegistry metrics = ingest.metrics();
        new Requests(HttpClient.Version.HTTP_1_1)
                .put(ingest.at("/kept/wrong.ts"), "x", "Authorization", basic("wrong"));

        assertEquals(
                1, metrics.get("millrace.ingest.access.wrong").functionCounter().count());
        assertEquals(
                1,
                metrics.get("millrace.ingest.access.refused").functionCounter().count());
        assertEquals(0, metrics.get("millrace.ingest.access.stale").gauge().value());
    }

    private static String basic(String password) {
        return "Basic " + Base64.getEncoder().encodeToString(("encoder:" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static boolean absent(String name) throws Exception {
        return MILLRACE.chunkLog()
                .find(new ObjectPath("/kept/", name))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .absent();
    }
}
