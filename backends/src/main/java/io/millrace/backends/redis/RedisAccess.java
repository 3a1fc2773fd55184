package io.millrace.backends.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.codec.StringCodec;
import io.millrace.backends.InvalidBackendSettingException;
import io.millrace.pem.ClientCertificates;
import io.millrace.pem.UnusableFileException;
import io.netty.handler.ssl.SslContextBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a client of Redis is made with: addresses, users and TLS as the settings say. Passwords and certificates are read
 * from their files again for each connection. May be used by any thread.
 */
public final class RedisAccess {

    private static final String PREFIX = "MILLRACE_REDIS_";
    private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(5);
    /** How long a peer that does not acknowledge anything is taken for alive. */
    private static final Duration SILENT_PEER = Duration.ofSeconds(15);

    private final RedisConfig config;
    private final List<RedisURI> uris;
    private final RedisFaults faults;
    private final Optional<ClientCertificates> certificates;

    private RedisAccess(RedisConfig config, Duration timeout) {
        this.config = config;
        this.uris = parse(config.uri());
        Optional<RedisUser> user = RedisUser.of(PREFIX, config.username(), config.password(), config.passwordFile());
        Optional<RedisUser> sentinelUser = RedisUser.of(
                PREFIX + "SENTINEL_",
                config.sentinel().username(),
                config.sentinel().password(),
                config.sentinel().passwordFile());
        if (user.isPresent() && RedisFaults.hasUser(config.uri())) {
            throw new InvalidBackendSettingException(
                    "MILLRACE_REDIS_URI has a password in it, and MILLRACE_REDIS_PASSWORD or MILLRACE_REDIS_PASSWORD_FILE"
                            + " is set too: leave it out of the URI");
        }
        for (RedisURI uri : uris) {
            prepare(uri, timeout);
            user.ifPresent(uri::setCredentialsProvider);
            for (RedisURI each : uri.getSentinels()) {
                prepare(each, timeout);
                sentinelUser.ifPresent(each::setCredentialsProvider);
            }
        }
        if (uris.stream().anyMatch(uri -> uri.isSsl() != uris.getFirst().isSsl())) {
            throw new InvalidBackendSettingException("MILLRACE_REDIS_URI is " + RedisFaults.told(config.uri())
                    + ": write rediss:// for all of them, or redis://");
        }
        this.faults = new RedisFaults(config.uri(), user, hasSentinel());
        this.certificates = uris.getFirst().isSsl()
                ? Optional.of(
                        ClientCertificates.of(PREFIX, config.ca(), config.clientCertificate(), config.clientKey()))
                : withoutTls(config);
    }

    /**
     * Checks the settings and reads the files; connects to nothing yet.
     *
     * @param timeout what a blocking call waits for an answer
     * @throws InvalidBackendSettingException if a setting makes no sense
     * @throws UnusableFileException if a file can't be used
     */
    public static RedisAccess of(RedisConfig config, Duration timeout) {
        return new RedisAccess(config, timeout);
    }

    /** One, or those of a cluster's nodes. */
    public List<RedisURI> uris() {
        return uris;
    }

    public boolean hasSentinel() {
        return !uris.getFirst().getSentinels().isEmpty();
    }

    /** Whether the node that answers first belongs to a cluster; throws what its client throws where none answers. */
    public boolean isCluster(RedisClient client) {
        if (hasSentinel()) {
            return false;
        }
        RuntimeException last = null;
        for (RedisURI uri : uris) {
            try (StatefulRedisConnection<String, String> probe = client.connect(StringCodec.UTF8, uri)) {
                return probe.sync().info("cluster").contains("cluster_enabled:1");
            } catch (RuntimeException e) {
                last = e;
            }
        }
        throw last;
    }

    /** Options of a client, with TLS and limits for connections. */
    public <B extends ClientOptions.Builder> B options(B builder) {
        builder.socketOptions(SocketOptions.builder()
                .connectTimeout(config.connectTimeout())
                .tcpNoDelay(true)
                .keepAlive(SocketOptions.KeepAliveOptions.builder()
                        .enable()
                        .idle(SILENT_PEER.dividedBy(3))
                        .interval(SILENT_PEER.dividedBy(6))
                        .count(4)
                        .build())
                .tcpUserTimeout(SocketOptions.TcpUserTimeoutOptions.builder()
                        .enable()
                        .tcpUserTimeout(SILENT_PEER)
                        .build())
                .build());
        certificates.ifPresent(files -> builder.sslOptions(SslOptions.builder()
                .jdkSslProvider()
                .handshakeTimeout(config.connectTimeout())
                .sslContext(connection -> secure(connection, files.current()))
                .build()));
        return builder;
    }

    /** The same of a cluster's client. */
    public ClusterClientOptions.Builder clusterOptions() {
        return options(ClusterClientOptions.builder())
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enableAllAdaptiveRefreshTriggers()
                        .enablePeriodicRefresh(TOPOLOGY_REFRESH)
                        .build());
    }

    /** What to tell the operator where Redis can't be used: the address, the fault, and the setting to look at. */
    public String explain(Throwable failure) {
        return faults.explain(failure);
    }

    /** Of every connection, also those to Sentinels; the files are small, and read on its event loop. */
    private static void secure(SslContextBuilder connection, ClientCertificates.InForce files) {
        files.believed().ifPresent(connection::trustManager);
        files.shown().ifPresent(connection::keyManager);
    }

    /**
     * The same URI, whose connections do not tell Redis what library they are of: that takes a right, {@code
     * client|setinfo}, that Redis 7.0 does not know and so refuses in a file of users.
     */
    public static RedisURI nameless(RedisURI uri) {
        uri.setLibraryName("");
        uri.setLibraryVersion("");
        return uri;
    }

    private static void prepare(RedisURI uri, Duration timeout) {
        uri.setTimeout(timeout);
        nameless(uri);
    }

    private static List<RedisURI> parse(String text) {
        // A Sentinel URI has commas of its own, between its hosts.
        String[] spelled = text.startsWith("redis-sentinel") || text.startsWith("rediss-sentinel")
                ? new String[] {text}
                : text.split(",", -1);
        List<RedisURI> parsed = new ArrayList<>();
        try {
            for (String uri : spelled) {
                parsed.add(RedisURI.create(uri.strip()));
            }
        } catch (IllegalArgumentException e) {
            String told = RedisFaults.told(text);
            // What is wrong with a URI with a password in it would be told with a part of that.
            String reason = told.equals(text)
                    ? e.getMessage()
                    : "a password in it needs escapes, such as %2F for a slash; MILLRACE_REDIS_PASSWORD_FILE takes any";
            throw new InvalidBackendSettingException(
                    "MILLRACE_REDIS_URI is not a Redis URI: " + told + " (" + reason + ")");
        }
        return List.copyOf(parsed);
    }

    private static Optional<ClientCertificates> withoutTls(RedisConfig config) {
        Stream.of(config.ca(), config.clientCertificate(), config.clientKey())
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(file -> {
                    throw new InvalidBackendSettingException("MILLRACE_REDIS_URI is "
                            + RedisFaults.told(config.uri()) + ", which is without TLS, and the certificates in " + file
                            + " are of no use: write rediss:// (rediss-sentinel://)");
                });
        return Optional.empty();
    }
}
