package io.millrace.wire;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where and how a service listens: a part of each service's own settings, whose prefix names the service
 * ({@code millrace.edge.max-connections}). A service may override a default.
 */
public interface ListenerConfig {

    /**
     * Addresses to listen on: {@code *} for all of both IP versions (of IPv4 only, where there is no IPv6), {@code
     * localhost} for both loopbacks.
     */
    @WithDefault("*")
    List<String> host();

    /** Port to listen on; 0 for any free one. */
    int port();

    /** Whether the port without TLS is there; if not, only that of TLS is. */
    @WithDefault("true")
    boolean plain();

    /** How long a client may be silent in the middle of a request's body. */
    @WithDefault("60s")
    Duration idleTimeout();

    /** How long a client may be silent between requests; it is told in {@code Keep-Alive: timeout=}. */
    @WithDefault("75s")
    Duration keepAlive();

    /** A request's head must be whole within this time; so must the beginning of a connection, with its TLS handshake. */
    @WithDefault("10s")
    Duration headerTimeout();

    /** A client that takes no byte for so long, while there are some for it, is cut off. */
    @WithDefault("30s")
    Duration sendTimeout();

    /** Connections at once, in all. */
    @WithDefault("10000")
    int maxConnections();

    /**
     * Connections of one client at once: of one IPv4 address, or of one IPv6 network of 64 bits; 0 for no limit. Where a
     * trusted proxy tells the client, its requests in progress count.
     */
    @WithDefault("1000")
    int maxConnectionsPerClient();

    /**
     * Address ranges ({@code 10.0.0.0/8}) of proxies and CDNs: they may open any number of connections, and what they
     * tell in {@code X-Forwarded-For} or {@code Forwarded} is believed.
     */
    Optional<List<String>> trustedProxies();

    /** Bytes of a request line; a longer one is 414. */
    @WithDefault("8192")
    int maxLineBytes();

    /** Bytes of a request's headers in all; more are 431. */
    @WithDefault("16384")
    int maxHeaderBytes();

    /** Requests in progress at once on one HTTP/2 connection. */
    @WithDefault("250")
    int maxStreams();

    /** A connection is closed after so many answers 4xx in a row, unless it is a trusted proxy's; 0 for never. */
    @WithDefault("20")
    int maxClientErrors();

    /** Methods whose requests are logged, one line of JSON each; {@code *} for all. */
    Optional<List<String>> accessLog();

    /** Headers that every answer gets, each as {@code Name: value}; a comma in a value is written {@code \,}. */
    Optional<List<String>> headers();

    /** Whether every answer tells the server's clock in milliseconds, as {@code Server-UTC}. */
    @WithDefault("false")
    boolean serverUtc();

    /**
     * How long a stop goes on taking connections and requests at first, so that load balancers have time to see that the
     * service is not ready any more; clients are asked to go meanwhile.
     */
    @WithDefault("0s")
    Duration drainDelay();

    /** How long a stop waits for exchanges in progress after that. */
    @WithDefault("10s")
    Duration drain();

    Tls tls();

    /** TLS from PEM files, which are read again when they change. */
    interface Tls {

        /** Port for TLS; without one there is no TLS; 0 for any free one. */
        OptionalInt port();

        /** File with the certificate and those between it and its root, in PEM. */
        Optional<Path> certificate();

        /** File with the certificate's private key, in PEM, not encrypted. */
        Optional<Path> key();

        /** File with the certificates, in PEM, of those who may issue certificates to clients. */
        Optional<Path> clientCa();

        /** Whether clients need a certificate. */
        @WithDefault("none")
        ClientAuth clientAuth();

        /** How often the files are looked at. */
        @WithDefault("10s")
        Duration reload();
    }

    /** What is asked of clients on a TLS connection. */
    enum ClientAuth {
        /** No certificate. */
        NONE,
        /** A certificate, if the client has one. */
        OPTIONAL,
        /** A certificate, or there is no connection. */
        REQUIRED
    }
}
