package io.millrace.ingest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Duration;
import io.millrace.chunklog.InvalidSettingException;
import io.millrace.proto.control.v1.CertificatePublishing;
import io.millrace.proto.control.v1.JwtPublishing;
import io.millrace.proto.control.v1.KeyPublishing;
import io.millrace.proto.control.v1.PublishPolicy;
import io.millrace.proto.control.v1.WebhookPublishing;
import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.Millrace;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens, certificates and webhooks at a real ingest, and who guesses. */
final class PublishProofsTest {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private final Requests http = new Requests(HttpClient.Version.HTTP_1_1);

    @Test
    void aTokenPublishesWhereItSaysUntilItExpires() throws Exception {
        PublicJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        String keys = new JsonWebKeySet(List.of(key)).toJson(OutputControlLevel.PUBLIC_ONLY);
        try (TestWebService issuer = new TestWebService(200, keys);
                ControlledIngest services = new ControlledIngest(MILLRACE, Map.of())) {
            services.control.channel(
                    "jwt",
                    PublishPolicy.newBuilder().setJwt(JwtPublishing.newBuilder().setJwksUri(issuer.uri())));
            services.knows();
            String brief = "Bearer " + token(key, 2);
            URI at = services.ingest.at("/live/jwt/a/1.ts");
            assertEquals(201, http.put(at, "x", "Authorization", brief).statusCode());
            assertEquals(
                    403,
                    http.put(services.ingest.at("/live/jwt/b/1.ts"), "x", "Authorization", brief)
                            .statusCode());
            assertEquals(401, http.put(at, "x").statusCode());
            try (ChunkedPut put = ChunkedPut.open(services.ingest.at("/live/jwt/a/2.ts"), "Authorization: " + brief)) {
                put.chunk("some");
                assertEquals(403, put.answer());
            }
            assertEquals(403, http.put(at, "x", "Authorization", brief).statusCode());
        }
    }

    @Test
    void aWebhookAllowsRefusesAndIsAskedAgainDuringAnUpload() throws Exception {
        try (TestWebService webhook = new TestWebService(204, "");
                ControlledIngest services = new ControlledIngest(MILLRACE, Map.of())) {
            services.control.channel("hook", hook(webhook, 1));
            services.knows();
            URI at = services.ingest.at("/live/hook/a.ts");
            assertEquals(201, http.put(at, "x").statusCode());
            try (ChunkedPut put = ChunkedPut.open(services.ingest.at("/live/hook/b.ts"))) {
                put.chunk("some");
                await().until(() -> services.ingest.openUploads() == 1);
                webhook.answers(403);
                assertEquals(403, put.answer());
            }
            assertEquals(
                    403, http.put(at, "x", "Authorization", "Bearer secret").statusCode());
            webhook.answers(401);
            HttpResponse<String> asked = http.put(at, "x");
            assertEquals(401, asked.statusCode());
            assertTrue(asked.headers().firstValue("WWW-Authenticate").isPresent());
        }
    }

    @ParameterizedTest
    @CsvSource({"500, 503", "404, 503", "429, 429"})
    void whatAWebhookDoesNotDecideIsTriedAgainByTheEncoder(int answer, int status) throws Exception {
        try (TestWebService webhook = new TestWebService(answer, "");
                ControlledIngest services = new ControlledIngest(MILLRACE, Map.of())) {
            services.control.channel("unsure", hook(webhook, 10));
            services.knows();
            HttpResponse<String> refused = http.put(services.ingest.at("/live/unsure/a.ts"), "x");
            assertEquals(status, refused.statusCode());
            assertEquals("1", refused.headers().firstValue("Retry-After").orElse(""));
        }
    }

    @Test
    void anUploadOutlivesAWebhookThatIsAwayForAMoment() throws Exception {
        try (TestWebService webhook = new TestWebService(204, "");
                ControlledIngest services = new ControlledIngest(MILLRACE, Map.of())) {
            services.control.channel("away", hook(webhook, 1));
            services.knows();
            try (ChunkedPut put = ChunkedPut.open(services.ingest.at("/live/away/a.ts"))) {
                put.chunk("some");
                await().until(() -> services.ingest.openUploads() == 1);
                webhook.answers(500);
                await().until(() -> failedQuestions(services.ingest) > 0);
                webhook.answers(204);
                assertEquals(201, put.chunk("more").end());
            }
        }
    }

    @Test
    void aKeyIsEnoughWhereAWebhookIsAway() throws Exception {
        try (TestWebService webhook = new TestWebService(500, "");
                ControlledIngest services = new ControlledIngest(MILLRACE, Map.of())) {
            services.control.channel("both", hook(webhook, 10).setKeys(KeyPublishing.getDefaultInstance()));
            String key = services.control.key("both", "valid");
            services.knows();
            assertEquals(
                    201,
                    http.put(services.ingest.at("/" + key + "/live/both/a.ts"), "x")
                            .statusCode());
            // A wrong key may be what the webhook would allow.
            assertEquals(
                    503,
                    http.put(services.ingest.at("/live/both/a.ts?key=wrong"), "x")
                            .statusCode());
        }
    }

    @Test
    void aCertificateThatTheChannelKnowsPublishes(@TempDir Path directory) throws Exception {
        TestAuthority authority = TestAuthority.in(directory);
        Map<String, String> settings = new HashMap<>(authority.server());
        settings.put("tls.client-auth", "optional");
        SSLContext subject = authority.client("CN=cam1,O=Example", authority);
        SSLContext dns = authority.client("CN=cam2", "san=dns:cam2.studio.example", authority);
        SSLContext uri = authority.client("CN=cam3", "san=uri:spiffe://example/cam3", authority);
        SSLContext other = authority.client("CN=cam4", "san=dns:cam4.other.example", authority);
        try (ControlledIngest services = new ControlledIngest(MILLRACE, settings)) {
            services.control.channel(
                    "tls",
                    PublishPolicy.newBuilder()
                            .setCertificates(CertificatePublishing.newBuilder()
                                    .addSubjects("CN=cam1,O=Example")
                                    .addAlternativeNames("*.studio.example")
                                    .addAlternativeNames("spiffe://example/cam3")));
            services.knows();
            int port = services.ingest.tlsPort();
            assertEquals(201, put(port, subject, "/live/tls/1.ts"));
            assertEquals(201, put(port, dns, "/live/tls/2.ts"));
            assertEquals(201, put(port, uri, "/live/tls/3.ts"));
            assertEquals(403, put(port, other, "/live/tls/4.ts"));
            assertEquals(403, put(port, authority.anonymous(), "/live/tls/5.ts"));
        }
    }

    @Test
    void whoGuessesIsSentAwayAndWhoWasRightIsNot() throws Exception {
        try (ControlledIngest services = new ControlledIngest(MILLRACE, Map.of("failures-per-minute", "3"))) {
            services.control.channel("guess", channel -> channel);
            String key = services.control.key("guess", "valid");
            String late = services.control.key("guess", "late");
            services.knows();
            int port = services.ingest.port();
            String target = "/live/guess/a.ts";
            assertEquals(201, RawPut.status(port, target, "Authorization: Bearer " + key));
            for (int i = 0; i < 3; i++) {
                assertEquals(403, RawPut.status(port, target, "Authorization: Bearer guess" + i));
            }
            String sentAway = RawPut.answer(port, target, "Authorization: Bearer guess");
            assertTrue(sentAway.startsWith("HTTP/1.1 429 "), sentAway);
            assertTrue(sentAway.toLowerCase(java.util.Locale.ROOT).contains("\r\nretry-after: "), sentAway);
            // Whether it would be right is not looked at.
            assertEquals(429, RawPut.status(port, target, "Authorization: Bearer " + late));
            assertEquals(204, RawPut.status(port, target, "Authorization: Bearer " + key));
            assertEquals(401, RawPut.status(port, target));
            assertEquals(429, RawPut.status(port, target, "X-Forwarded-For: 192.0.2.1", "Authorization: Bearer guess"));
            assertEquals(
                    3,
                    services.ingest
                            .metrics()
                            .get("millrace.ingest.publishers.refused")
                            .tag("reason", "too-many")
                            .functionCounter()
                            .count());
        }
    }

    @Test
    void behindATrustedProxyEachClientIsItsOwn() throws Exception {
        try (ControlledIngest services =
                new ControlledIngest(MILLRACE, Map.of("failures-per-minute", "1", "trusted-proxies", "127.0.0.1"))) {
            services.control.channel("proxied", channel -> channel);
            services.knows();
            int port = services.ingest.port();
            String wrong = "Authorization: Bearer wrong";
            String target = "/live/proxied/a.ts";
            assertEquals(403, RawPut.status(port, target, "X-Forwarded-For: 192.0.2.1", wrong));
            assertEquals(429, RawPut.status(port, target, "X-Forwarded-For: 192.0.2.1", wrong));
            assertEquals(403, RawPut.status(port, target, "X-Forwarded-For: 192.0.2.2", wrong));
            // What stands before the address that the proxy has added anybody may have written.
            assertEquals(429, RawPut.status(port, target, "X-Forwarded-For: 192.0.2.3, 192.0.2.1", wrong));
        }
    }

    @Test
    void beforeTheControlPlaneHasSaidAnythingNobodyPublishes() throws Exception {
        TestControlPlane control = new TestControlPlane();
        try (OwnIngest ingest = new OwnIngest(MILLRACE, Map.of("open", "true"), Optional.of(control.silent()))) {
            HttpResponse<String> answer = http.put(ingest.at("/live/a.ts"), "x");
            assertEquals(503, answer.statusCode());
            assertEquals("1", answer.headers().firstValue("Retry-After").orElse(""));
            assertEquals(204, http.send("OPTIONS", ingest.at("/live/a.ts")).statusCode());
        } finally {
            control.close();
        }
    }

    @Test
    void rulesThatWouldNeverHoldStopTheStart(@TempDir Path directory) throws Exception {
        Path rules = Files.writeString(directory.resolve("rules.json"), """
                {"default": {"read": ["*"], "write": []}}
                """);
        try (TestControlPlane control = new TestControlPlane()) {
            Map<String, String> settings = Map.of("rules", rules.toString());
            InvalidSettingException refused = assertThrows(
                    InvalidSettingException.class,
                    () -> new OwnIngest(MILLRACE, settings, Optional.of(control.client())).close());
            assertTrue(refused.getMessage().startsWith("MILLRACE_INGEST_RULES is set"), refused.getMessage());
        }
        try (ControlledIngest open =
                new ControlledIngest(MILLRACE, Map.of("open", "true", "rules", rules.toString()))) {
            open.knows();
            assertEquals(403, http.put(open.ingest.at("/free/a.ts"), "x").statusCode());
        }
    }

    private static PublishPolicy.Builder hook(TestWebService webhook, int holdSeconds) {
        return PublishPolicy.newBuilder()
                .setWebhook(WebhookPublishing.newBuilder()
                        .setUri(webhook.uri())
                        .setHold(Duration.newBuilder().setSeconds(holdSeconds)));
    }

    private static double failedQuestions(OwnIngest ingest) {
        return ingest.metrics()
                .get("millrace.ingest.publishers.webhooks.failed")
                .functionCounter()
                .count();
    }

    private static String token(PublicJsonWebKey key, int seconds) throws JoseException {
        JwtClaims claims = new JwtClaims();
        claims.setExpirationTime(
                NumericDate.fromSeconds(Instant.now().plusSeconds(seconds).getEpochSecond()));
        claims.setStringClaim("path", "/live/jwt/a/");
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue("ES256");
        signature.setKey(key.getPrivateKey());
        return signature.getCompactSerialization();
    }

    private static int put(int port, SSLContext tls, String path) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                                    .timeout(java.time.Duration.ofSeconds(60))
                                    .PUT(HttpRequest.BodyPublishers.ofString("x"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
