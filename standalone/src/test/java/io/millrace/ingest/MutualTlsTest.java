package io.millrace.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.standalone.Millrace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Publishers who prove who they are with a certificate, as Shaka Packager does with --client_cert_file. */
final class MutualTlsTest {

    private static final String RULES = """
            {"default": {"read": ["*"], "write": []},
             "users": {"encoder": {"certificates": ["cn=encoder, o=Example"]},
                       "other": {"certificates": ["CN=other,O=Example"]}},
             "directories": {"/encoders/": {"write": ["encoder"]}}}
            """;

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    @TempDir
    static Path directory;

    private static Map<String, String> server;
    private static SSLContext encoder;
    private static SSLContext other;
    private static SSLContext unknown;
    private static SSLContext anonymous;
    /** Says that it is the encoder; the server does not know who has issued that. */
    private static SSLContext forged;

    @BeforeAll
    static void issue() throws Exception {
        TestAuthority authority = TestAuthority.in(Files.createDirectory(directory.resolve("ours")));
        TestAuthority stranger = TestAuthority.in(Files.createDirectory(directory.resolve("theirs")));
        server = authority.server();
        encoder = authority.client("CN=encoder,O=Example", authority);
        other = authority.client("CN=other,O=Example", authority);
        unknown = authority.client("CN=unknown,O=Example", authority);
        anonymous = authority.anonymous();
        forged = stranger.client("CN=encoder,O=Example", authority);
        Files.writeString(directory.resolve("rules.json"), RULES);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void theHolderOfAUsersCertificatePublishes(HttpClient.Version version) throws Exception {
        try (OwnIngest ingest = ingest("required")) {
            assertEquals(201, put(ingest, version, encoder, "/" + version));
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aCertificateOfAnotherUserOrOfNobodyIsNotEnough(HttpClient.Version version) throws Exception {
        try (OwnIngest ingest = ingest("required")) {
            assertEquals(403, put(ingest, version, other, "/no.ts"));
            assertEquals(401, put(ingest, version, unknown, "/no.ts"));
        }
    }

    @Test
    void whoHasNoCertificateIsAskedForAPasswordWhereNoneIsNeeded() throws Exception {
        try (OwnIngest ingest = ingest("optional")) {
            assertEquals(401, put(ingest, HttpClient.Version.HTTP_1_1, anonymous, "/no.ts"));
        }
    }

    @Test
    void whereACertificateIsNeededNobodyConnectsWithoutOrWithAStrangersOne() throws Exception {
        try (OwnIngest ingest = ingest("required")) {
            for (SSLContext client : List.of(anonymous, forged)) {
                assertThrows(IOException.class, () -> put(ingest, HttpClient.Version.HTTP_1_1, client, "/no.ts"));
            }
        }
    }

    private static OwnIngest ingest(String clientAuth) {
        Map<String, String> settings = new HashMap<>(server);
        settings.put("rules", directory.resolve("rules.json").toString());
        settings.put("tls.client-auth", clientAuth);
        return new OwnIngest(MILLRACE, settings);
    }

    private static int put(OwnIngest ingest, HttpClient.Version version, SSLContext tls, String name)
            throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().version(version).sslContext(tls).build()) {
            URI uri = URI.create("https://localhost:" + ingest.tlsPort() + "/encoders" + name);
            return client.send(
                            HttpRequest.newBuilder(uri)
                                    .timeout(Duration.ofSeconds(60))
                                    .PUT(BodyPublishers.ofString("x"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
