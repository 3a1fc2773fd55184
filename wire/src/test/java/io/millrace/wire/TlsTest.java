package io.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.pem.Der;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {

    private static final String GET = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
    private static TestCertificates rsa;
    private static TestCertificates ec;
    private static TestCertificates publisher;

    @TempDir
    private Path directory;

    private Path certificate;
    private Path key;
    private TestServer server;

    @BeforeAll
    static void make() {
        rsa = TestCertificates.of("rsa", "RSA");
        ec = TestCertificates.of("ec", "EC");
        publisher = TestCertificates.of("publisher", "EC");
    }

    @BeforeEach
    void files() throws IOException {
        certificate = directory.resolve("tls.crt");
        key = directory.resolve("tls.key");
        write(rsa);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aRequestIsAnsweredOverTls(String version) throws IOException {
        start();
        try (SSLSocket socket = connect(null)) {
            socket.setEnabledProtocols(new String[] {version});
            assertTrue(ask(socket).endsWith("secure="));
        }
    }

    @ParameterizedTest
    @CsvSource({"h2, http/1.1, h2", "http/1.1, h2, h2", "http/1.1, other, http/1.1"})
    void theProtocolIsAgreedOnInTheHandshake(String first, String second, String agreed) throws IOException {
        start();
        try (SSLSocket socket = connect(null)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {first, second});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            assertEquals(agreed, socket.getApplicationProtocol());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRIVATE KEY", "RSA PRIVATE KEY"})
    void aKeyOfRsaMayBeInEitherForm(String kind) throws IOException {
        Files.writeString(key, kind.startsWith("RSA") ? rsa.bareKeyPem(kind) : rsa.keyPem());
        start();
        assertEquals(rsa.certificate(), shown());
    }

    @Test
    void aKeyMayBeOfAnEllipticCurve() throws IOException {
        write(ec);
        start();
        assertEquals(ec.certificate(), shown());
    }

    @Test
    void aKeyOfAnEllipticCurveMayBeInTheOlderForm() throws IOException {
        write(ec);
        // The JDK leaves the curve out where the envelope names it: it is put back as openssl has it.
        byte[] secp384r1 = {0x06, 0x05, 0x2B, (byte) 0x81, 0x04, 0x00, 0x22};
        byte[] bare = Der.field(ec.key().getEncoded(), 0x04).orElseThrow();
        byte[] secret = Der.field(bare, 0x04).orElseThrow();
        byte[] sec1 = Der.of(0x30, new byte[] {0x02, 0x01, 0x01}, Der.of(0x04, secret), Der.of(0xA0, secp384r1));
        Files.writeString(key, TestCertificates.pem("EC PRIVATE KEY", sec1));
        start();
        assertEquals(ec.certificate(), shown());
    }

    // What is wrong at the start

    @Test
    void aKeyOfAnotherPairStopsTheStart() throws IOException {
        Files.writeString(key, ec.keyPem());
        assertEquals(
                "MILLRACE_TEST_TLS_KEY is " + key + ": it is not the key of the certificate in " + certificate,
                failure());
    }

    @Test
    void aMissingFileStopsTheStart() throws IOException {
        Files.delete(certificate);
        assertEquals("MILLRACE_TEST_TLS_CERTIFICATE is " + certificate + ": it can't be read", failure());
    }

    @Test
    void aFileWithoutACertificateStopsTheStart() throws IOException {
        Files.writeString(certificate, "nothing");
        assertEquals("MILLRACE_TEST_TLS_CERTIFICATE is " + certificate + ": it has no certificate in PEM", failure());
    }

    @Test
    void anEncryptedKeyStopsTheStartAndTheWayOutIsTold() throws IOException {
        Files.writeString(key, TestCertificates.pem("ENCRYPTED PRIVATE KEY", new byte[10]));
        assertEquals(
                "MILLRACE_TEST_TLS_KEY is " + key
                        + ": its key is encrypted; decrypt it with: openssl pkcs8 -topk8 -nocrypt -in KEY -out NEW_KEY",
                failure());
    }

    // Files that change

    @Test
    void newConnectionsGetTheNewCertificateAndOldOnesGoOn() throws IOException {
        start();
        try (SSLSocket old = connect(null)) {
            ask(old);
            write(ec);
            TestServer.await(() -> shown().equals(ec.certificate()));
            assertTrue(ask(old).startsWith("HTTP/1.1 200 OK\r\n"));
        }
    }

    @Test
    void aSwappedLinkIsSeen() throws IOException {
        Path first = Files.createDirectory(directory.resolve("1"));
        Path second = Files.createDirectory(directory.resolve("2"));
        certificate = directory.resolve("data/tls.crt");
        key = directory.resolve("data/tls.key");
        write(first, rsa);
        write(second, ec);
        Files.createSymbolicLink(directory.resolve("data"), first);
        start();
        assertEquals(rsa.certificate(), shown());
        Path link = Files.createSymbolicLink(directory.resolve("new"), second);
        Files.move(link, directory.resolve("data"), StandardCopyOption.ATOMIC_MOVE);
        TestServer.await(() -> shown().equals(ec.certificate()));
    }

    @Test
    void aBrokenPairLeavesTheOldOneUntilItIsMended() throws IOException {
        start();
        Files.writeString(key, "broken");
        Files.writeString(certificate, ec.certificatePem());
        assertEquals(rsa.certificate(), shown());
        write(ec);
        TestServer.await(() -> shown().equals(ec.certificate()));
    }

    // Certificates of clients

    @ParameterizedTest
    @ValueSource(strings = {"optional", "required"})
    void theSubjectOfAClientsCertificateIsTold(String auth) throws IOException {
        startWithClients(auth);
        try (SSLSocket socket = connect(publisher)) {
            assertTrue(ask(socket).endsWith("secure=CN=publisher"));
        }
    }

    @Test
    void aClientMayComeWithoutACertificateWhereItIsOptional() throws IOException {
        startWithClients("optional");
        try (SSLSocket socket = connect(null)) {
            assertTrue(ask(socket).endsWith("secure="));
        }
    }

    @Test
    void aClientWithoutACertificateIsRefusedWhereItIsRequired() throws IOException {
        startWithClients("required");
        try (SSLSocket socket = connect(null)) {
            assertThrows(IOException.class, () -> ask(socket));
        }
        TestServer.await(() -> server.refused(Limit.TLS_HANDSHAKE) == 1);
    }

    @Test
    void aCertificateOfSomebodyElseIsRefused() throws IOException {
        startWithClients("required");
        try (SSLSocket socket = connect(rsa)) {
            assertThrows(IOException.class, () -> ask(socket));
        }
    }

    // Limits behind a handshake

    @Test
    void aConnectionBeyondTheLimitIsAnsweredBehindTheHandshake() throws IOException {
        start("max-connections", "1");
        try (SSLSocket first = connect(null)) {
            ask(first);
            assertTrue(ask(connect(null)).startsWith("HTTP/1.1 503 Service Unavailable\r\n"));
        }
    }

    @Test
    void aHandshakeThatIsTooSlowIsHungUpOn() {
        start("header-timeout", "PT0.2S");
        try (RawClient client = new RawClient(server.listener.tlsPort())) {
            client.send("\u0016\u0003\u0001");
            assertEquals(-1, client.receiveByte());
        }
        assertEquals(1, server.refused(Limit.HEADER_TIMEOUT));
    }

    private void start(String... settings) {
        List<String> all = new ArrayList<>(
                List.of("tls.port", "0", "tls.certificate", certificate.toString(), "tls.key", key.toString()));
        all.addAll(List.of(settings));
        server = new TestServer(TlsTest::tell, all.toArray(new String[0]));
    }

    private void startWithClients(String auth) throws IOException {
        Path authority = Files.writeString(directory.resolve("ca.crt"), publisher.certificatePem());
        start("tls.client-ca", authority.toString(), "tls.client-auth", auth);
    }

    private String failure() {
        return assertThrows(InvalidListenerException.class, this::start).getMessage();
    }

    private static void tell(Exchange exchange) {
        String text = (exchange.secure() ? "secure=" : "plain=")
                + exchange.clientCertificate().orElse("");
        exchange.respond(
                HttpResponseStatus.OK, new DefaultHttpHeaders(), Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    private SSLSocket connect(TestCertificates own) throws IOException {
        SSLSocket socket = (SSLSocket)
                TestCertificates.client(own).getSocketFactory().createSocket("127.0.0.1", server.listener.tlsPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String ask(SSLSocket socket) throws IOException {
        socket.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        byte[] some = new byte[4096];
        int count = socket.getInputStream().read(some);
        if (count < 0) {
            throw new IOException("the server has closed");
        }
        answer.append(new String(some, 0, count, StandardCharsets.UTF_8));
        return answer.toString();
    }

    private Certificate shown() {
        try (SSLSocket socket = connect(null)) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(TestCertificates pair) throws IOException {
        Files.writeString(certificate, pair.certificatePem());
        Files.writeString(key, pair.keyPem());
    }

    private static void write(Path into, TestCertificates pair) throws IOException {
        Files.writeString(into.resolve("tls.crt"), pair.certificatePem());
        Files.writeString(into.resolve("tls.key"), pair.keyPem());
    }
}
