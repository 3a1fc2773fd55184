package io.millrace.control.client;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the control plane is, how a service shows who it is, and what it does while the control plane is away. */
@ConfigMapping(prefix = "millrace.control")
public interface ControlClientConfig {

    /**
     * Where the control plane is: {@code host:port}, or {@code dns:///host:port} where one name has several addresses; several
     * separated by commas, which are tried in turn. Without one there is no control plane
     */
    Optional<List<String>> uri();

    /** Name of this instance, for the control plane; 1 to 63 of a-z, 0-9, {@code -} and {@code .}. */
    Optional<String> instance();

    /** Bearer token that is shown to the control plane. */
    Optional<String> token();

    /** File with the bearer token; read again for each call. */
    Optional<Path> tokenFile();

    /** Whether the way to the control plane is encrypted. */
    @WithDefault("false")
    boolean tls();

    /** File with the certificates, in PEM, of those who may issue the control plane's; without one those that the JDK trusts. */
    Optional<Path> ca();

    /** File with the certificate that is shown to the control plane, and those between it and its root, in PEM. */
    Optional<Path> clientCertificate();

    /** File with this certificate's private key, in PEM, not encrypted. */
    Optional<Path> clientKey();

    /** Name that the control plane's certificate must have, where it is not the one in the URI. */
    Optional<String> serverName();

    /** How long it may take to open a connection. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** A control plane that was silent for so long is taken for lost; it says something every ten seconds. */
    @WithDefault("30s")
    Duration silence();

    /** The longest wait before the first try to reconnect; it doubles with each try, and a random part of it is waited. */
    @WithDefault("200ms")
    Duration backoff();

    /** What it grows to. */
    @WithDefault("15s")
    Duration maxBackoff();

    /**
     * File in which the last snapshot is kept, with the service's name as a further ending ({@code .ingest}, {@code .edge}); it
     * holds secrets.
     */
    Optional<Path> snapshot();

    /** Whether a service that starts while the control plane is away begins with what this file holds. */
    @WithDefault("false")
    boolean startFromSnapshot();
}
