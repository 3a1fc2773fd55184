package io.millrace.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Certificates of an authority of a test's own, as PEM files in a directory: {@code ca.pem}, {@code server.pem} and
 * {@code server.key} for localhost and millrace.test, {@code client.pem} and {@code client.key} for the publisher {@code CN=publisher},
 * and {@code stranger.pem} and {@code stranger.key} of a client that the authority does not know.
 */
public final class Certificates {

    private static final String PASSWORD = "changeit";

    private final Path directory;
    private final Path store;

    private Certificates(Path directory) {
        this.directory = directory;
        this.store = directory.resolve("certificates.p12");
    }

    /** Makes them with the JDK's keytool. */
    public static void writeTo(Path directory) throws IOException {
        Certificates certificates = new Certificates(directory);
        certificates.make("ca", "CN=authority", "-ext", "bc:critical=ca:true");
        certificates.make(
                "server",
                "CN=localhost",
                "-signer",
                "ca",
                "-ext",
                "san=dns:localhost,dns:millrace.test,ip:127.0.0.1,ip:::1");
        certificates.make("client", "CN=publisher,O=Millrace", "-signer", "ca", "-ext", "eku=clientAuth");
        certificates.make("stranger", "CN=stranger", "-ext", "eku=clientAuth");
        certificates.write();
    }

    private void make(String alias, String subject, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of("-genkeypair", "-alias", alias, "-dname", subject));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "30"));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of(options));
        try {
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new AssertionError("keytool made no certificate: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void write() throws IOException {
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            for (String alias : List.of("ca", "server", "client", "stranger")) {
                StringBuilder chain = new StringBuilder();
                for (Certificate certificate : keys.getCertificateChain(alias)) {
                    chain.append(pem("CERTIFICATE", certificate.getEncoded()));
                }
                Files.writeString(directory.resolve(alias + ".pem"), chain);
                Files.writeString(
                        directory.resolve(alias + ".key"),
                        pem(
                                "PRIVATE KEY",
                                keys.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
            }
        } catch (GeneralSecurityException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    private static String pem(String kind, byte[] encoded) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
    }
}
