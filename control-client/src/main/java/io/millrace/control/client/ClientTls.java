package io.millrace.control.client;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import io.millrace.pem.ClientCertificates;
import io.millrace.pem.UnusableFileException;
import java.nio.file.Path;
import java.util.Optional;

/** What a connection is encrypted with. The files are read again for each connection. Confined to one thread. */
final class ClientTls {

    private static final String PREFIX = "MILLRACE_CONTROL_";

    private final Optional<ClientCertificates> certificates;
    private ClientCertificates.InForce seen;
    private ChannelCredentials current = InsecureChannelCredentials.create();

    private ClientTls(Optional<ClientCertificates> certificates) {
        this.certificates = certificates;
    }

    /**
     * Reads the files.
     *
     * @throws InvalidControlSettingException if the settings don't go together
     * @throws UnusableFileException if a file can't be used
     */
    static ClientTls of(ControlClientConfig config) {
        if (!config.tls()) {
            needsTls("CA", config.ca());
            needsTls("CLIENT_CERTIFICATE", config.clientCertificate());
            needsTls("CLIENT_KEY", config.clientKey());
            return new ClientTls(Optional.empty());
        }
        return new ClientTls(Optional.of(
                ClientCertificates.of(PREFIX, config.ca(), config.clientCertificate(), config.clientKey())));
    }

    /** What the next connection gets. Files that can't be used leave the old ones in force. */
    ChannelCredentials current() {
        certificates.map(ClientCertificates::current).ifPresent(inForce -> {
            if (!inForce.equals(seen)) {
                seen = inForce;
                current = credentials(inForce);
            }
        });
        return current;
    }

    private static ChannelCredentials credentials(ClientCertificates.InForce files) {
        TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
        files.believed().ifPresent(believed -> builder.trustManager(believed.getTrustManagers()));
        files.shown().ifPresent(shown -> builder.keyManager(shown.getKeyManagers()));
        return builder.build();
    }

    private static void needsTls(String setting, Optional<Path> file) {
        file.ifPresent(path -> {
            throw new InvalidControlSettingException(
                    setting, path, "it is of no use without MILLRACE_CONTROL_TLS=true");
        });
    }
}
