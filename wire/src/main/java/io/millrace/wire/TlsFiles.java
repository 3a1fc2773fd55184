package io.millrace.wire;

import io.millrace.pem.CertificatesPem;
import io.millrace.pem.PrivateKeyPem;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** The files of one listener's TLS: reads them, and makes of what they hold what a handshake needs. */
final class TlsFiles {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final ListenerConfig.Tls config;
    private final String prefix;

    /** What the files held at one time; empty where one is not asked for. */
    record Content(String certificate, String key, String clientCa) {}

    /** @param prefix of the settings, as messages name them: {@code MILLRACE_EDGE_TLS_} */
    TlsFiles(ListenerConfig.Tls config, String prefix) {
        this.config = config;
        this.prefix = prefix;
    }

    /** @throws InvalidListenerException if a file is missing or can't be read */
    Content read() {
        boolean asks = config.clientAuth() != ListenerConfig.ClientAuth.NONE;
        return new Content(
                read("CERTIFICATE", config.certificate()),
                read("KEY", config.key()),
                asks ? read("CLIENT_CA", config.clientCa()) : "");
    }

    /** @throws InvalidListenerException if the files don't hold what they should */
    SslContext context(Content content) {
        X509Certificate[] chain = certificates("CERTIFICATE", config.certificate(), content.certificate());
        PrivateKey key = key(content.key());
        try {
            CertificatesPem.checkPair(key, chain[0].getPublicKey());
        } catch (GeneralSecurityException e) {
            throw wrong(
                    "KEY", config.key(), "it is not the key of the certificate in " + path(config.certificate()), e);
        }
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(key, chain)
                    .sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOLS)
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2,
                            ApplicationProtocolNames.HTTP_1_1))
                    .clientAuth(clientAuth());
            if (!content.clientCa().isEmpty()) {
                builder.trustManager(certificates("CLIENT_CA", config.clientCa(), content.clientCa()));
            }
            return builder.build();
        } catch (IOException | IllegalArgumentException e) {
            throw wrong("CERTIFICATE", config.certificate(), "it can't be used with its key", e);
        }
    }

    private ClientAuth clientAuth() {
        return switch (config.clientAuth()) {
            case NONE -> ClientAuth.NONE;
            case OPTIONAL -> ClientAuth.OPTIONAL;
            case REQUIRED -> ClientAuth.REQUIRE;
        };
    }

    private String read(String setting, Optional<Path> file) {
        if (file.isEmpty()) {
            throw new InvalidListenerException(prefix + setting + " is not set, and TLS needs it");
        }
        try {
            return Files.readString(file.get(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw wrong(setting, file, "it can't be read", e);
        }
    }

    private X509Certificate[] certificates(String setting, Optional<Path> file, String pem) {
        try {
            return CertificatesPem.parse(pem);
        } catch (GeneralSecurityException e) {
            throw wrong(setting, file, e.getMessage(), e);
        }
    }

    private PrivateKey key(String pem) {
        try {
            return PrivateKeyPem.parse(pem);
        } catch (GeneralSecurityException e) {
            throw wrong("KEY", config.key(), e.getMessage(), e);
        }
    }

    private InvalidListenerException wrong(String setting, Optional<Path> file, String reason, Throwable cause) {
        return new InvalidListenerException(prefix + setting + " is " + path(file) + ": " + reason, cause);
    }

    private static String path(Optional<Path> file) {
        return file.map(Path::toString).orElse("not set");
    }
}
