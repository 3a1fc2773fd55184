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
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * What connections to the API are opened with: nothing, or certificates from files that are read again when they change.
 * What can't be used then changes nothing. Owns one thread.
 */
final class GrpcTls implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(GrpcTls.class);
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
        File certificate = config.certificate().orElseThrow().toFile();
        File key = config.key()
                .orElseThrow(
                        () -> new InvalidControlException(SETTING + "KEY is needed beside " + SETTING + "CERTIFICATE"))
                .toFile();
        AdvancedTlsX509KeyManager manager = new AdvancedTlsX509KeyManager();
        follow(
                "CERTIFICATE " + certificate + " or " + SETTING + "KEY " + key,
                () -> manager.updateIdentityCredentials(certificate, key));
        return manager;
    }

    private AdvancedTlsX509TrustManager authority() {
        File file = config.clientCa()
                .orElseThrow(() -> new InvalidControlException(SETTING + "CLIENT_CA is needed to check callers by"))
                .toFile();
        AdvancedTlsX509TrustManager manager;
        try {
            manager = AdvancedTlsX509TrustManager.newBuilder()
                    .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
                    .build();
        } catch (CertificateException e) {
            throw new IllegalStateException("every Java can check certificates", e);
        }
        follow("CLIENT_CA " + file, () -> manager.updateTrustCredentials(file));
        return manager;
    }

    /** Reads files now, and again and again; gRPC's own way of following them looks once a minute at the most. */
    private void follow(String what, Reading reading) {
        try {
            reading.read();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            close();
            throw new InvalidControlException(SETTING + what + " can't be used: " + e.getMessage(), e);
        }
        long everyMillis = Math.max(1, config.reload().toMillis());
        AtomicReference<String> complaint = new AtomicReference<>("");
        thread.scheduleWithFixedDelay(
                () -> {
                    String fault = faultOf(reading);
                    if (!fault.equals(complaint.getAndSet(fault)) && !fault.isEmpty()) {
                        LOG.warnf("the old certificate stays: %s%s can't be used: %s", SETTING, what, fault);
                    }
                },
                everyMillis,
                everyMillis,
                TimeUnit.MILLISECONDS);
    }

    /** Empty where there is none. A fault must not end the looking, as it would if the thread saw it. */
    private static String faultOf(Reading reading) {
        try {
            reading.read();
            return "";
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private interface Reading {
        void read() throws IOException, GeneralSecurityException;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
