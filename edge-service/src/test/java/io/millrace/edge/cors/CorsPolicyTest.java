package io.millrace.edge.cors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorsPolicyTest {

    private static final String EXPOSED =
            "Date, Age, ETag, Content-Range, Content-Length, Server-Timing, CMSD-Static, CMSD-Dynamic";

    @TempDir
    private Path directory;

    private final HttpHeaders request = new DefaultHttpHeaders();
    private final HttpHeaders answer = new DefaultHttpHeaders();

    @Test
    void byDefaultAnyPageMayReadAndTheAnswerIsTheSameForAll() {
        request.set("Origin", "https://player.example");
        assertTrue(CorsPolicy.open().allow(request, answer));
        assertEquals("*", answer.get("Access-Control-Allow-Origin"));
        assertEquals(EXPOSED, answer.get("Access-Control-Expose-Headers"));
        assertFalse(answer.contains("Vary"));
        assertFalse(answer.contains("Access-Control-Allow-Credentials"));
    }

    @Test
    void aPageThatMayReadMaySeeHowLongThingsTook() {
        CorsPolicy.open().allow(request, answer);
        assertEquals("*", answer.get("Timing-Allow-Origin"));
    }

    @Test
    void aChannelNamesWhoMayReadAndWhatMoreMayBeSeen() {
        request.set("Origin", "https://player.example");
        CorsPolicy policy = CorsPolicy.of(channel()
                .addOrigins("https://player.example")
                .addExposeHeaders("X-More")
                .setCredentials(true)
                .build());
        assertTrue(policy.allow(request, answer));
        assertEquals("https://player.example", answer.get("Access-Control-Allow-Origin"));
        assertEquals("true", answer.get("Access-Control-Allow-Credentials"));
        assertEquals(EXPOSED + ", X-More", answer.get("Access-Control-Expose-Headers"));
    }

    @Test
    void aChannelThatNamesNoOriginLetsNoPageRead() {
        request.set("Origin", "https://player.example");
        assertFalse(CorsPolicy.of(channel().build()).allow(request, answer));
        assertFalse(CorsPolicy.closed().allow(request, answer));
    }

    @Test
    void aChannelNamesTheHeadersThatPagesMaySend() {
        request.set("Origin", "https://player.example");
        CorsPolicy.of(channel().addOrigins("*").addHeaders("X-Mine").build()).preflight(request, answer);
        assertEquals("X-Mine", answer.get("Access-Control-Allow-Headers"));
    }

    @Test
    void aChannelThatMakesNoSenseIsNotUnderstood() {
        assertThrows(
                IllegalArgumentException.class,
                () -> CorsPolicy.of(channel().addOrigins("not an origin").build()));
        assertThrows(
                IllegalArgumentException.class,
                () -> CorsPolicy.of(
                        channel().addOrigins("*").setCredentials(true).build()));
    }

    private static io.millrace.proto.control.v1.CorsPolicy.Builder channel() {
        return io.millrace.proto.control.v1.CorsPolicy.newBuilder();
    }

    @Test
    void byDefaultAPreflightAllowsReadingWithAnyHeaderForADay() {
        request.set("Origin", "https://player.example").set("Access-Control-Request-Method", "GET");
        CorsPolicy.open().preflight(request, answer);
        assertEquals("*", answer.get("Access-Control-Allow-Origin"));
        assertEquals("GET, HEAD, OPTIONS", answer.get("Access-Control-Allow-Methods"));
        assertEquals("*, Authorization", answer.get("Access-Control-Allow-Headers"));
        assertEquals("86400", answer.get("Access-Control-Max-Age"));
        assertFalse(answer.contains("Access-Control-Allow-Private-Network"));
    }

    @Test
    void aPageThatAsksForAPrivateNetworkIsAllowedIt() {
        request.set("Origin", "https://player.example").set("Access-Control-Request-Private-Network", "true");
        CorsPolicy.open().preflight(request, answer);
        assertEquals("true", answer.get("Access-Control-Allow-Private-Network"));
    }

    @Test
    void theFileOfGoChunkedStreamingServerIsTakenAsItIs() throws IOException {
        CorsPolicy policy = policy("""
                {
                    "AllowedMethods": ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"],
                    "AllowedHeaders": ["Content-Type", "Joc-Seq-Id", "Joc-Media-Type", "Joc-Timestamp", "Joc-Uniq-Id"],
                    "AllowedOrigins": ["*"]
                }
                """);
        policy.preflight(request, answer);
        assertEquals("*", answer.get("Access-Control-Allow-Origin"));
        assertEquals("GET, HEAD, POST, PUT, DELETE, OPTIONS", answer.get("Access-Control-Allow-Methods"));
        assertEquals(
                "Content-Type, Joc-Seq-Id, Joc-Media-Type, Joc-Timestamp, Joc-Uniq-Id",
                answer.get("Access-Control-Allow-Headers"));
    }

    @Test
    void theCaseOfAKeyDoesNotMatterAsInGo() throws IOException {
        policy("{\"allowedorigins\": [\"https://a.example\"]}").allow(request, answer);
        assertFalse(answer.contains("Access-Control-Allow-Origin"));
    }

    @Test
    void anAllowedOriginIsToldBack() throws IOException {
        request.set("Origin", "https://a.example");
        assertTrue(policy("{\"AllowedOrigins\": [\"https://a.example\"]}").allow(request, answer));
        assertEquals("https://a.example", answer.get("Access-Control-Allow-Origin"));
        assertEquals("Origin", answer.get("Vary"));
        assertEquals(EXPOSED, answer.get("Access-Control-Expose-Headers"));
    }

    @Test
    void whereOriginsDifferAnAnswerVariesByThemEvenWithoutOne() throws IOException {
        assertFalse(policy("{\"AllowedOrigins\": [\"https://a.example\"]}").allow(request, answer));
        assertEquals("Origin", answer.get("Vary"));
        assertFalse(answer.contains("Access-Control-Allow-Origin"));
    }

    @Test
    void anotherOriginIsToldNothing() throws IOException {
        request.set("Origin", "https://b.example");
        CorsPolicy policy = policy("{\"AllowedOrigins\": [\"https://a.example\"]}");
        policy.preflight(request, answer);
        assertEquals(Set.of("vary"), answer.names());
    }

    @Test
    void whatElseAnAnswerVariesByStays() throws IOException {
        answer.set("Vary", "Accept-Encoding");
        policy("{\"AllowedOrigins\": [\"https://a.example\"]}").allow(request, answer);
        assertEquals("[Accept-Encoding, Origin]", answer.getAll("Vary").toString());
    }

    @ParameterizedTest
    @CsvSource({
        "https://*.example.org, https://a.example.org, true",
        "https://*.example.org, https://a.b.example.org, true",
        "https://*.example.org, https://example.org, false",
        "https://*.example.org, http://a.example.org, false",
        "https://*.example.org, https://a.example.org:8443, false",
        "https://*.example.org, https://evil.org?.example.org, false",
        "https://*.example.org, https://evil.org/.example.org, false",
        "https://*.example.org, https://user@.example.org, false",
        "https://*.example.org, https://aexample.org, false",
        "https://*.example.org, https://a.example.org.evil.org, false",
        "http://localhost:*, http://localhost:8080, true",
        "http://localhost:*, http://localhost, false",
        "http://localhost:*, http://localhost:80.evil.org, false",
        "https://Example.org, https://example.org, true",
        "https://example.org, https://example.org.evil.org, false",
        "https://[::1]:8443, https://[::1]:8443, true",
        "capacitor://localhost, capacitor://localhost, true",
        "null, null, true",
        "https://example.org, null, false"
    })
    void aStarStandsForTheBeginningOfAHostOrForAPort(String allowed, String origin, boolean matches)
            throws IOException {
        request.set("Origin", origin);
        assertEquals(
                matches, policy("{\"AllowedOrigins\": [\"" + allowed + "\"]}").allow(request, answer));
    }

    @Test
    void credentialsGoWithAnOriginThatIsNamed() throws IOException {
        request.set("Origin", "https://a.example");
        policy("{\"AllowedOrigins\": [\"https://a.example\"], \"AllowCredentials\": true}")
                .allow(request, answer);
        assertEquals("true", answer.get("Access-Control-Allow-Credentials"));
        assertEquals("https://a.example", answer.get("Access-Control-Allow-Origin"));
    }

    @Test
    void withCredentialsAPreflightTellsTheHeadersBackBecauseAStarMeansNothingThere() throws IOException {
        request.set("Origin", "https://a.example").set("Access-Control-Request-Headers", "x-token, cmcd-session");
        policy("{\"AllowedOrigins\": [\"https://a.example\"], \"AllowCredentials\": true}")
                .preflight(request, answer);
        assertEquals("x-token, cmcd-session", answer.get("Access-Control-Allow-Headers"));
    }

    @Test
    void exposedHeadersAndMaxAgeAreSettings() throws IOException {
        CorsPolicy policy = policy("{\"ExposedHeaders\": [\"X-A\", \"X-B\"], \"MaxAge\": 60}");
        policy.allow(request, answer);
        policy.preflight(request, answer);
        assertEquals("X-A, X-B", answer.get("Access-Control-Expose-Headers"));
        assertEquals("60", answer.get("Access-Control-Max-Age"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            quoteCharacter = '~',
            value = {
                "{ > it is no JSON object",
                "[] > it is no JSON object",
                "null > it is no JSON object",
                "~~ > it is no JSON object",
                "{\"AllowedOrigins\": \"*\"} > AllowedOrigins must be a list of strings",
                "{\"AllowedMethods\": [1]} > AllowedMethods must be a list of strings",
                "{\"AllowedHeaders\": [\"a b\"]} > AllowedHeaders has \"a b\", which is no name",
                "{\"AllowedHeaders\": [\"a\\r\\nb\"]} > AllowedHeaders has \"a??b\", which is no name",
                "{\"AllowedOrigins\": [\"example.org\"]} > AllowedOrigins has \"example.org\"; an origin is like",
                "{\"AllowedOrigins\": [\"https://a*.org\"]} > AllowedOrigins has \"https://a*.org\"; an origin is like",
                "{\"AllowedOrigins\": [\"https://a.org/\"]} > AllowedOrigins has \"https://a.org/\"; an origin is like",
                "{\"AllowedOrigin\": [\"*\"]} > it has the key AllowedOrigin; the keys are AllowedOrigins",
                "{\"MaxAge\": \"1\"} > MaxAge must be a whole number of seconds",
                "{\"MaxAge\": -1} > MaxAge must be a whole number of seconds",
                "{\"AllowCredentials\": 1} > AllowCredentials must be true or false",
                "{\"AllowCredentials\": true} > AllowCredentials does not go with the origin *"
            })
    void aBrokenFileIsRefusedWithOneLineThatNamesItAndTheFault(String json, String fault) throws IOException {
        InvalidCorsFileException refused = assertThrows(InvalidCorsFileException.class, () -> policy(json));
        String message = refused.getMessage();
        String start = "the CORS file " + directory.resolve("cors.json") + " can't be used: " + fault;
        assertTrue(message.startsWith(start), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void aFileThatIsNotThereIsRefused() {
        InvalidCorsFileException refused =
                assertThrows(InvalidCorsFileException.class, () -> CorsPolicy.read(directory.resolve("none.json")));
        assertTrue(refused.getMessage().endsWith("none.json can't be used: it does not exist"));
    }

    private CorsPolicy policy(String json) throws IOException {
        return CorsPolicy.read(Files.writeString(directory.resolve("cors.json"), json));
    }
}
