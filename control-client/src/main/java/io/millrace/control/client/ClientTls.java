package io.millrace.control.client;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.millrace.pem.CertificatesPem;
import io.millrace.pem.PrivateKeyPem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
 * What a connection is encrypted with: the newest that the files held and that works. They are read again for each connection.
 * Confined to one thread.
 */
final class ClientTls {

    private static final Logger LOG = Logger.getLogger(ControlClient.class);
    private static final char[] NO_PASSWORD = {};

    private final ControlClientConfig config;
    private Content seen;
    private ChannelCredentials current;
    private String lastFault = "";

    /** What the files held at one time. */
    private record Content(Optional<String> ca, Optional<String> certificate, Optional<String> key) {}

    private ClientTls(ControlClientConfig config) {
        this.config = config;
        this.seen = config.tls() ? read() : null;
        this.current = config.tls() ? credentials(seen) : InsecureChannelCredentials.create();
    }

    /** @throws InvalidControlSettingException if the settings don't go together, or a file can't be used */
    static ClientTls of(ControlClientConfig config) {
        if (!config.tls()) {
            needsTls("CA", config.ca());
            needsTls("CLIENT_CERTIFICATE", config.clientCertificate());
            needsTls("CLIENT_KEY", config.clientKey());
        }
        together("CLIENT_CERTIFICATE", config.clientCertificate(), "CLIENT_KEY", config.clientKey());
        together("CLIENT_KEY", config.clientKey(), "CLIENT_CERTIFICATE", config.clientCertificate());
        return new ClientTls(config);
    }

    /** What the next connection gets. Files that can't be used leave the old ones in force. */
    ChannelCredentials current() {
        if (!config.tls()) {
            return current;
        }
        try {
            Content content = read();
            if (!content.equals(seen)) {
                seen = content;
                current = credentials(content);
                LOG.info("the files of the certificates for the control plane were read again");
            }
            lastFault = "";
        } catch (InvalidControlSettingException e) {
            if (!e.getMessage().equals(lastFault)) {
                LOG.warnf("the old certificates for the control plane stay: %s", e.getMessage());
            }
            lastFault = e.getMessage();
        }
        return current;
    }

    private Content read() {
        return new Content(
                read("CA", config.ca()),
                read("CLIENT_CERTIFICATE", config.clientCertificate()),
                read("CLIENT_KEY", config.clientKey()));
    }

    private ChannelCredentials credentials(Content content) {
        TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
        try {
            if (content.ca.isPresent()) {
                builder.trustManager(trust(content.ca.get()).getTrustManagers());
            }
        } catch (GeneralSecurityException | IOException e) {
            throw wrong("CA", config.ca(), e);
        }
        try {
            if (content.certificate.isPresent()) {
                builder.keyManager(identity(content).getKeyManagers());
            }
        } catch (GeneralSecurityException | IOException e) {
            throw wrong("CLIENT_CERTIFICATE", config.clientCertificate(), e);
        }
        return builder.build();
    }

    private static TrustManagerFactory trust(String pem) throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        int number = 0;
        for (X509Certificate certificate : CertificatesPem.parse(pem)) {
            store.setCertificateEntry("ca-" + number++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    private KeyManagerFactory identity(Content content) throws GeneralSecurityException, IOException {
        X509Certificate[] chain = CertificatesPem.parse(content.certificate.orElseThrow());
        PrivateKey key;
        try {
            key = PrivateKeyPem.parse(content.key.orElseThrow());
            CertificatesPem.checkPair(key, chain[0].getPublicKey());
        } catch (GeneralSecurityException e) {
            throw wrong("CLIENT_KEY", config.clientKey(), e);
        }
        KeyStore store = emptyStore();
        store.setKeyEntry("client", key, NO_PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static Optional<String> read(String setting, Optional<Path> file) {
        return file.map(path -> {
            try {
                return Files.readString(path, StandardCharsets.ISO_8859_1);
            } catch (NoSuchFileException e) {
                throw new InvalidControlSettingException(setting, path, "it is not there");
            } catch (IOException e) {
                throw new InvalidControlSettingException(setting, path, "it can't be read: " + e.getMessage());
            }
        });
    }

    private static void needsTls(String setting, Optional<Path> file) {
        file.ifPresent(path -> {
            throw new InvalidControlSettingException(
                    setting, path, "it is of no use without MILLRACE_CONTROL_TLS=true");
        });
    }

    private static void together(String setting, Optional<Path> file, String otherSetting, Optional<Path> other) {
        if (file.isPresent() && other.isEmpty()) {
            throw new InvalidControlSettingException(
                    setting, file.get(), "MILLRACE_CONTROL_" + otherSetting + " must be set too");
        }
    }

    private static InvalidControlSettingException wrong(String setting, Optional<Path> file, Exception why) {
        return new InvalidControlSettingException(setting, file.orElseThrow(), why.getMessage());
    }
}
