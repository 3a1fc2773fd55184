package io.millrace.cli.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.TlsServerCredentials;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Ran;
import io.millrace.cli.ScriptedControl;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A control plane that speaks TLS, and wants a certificate of its callers. */
class TlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path directory;

    private static ScriptedControl server;

    @BeforeAll
    static void start() throws Exception {
        certificate("server");
        certificate("client");
        certificate("stranger");
        server = new ScriptedControl(TlsServerCredentials.newBuilder()
                .keyManager(
                        directory.resolve("server.pem").toFile(),
                        directory.resolve("server.key").toFile())
                .trustManager(directory.resolve("client.pem").toFile())
                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                .build());
        Sample.script(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whoShowsTheRightCertificateIsServed() {
        Ran ran = list("client", "server");
        assertEquals(ExitCode.OK, ran.code(), ran::errors);
    }

    @Test
    void aServerOfAnotherAuthorityIsNotBelieved() {
        Ran ran = list("client", "stranger");
        assertEquals(ExitCode.UNREACHABLE, ran.code());
        assertEquals(1, ran.errors().lines().count(), ran::errors);
    }

    @Test
    void whoShowsAnotherCertificateIsNotServed() {
        Ran ran = list("stranger", "server");
        assertEquals(ExitCode.UNREACHABLE, ran.code());
        assertEquals(1, ran.errors().lines().count(), ran::errors);
    }

    @Test
    void aFileThatIsNoCertificateIsOneLine() throws Exception {
        Files.writeString(directory.resolve("bad.pem"), "no certificate");
        Ran ran = list("client", "bad");
        assertEquals(ExitCode.FAILED, ran.code());
        assertTrue(ran.errors().startsWith("millrace: certificates can't be "), ran::errors);
        assertEquals(1, ran.errors().lines().count(), ran::errors);
    }

    private static Ran list(String own, String trusted) {
        return Ran.command(
                "channels",
                "list",
                "--control",
                "https://127.0.0.1:" + server.port(),
                "--cert",
                directory.resolve(own + ".pem").toString(),
                "--key",
                directory.resolve(own + ".key").toString(),
                "--ca",
                directory.resolve(trusted + ".pem").toString());
    }

    private static void certificate(String name) throws Exception {
        Path store = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertTrue(keytool.waitFor(60, TimeUnit.SECONDS));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        pem(name + ".pem", "CERTIFICATE", keys.getCertificate(name).getEncoded());
        pem(name + ".key", "PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded());
    }

    private static void pem(String file, String kind, byte[] der) throws Exception {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                directory.resolve(file), "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }
}
