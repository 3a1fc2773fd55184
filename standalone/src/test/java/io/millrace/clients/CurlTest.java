package io.millrace.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.clients.Tool.Said;
import io.millrace.conformance.Services;
import io.millrace.standalone.Millrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** curl, as people use it. */
final class CurlTest {

    /** Only who has a certificate of the authority, and is known by it, may publish. */
    private static final Map<String, String> MUTUAL_TLS = Map.of(
            "millrace.ingest.tls.client-ca", "{files}/ca.pem",
            "millrace.ingest.tls.client-auth", "optional",
            "millrace.ingest.rules", "{files}/certificates.json");

    private static final Map<String, String> CERTIFICATE_REQUIRED = Map.of(
            "millrace.ingest.tls.client-ca", "{files}/ca.pem",
            "millrace.ingest.tls.client-auth", "required");

    private static final int CURL_HANDSHAKE_FAILED = 35;
    private static final String STATUS = "%{http_version} %{http_code}";

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private static final AtomicInteger DIRECTORIES = new AtomicInteger();

    private static Services services;

    private final String directory = "/curl/" + DIRECTORIES.incrementAndGet() + "/";

    @TempDir
    private Path files;

    @BeforeAll
    static void start() throws IOException {
        services = Services.over(MILLRACE.backing());
    }

    @AfterAll
    static void stop() throws Exception {
        services.close();
    }

    @Test
    void aStreamFromStandardInputIsUploadedInChunks() throws Exception {
        byte[] body = random(500_000);

        Said put = Tool.run(body, curl("-T", "-", "-v", "-o", none(), "-w", STATUS, ingest("a.ts")));

        assertEquals("1.1 201", put.text(), put::toString);
        assertTrue(put.errors().contains("Transfer-Encoding: chunked"), put::toString);
        assertArrayEquals(body, get("a.ts"));
    }

    @Test
    void aFileIsUploadedAfterTheIngestHasSaidToGoOn() throws Exception {
        byte[] body = random(3_000_000);

        Said put = run(
                "-v",
                "--upload-file",
                file(body),
                "-H",
                "Expect: 100-continue",
                "--expect100-timeout",
                "50",
                "-o",
                none(),
                "-w",
                STATUS,
                ingest("a.mp4"));

        assertEquals("1.1 201", put.text(), put::toString);
        assertTrue(put.errors().contains("< HTTP/1.1 100 Continue"), put::toString);
        assertArrayEquals(body, get("a.mp4"));
    }

    @Test
    void anUploadByPostIsOneByPut() throws Exception {
        Said post = run("--data-binary", "text", "-o", none(), "-w", STATUS, ingest("a.ts"));

        assertEquals("1.1 201", post.text(), post::toString);
        assertEquals("text", new String(get("a.ts"), UTF_8));
    }

    @Test
    void httpTwoWithPriorKnowledge() throws Exception {
        byte[] body = random(3_000_000);

        Said put = run("--http2-prior-knowledge", "-T", file(body), "-o", none(), "-w", STATUS, ingest("a.mp4"));
        Path got = files.resolve("got");
        Said get = run("--http2-prior-knowledge", "-o", got.toString(), "-w", STATUS, edge("a.mp4"));

        assertEquals("2 201", put.text(), put::toString);
        assertEquals("2 200", get.text(), get::toString);
        assertArrayEquals(body, Files.readAllBytes(got));
    }

    @Test
    void httpTwoOverTls() throws Exception {
        overTls("--http2", "2");
    }

    @Test
    void httpOneOverTls() throws Exception {
        overTls("--http1.1", "1.1");
    }

    @Test
    void oneRange() throws Exception {
        put("a.ts", "0123456789");

        Said range = run("-r", "2-4", "-D", "-", edge("a.ts"));

        assertTrue(range.text().startsWith("HTTP/1.1 206 "), range::toString);
        assertTrue(range.text().endsWith("\r\n\r\n234"), range::toString);
    }

    @Test
    void aSuffix() throws Exception {
        put("a.ts", "0123456789");

        assertEquals("789", run("-r", "-3", edge("a.ts")).text());
    }

    @Test
    void severalRanges() throws Exception {
        put("a.ts", "0123456789");

        Said ranges = run("-r", "0-1,4-5", "-D", "-", edge("a.ts"));

        assertTrue(ranges.text().contains("multipart/byteranges"), ranges::toString);
        assertTrue(ranges.text().contains("bytes 0-1/10"), ranges::toString);
        assertTrue(ranges.text().contains("bytes 4-5/10"), ranges::toString);
    }

    @Test
    void aDownloadThatBrokeOffIsResumed() throws Exception {
        byte[] body = random(400_000);
        assertEquals(
                "1.1 201",
                run("-T", file(body), "-o", none(), "-w", STATUS, ingest("a.mp4"))
                        .text());
        Path partial = files.resolve("partial");
        Files.write(partial, Arrays.copyOf(body, 150_000));

        Said resumed = run("-C", "-", "-o", partial.toString(), "-w", STATUS, edge("a.mp4"));

        assertEquals("1.1 206", resumed.text(), resumed::toString);
        assertArrayEquals(body, Files.readAllBytes(partial));
    }

    @Test
    void aPlaylistComesCompressed() throws Exception {
        String playlist = "#EXTM3U\n" + "#EXTINF:2.000,\nsegment.m4s\n".repeat(500);
        put("a.m3u8", playlist);
        Path got = files.resolve("got");

        Said compressed = run(
                "--compressed",
                "-o",
                got.toString(),
                "-w",
                "%{size_download} %header{content-encoding}",
                edge("a.m3u8"));

        String[] said = compressed.text().split(" ", -1);
        assertTrue(Long.parseLong(said[0]) < playlist.length() / 5, compressed::toString);
        assertTrue(List.of("gzip", "zstd", "br").contains(said[1]), compressed::toString);
        assertEquals(playlist, Files.readString(got));
    }

    @Test
    void whatTheClientHasIsNotSentAgain() throws Exception {
        put("a.ts", "text");
        Path tag = files.resolve("tag");
        run("--etag-save", tag.toString(), "-o", none(), edge("a.ts"));

        Said again = run("--etag-compare", tag.toString(), "-o", none(), "-w", STATUS, edge("a.ts"));

        assertEquals("1.1 304", again.text(), again::toString);
    }

    @Test
    void aPublisherIsKnownByItsCertificate() throws Exception {
        Said put = secure(MUTUAL_TLS, "client", "-T", file("text".getBytes(UTF_8)));

        assertEquals("2 201", put.text(), put::toString);
    }

    @Test
    void whoHasNoCertificateIsAskedForCredentials() throws Exception {
        Said put = secure(MUTUAL_TLS, "", "-T", file("text".getBytes(UTF_8)));

        assertEquals("2 401", put.text(), put::toString);
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
        Said put = secure(MUTUAL_TLS, "stranger", "-T", file("text".getBytes(UTF_8)));

        assertNotEquals(0, put.code(), put::toString);
    }

    @Test
    void whereCertificatesAreRequiredNobodyComesInWithoutOne() throws Exception {
        Said without = secure(CERTIFICATE_REQUIRED, "", "-T", file("text".getBytes(UTF_8)));
        Said with = secure(CERTIFICATE_REQUIRED, "client", "-T", file("text".getBytes(UTF_8)));

        assertNotEquals(0, without.code(), without::toString);
        assertEquals("2 201", with.text(), with::toString);
    }

    @Test
    void tlsBeforeOnePointTwoIsRefused() throws Exception {
        put("a.ts", "text");

        Said old = tls("--tlsv1.1", "--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0", edgeTls("a.ts"));
        Said least = tls("--tlsv1.2", "--tls-max", "1.2", edgeTls("a.ts"));
        Said newest = tls("--tlsv1.3", edgeTls("a.ts"));

        assertEquals(CURL_HANDSHAKE_FAILED, old.code(), old::toString);
        assertEquals("text", least.text(), least::toString);
        assertEquals("text", newest.text(), newest::toString);
    }

    private void overTls(String version, String told) throws Exception {
        byte[] body = random(3_000_000);
        Path got = files.resolve("got");

        Said put = tls(version, "-T", file(body), "-o", none(), "-w", STATUS, ingestTls("a.mp4"));
        Said get = tls(version, "-o", got.toString(), "-w", STATUS, edgeTls("a.mp4"));

        assertEquals(told + " 201", put.text(), put::toString);
        assertEquals(told + " 200", get.text(), get::toString);
        assertArrayEquals(body, Files.readAllBytes(got));
    }

    private Said secure(Map<String, String> settings, String certificate, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (!certificate.isEmpty()) {
            all.addAll(List.of("--cert", pem(certificate + ".pem"), "--key", pem(certificate + ".key")));
        }
        all.addAll(List.of("-o", none(), "-w", STATUS));
        all.add("https://localhost:" + services.with(settings).ingestTls() + directory + "a.ts");
        return tls(all.toArray(String[]::new));
    }

    private static Said tls(String... arguments) throws Exception {
        List<String> command = curl("--cacert", pem("ca.pem"));
        command.addAll(List.of(arguments));
        return Tool.run(new byte[0], command);
    }

    private static Said run(String... arguments) throws Exception {
        return Tool.run(new byte[0], curl(arguments));
    }

    private void put(String name, String text) throws Exception {
        Said put = run("-T", file(text.getBytes(UTF_8)), "-o", none(), "-w", STATUS, ingest(name));
        assertEquals("1.1 201", put.text(), put::toString);
    }

    private byte[] get(String name) throws Exception {
        return run("--fail", edge(name)).output();
    }

    private static List<String> curl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "50"));
        command.addAll(List.of(arguments));
        return command;
    }

    private String file(byte[] body) throws IOException {
        Path file = files.resolve("body");
        Files.write(file, body);
        return file.toString();
    }

    private String none() {
        return files.resolve("nothing").toString();
    }

    private static String pem(String name) {
        return services.files().resolve(name).toString();
    }

    private String ingest(String name) {
        return "http://127.0.0.1:" + services.with(Map.of()).ingest() + directory + name;
    }

    private String edge(String name) {
        return "http://127.0.0.1:" + services.with(Map.of()).edge() + directory + name;
    }

    private String ingestTls(String name) {
        return "https://localhost:" + services.with(Map.of()).ingestTls() + directory + name;
    }

    private String edgeTls(String name) {
        return "https://localhost:" + services.with(Map.of()).edgeTls() + directory + name;
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        new Random(bytes).nextBytes(random);
        return random;
    }
}
