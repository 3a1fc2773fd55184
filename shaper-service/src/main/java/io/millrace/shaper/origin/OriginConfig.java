package io.millrace.shaper.origin;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What origins the shaper may ask, and how long it waits for them. */
public interface OriginConfig {

    /**
     * Whether any host with a public address may be asked, on the ports below; if not, only the edge and those that
     * are allowed.
     */
    @WithDefault("true")
    boolean any();

    /** Ports on which any host with a public address may be asked. */
    @WithDefault("80,443,8080,8443")
    List<Integer> ports();

    /**
     * Hosts ({@code cdn.example}, {@code *.example}) and networks ({@code 10.0.0.0/8}) that may be asked whatever
     * their addresses and ports are; with a port ({@code cdn.example:8443}) on that one only.
     */
    Optional<List<String>> allow();

    /** File with certificates, in PEM, that origins with TLS are believed by, in place of those of the JDK. */
    Optional<Path> ca();

    /** How long a connection may take, with its TLS handshake. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** How long an origin may take to begin its answer, which is for a playlist that it holds back too. */
    @WithDefault("60s")
    Duration answerTimeout();

    /** How long a manifest may take as a whole. */
    @WithDefault("70s")
    Duration manifestTimeout();

    /** Bytes of the longest manifest that is taken. */
    @WithDefault("8388608")
    int manifestBytes();
}
