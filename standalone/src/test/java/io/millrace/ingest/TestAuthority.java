package io.millrace.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Issues certificates to a server on this machine and to its clients, with the JDK's keytool. */
final class TestAuthority {

    private static final String PASSWORD = "changeit";
    private static final String AUTHORITY = "authority";

    private final Path directory;
    private final Path store;

    private TestAuthority(Path directory) {
        this.directory = directory;
        this.store = directory.resolve("store.p12");
    }

    /** One whose files are all in an empty directory. */
    static TestAuthority in(Path directory) throws IOException, InterruptedException {
        TestAuthority authority = new TestAuthority(directory);
        authority.keyPair(AUTHORITY, "CN=Authority", "-ext", "bc=ca:true");
        return authority;
    }

    /** The settings of a service that has a certificate of this authority and knows clients by theirs. */
    Map<String, String> server() throws IOException, InterruptedException, GeneralSecurityException {
        keyPair("server", "CN=localhost", "-signer", AUTHORITY, "-ext", "san=dns:localhost");
        KeyStore issued = load();
        Path certificate = Files.writeString(
                directory.resolve("server.pem"),
                pem("CERTIFICATE", issued.getCertificate("server").getEncoded()));
        Path key = Files.writeString(
                directory.resolve("server.key"),
                pem(
                        "PRIVATE KEY",
                        issued.getKey("server", PASSWORD.toCharArray()).getEncoded()));
        Path authority = Files.writeString(
                directory.resolve("authority.pem"),
                pem("CERTIFICATE", issued.getCertificate(AUTHORITY).getEncoded()));
        return Map.of(
                "tls.port", "0",
                "tls.certificate", certificate.toString(),
                "tls.key", key.toString(),
                "tls.client-ca", authority.toString());
    }

    /**
     * A client that shows a certificate of this authority.
     *
     * @param servers the authority whose servers it believes
     */
    SSLContext client(String subject, TestAuthority servers)
            throws IOException, InterruptedException, GeneralSecurityException {
        return client(subject, "san=email:nobody@example.org", servers);
    }

    /**
     * The same with alternative names.
     *
     * @param names as keytool takes them: {@code san=dns:cam1.example,uri:spiffe://example/cam1}
     */
    SSLContext client(String subject, String names, TestAuthority servers)
            throws IOException, InterruptedException, GeneralSecurityException {
        keyPair(subject, subject, "-signer", AUTHORITY, "-ext", names);
        KeyStore issued = load();
        Key key = issued.getKey(subject, PASSWORD.toCharArray());
        KeyStore own = empty();
        own.setKeyEntry("own", key, PASSWORD.toCharArray(), issued.getCertificateChain(subject));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD.toCharArray());
        return servers.context(keys);
    }

    /** A client that has no certificate. */
    SSLContext anonymous() throws IOException, GeneralSecurityException {
        return context(null);
    }

    private SSLContext context(KeyManagerFactory keys) throws IOException, GeneralSecurityException {
        KeyStore authorities = empty();
        authorities.setCertificateEntry(AUTHORITY, load().getCertificate(AUTHORITY));
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(authorities);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys == null ? null : keys.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private void keyPair(String alias, String subject, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                subject,
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] output = keytool.getInputStream().readAllBytes();
        if (keytool.waitFor() != 0) {
            throw new IllegalStateException(
                    "keytool failed: " + command + "\n" + new String(output, StandardCharsets.UTF_8));
        }
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore loaded = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            loaded.load(in, PASSWORD.toCharArray());
        }
        return loaded;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null, null);
        return empty;
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what + "-----\n";
    }
}
