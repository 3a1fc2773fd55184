package io.millrace.control;

import io.millrace.control.caller.CallersConfig;
import io.millrace.control.edge.EdgesConfig;
import io.millrace.control.kubernetes.KubernetesConfig;
import io.millrace.control.live.LiveConfig;
import io.millrace.control.session.SessionsConfig;
import io.millrace.wire.ListenerConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How the control plane is called, and how it follows its store. */
@ConfigMapping(prefix = "millrace.control")
public interface ControlConfig extends CallersConfig, ListenerConfig {

    /** The port of HTTP; that of gRPC is another. */
    @Override
    @WithDefault("8083")
    int port();

    Grpc grpc();

    /** How often a replica looks for changes that no hint told it of. */
    @WithDefault("500ms")
    Duration poll();

    /** Changes that are kept, so that who was away for a while is sent these and not everything. */
    @WithDefault("10000")
    int changes();

    /** How long a stop waits for calls in progress after the delay. */
    @Override
    @WithDefault("5s")
    Duration drain();

    EdgesConfig edges();

    LiveConfig live();

    SessionsConfig sessions();

    KubernetesConfig kubernetes();

    /** The port of the API. */
    interface Grpc {

        /** Address to listen on: {@code *} for all of both IP versions. */
        @WithDefault("*")
        String host();

        /** Port to listen on; 0 for any free one. */
        @WithDefault("9090")
        int port();

        /** Bytes of the longest request that is taken. */
        @WithDefault("4194304")
        int maxMessageBytes();

        /** How long a connection may be without a call before it is closed. */
        @WithDefault("10m")
        Duration maxIdle();

        /** A silent connection is asked so often whether its other end is still there. */
        @WithDefault("20s")
        Duration keepAlive();

        Tls tls();
    }

    /** TLS from PEM files, which are read again when they change. With a certificate the port speaks nothing else. */
    interface Tls {

        /** File with the certificate and those between it and its root, in PEM; without one there is no TLS. */
        Optional<Path> certificate();

        /** File with the certificate's private key, in PEM (PKCS#8), not encrypted. */
        Optional<Path> key();

        /** File with the certificates, in PEM, of those who may issue certificates to callers. */
        Optional<Path> clientCa();

        /** Whether callers need a certificate. */
        @WithDefault("none")
        ClientAuth clientAuth();

        /** How often the files are looked at. */
        @WithDefault("10s")
        Duration reload();
    }
}
