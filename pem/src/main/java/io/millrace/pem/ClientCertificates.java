package io.millrace.pem;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jboss.logging.Logger;

/**
 * Whom a client of TLS believes and what it shows: the newest that its files held and that works. They are read again
 * whenever this is asked, by their content and not their times, so that a swapped link of a Kubernetes secret is seen
 * too. May be used by any thread.
 */
public final class ClientCertificates {

    private static final Logger LOG = Logger.getLogger(ClientCertificates.class);
    private static final char[] NO_PASSWORD = {};

    private final String prefix;
    private final Optional<Path> ca;
    private final Optional<Path> certificate;
    private final Optional<Path> key;

    private Content seen;
    private InForce current;
    private String lastFault = "";

    /**
     * What new connections are opened with.
     *
     * @param believed who may issue the server's certificate; empty: whom the JDK believes
     * @param shown the client's certificate and key, if it has one
     */
    public record InForce(Optional<TrustManagerFactory> believed, Optional<KeyManagerFactory> shown) {}

    /** What the files held at one time. */
    private record Content(Optional<String> ca, Optional<String> certificate, Optional<String> key) {}

    private ClientCertificates(String prefix, Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {
        this.prefix = prefix;
        this.ca = ca;
        this.certificate = certificate;
        this.key = key;
        this.seen = read();
        this.current = of(seen);
    }

    /**
     * Reads the files.
     *
     * @param prefix of the settings {@code CA}, {@code CLIENT_CERTIFICATE} and {@code CLIENT_KEY}:
     *     {@code MILLRACE_REDIS_}
     * @throws UnusableFileException if one can't be used, or a certificate and a key are not both there
     */
    public static ClientCertificates of(
            String prefix, Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {
        together(prefix, "CLIENT_CERTIFICATE", certificate, "CLIENT_KEY", key);
        together(prefix, "CLIENT_KEY", key, "CLIENT_CERTIFICATE", certificate);
        return new ClientCertificates(prefix, ca, certificate, key);
    }

    /** What the next connection gets; equal as long as the files are the same. Those that can't be used change nothing. */
    public synchronized InForce current() {
        try {
            Content content = read();
            if (!content.equals(seen)) {
                seen = content;
                current = of(content);
                LOG.infof("the files of %s* were read again", prefix);
            }
            lastFault = "";
        } catch (UnusableFileException e) {
            if (!e.getMessage().equals(lastFault)) {
                LOG.warnf("the old certificates stay: %s", e.getMessage());
            }
            lastFault = e.getMessage();
        }
        return current;
    }

    private Content read() {
        return new Content(read("CA", ca), read("CLIENT_CERTIFICATE", certificate), read("CLIENT_KEY", key));
    }

    private Optional<String> read(String setting, Optional<Path> file) {
        return file.map(path -> FileText.read(prefix + setting, path));
    }

    private InForce of(Content content) {
        return new InForce(content.ca.map(this::trust), content.certificate.map(chain -> identity(content, chain)));
    }

    private TrustManagerFactory trust(String pem) {
        try {
            KeyStore store = emptyStore();
            int number = 0;
            for (X509Certificate each : CertificatesPem.parse(pem)) {
                store.setCertificateEntry("ca-" + number++, each);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw wrong("CA", ca, e);
        }
    }

    private KeyManagerFactory identity(Content content, String pem) {
        try {
            X509Certificate[] chain = CertificatesPem.parse(pem);
            KeyStore store = emptyStore();
            store.setKeyEntry("client", key(content, chain[0]), NO_PASSWORD, chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw wrong("CLIENT_CERTIFICATE", certificate, e);
        }
    }

    private PrivateKey key(Content content, X509Certificate own) {
        try {
            PrivateKey parsed = PrivateKeyPem.parse(content.key.orElseThrow());
            CertificatesPem.checkPair(parsed, own.getPublicKey());
            return parsed;
        } catch (GeneralSecurityException e) {
            throw wrong("CLIENT_KEY", key, e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static void together(
            String prefix, String setting, Optional<Path> file, String otherSetting, Optional<Path> other) {
        if (file.isPresent() && other.isEmpty()) {
            throw new UnusableFileException(prefix + setting, file.get(), prefix + otherSetting + " must be set too");
        }
    }

    private UnusableFileException wrong(String setting, Optional<Path> file, Exception why) {
        return new UnusableFileException(prefix + setting, file.orElseThrow(), why.getMessage());
    }
}
