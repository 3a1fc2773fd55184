package io.millrace.backends.redis;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where Redis is, Redis 6.2 or later, or Valkey, and how a service shows who it is. */
public interface RedisConfig {

    /**
     * {@code redis://host:port}, {@code redis-sentinel://host:port,host:port#name}, or one or more comma-separated
     * {@code redis://} URIs of a cluster's nodes; {@code rediss://} and {@code rediss-sentinel://} for TLS. Whether a node
     * belongs to a cluster is found out from the node.
     */
    @WithDefault("redis://127.0.0.1:6379")
    String uri();

    /** Name of the user (ACL); without one a password is that of the user {@code default}. */
    Optional<String> username();

    /** The user's password. */
    Optional<String> password();

    /** File with the user's password; read again for each connection. */
    Optional<Path> passwordFile();

    /** File with the certificates, in PEM, of those who may issue Redis's; without one those that the JDK trusts. */
    Optional<Path> ca();

    /** File with the certificate that is shown to Redis, and those between it and its root, in PEM. */
    Optional<Path> clientCertificate();

    /** File with this certificate's private key, in PEM, not encrypted. */
    Optional<Path> clientKey();

    Sentinel sentinel();

    /** How long one command may take before it has failed; an upload in progress waits that long for Redis. */
    @WithDefault("10s")
    Duration timeout();

    /** How long a start waits for Redis before it gives up. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** The Sentinels, which have users of their own. */
    interface Sentinel {

        /** Name of the Sentinels' user; without one a password is that of the user {@code default}. */
        Optional<String> username();

        /** That user's password. */
        Optional<String> password();

        /** File with that password; read again for each connection. */
        Optional<Path> passwordFile();
    }
}
