package io.millrace.control;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import io.millrace.wire.ListenerConfig.ClientAuth;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What connections to the API are opened with: nothing, or certificates from files that are read again when they change.
 * What can't be used then changes nothing. Owns one thread.
 */
final class GrpcTls implements AutoCloseable {

    private static final String SETTING = "MILLRACE_CONTROL_GRPC_TLS_";

    private final ScheduledExecutorService thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("control-tls").factory());
    private final ControlConfig.Tls config;
    private final ServerCredentials credentials;

    private GrpcTls(ControlConfig.Tls config) {
        this.config = config;
        this.credentials = config.certificate().isPresent() ? tls() : InsecureServerCredentials.create();
    }

    /**
     * Reads the files.
     *
     * @throws InvalidControlException if they can't be used
     */
    static GrpcTls start(ControlConfig.Tls config) {
        return new GrpcTls(config);
    }

    ServerCredentials credentials() {
        return credentials;
    }

    private ServerCredentials tls() {
        TlsServerCredentials.Builder tls = TlsServerCredentials.newBuilder().keyManager(identity());
        if (config.clientAuth() != ClientAuth.NONE) {
            tls.trustManager(authority())
                    .clientAuth(
                            config.clientAuth() == ClientAuth.REQUIRED
                                    ? TlsServerCredentials.ClientAuth.REQUIRE
                                    : TlsServerCredentials.ClientAuth.OPTIONAL);
        }
        return tls.build();
    }

    private AdvancedTlsX509KeyManager identity() {
        Path certificate = config.certificate().orElseThrow();
        Path key = config.key()
                .orElseThrow(
                        () -> new InvalidControlException(SETTING + "KEY is needed beside " + SETTING + "CERTIFICATE"));
        AdvancedTlsX509KeyManager manager = new AdvancedTlsX509KeyManager();
        read(
                "CERTIFICATE " + certificate + " and " + SETTING + "KEY " + key,
                () -> manager.updateIdentityCredentials(
                        certificate.toFile(), key.toFile(), config.reload().toMillis(), TimeUnit.MILLISECONDS, thread));
        return manager;
    }

    private AdvancedTlsX509TrustManager authority() {
        File file = config.clientCa()
                .orElseThrow(() -> new InvalidControlException(SETTING + "CLIENT_CA is needed to check callers by"))
                .toFile();
        return read("CLIENT_CA " + file, () -> {
            AdvancedTlsX509TrustManager manager = AdvancedTlsX509TrustManager.newBuilder()
                    .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
                    .build();
            manager.updateTrustCredentials(file, config.reload().toMillis(), TimeUnit.MILLISECONDS, thread);
            return manager;
        });
    }

    private <T> T read(String what, Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            close();
            throw new InvalidControlException(SETTING + what + " can't be used: " + e.getMessage(), e);
        }
    }

    private interface Reading<T> {
        T read() throws IOException, GeneralSecurityException;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
