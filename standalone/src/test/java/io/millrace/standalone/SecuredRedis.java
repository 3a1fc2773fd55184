package io.millrace.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * A Redis with the users of {@code deploy/redis/users.acl}, each of which has its name as its password, behind TLS. The
 * test itself gets in as {@code admin}, without TLS.
 */
final class SecuredRedis implements AutoCloseable {

    private static final String ADMIN = "admin";

    /** Its own certificate and key. */
    private final Path files;

    private final RedisServer server;
    private final int tlsPort;
    private final Path certificates;

    private SecuredRedis(Path files, RedisServer server, int tlsPort, Path certificates) {
        this.files = files;
        this.server = server;
        this.tlsPort = tlsPort;
        this.certificates = certificates;
    }

    /** @param certificates of {@code Certificates} */
    static SecuredRedis start(Path directory, Path certificates) throws IOException {
        int port = FreePorts.pick();
        int tlsPort = FreePorts.pickOtherThan(port);
        Path files = Files.createDirectories(directory.resolve("tls"));
        copy(certificates, files);
        Path users = Files.writeString(
                directory.resolve("users.acl"), RedisUsers.read().file());
        RedisServer server = RedisServer.start(
                port,
                directory,
                "--aclfile",
                users.toString(),
                "--bind",
                "127.0.0.1",
                "127.0.0.2",
                "--tls-port",
                Integer.toString(tlsPort),
                "--tls-cert-file",
                files.resolve("server.pem").toString(),
                "--tls-key-file",
                files.resolve("server.key").toString(),
                "--tls-ca-cert-file",
                files.resolve("ca.pem").toString(),
                "--tls-auth-clients",
                "no");
        SecuredRedis secured = new SecuredRedis(files, server, tlsPort, certificates);
        // The tests' own user was needed to see it start.
        try (RespConnection connection = new RespConnection(port)) {
            connection.call("ACL", "SETUSER", ADMIN, "on", ">" + ADMIN, "~*", "&*", "+@all");
            connection.call("ACL", "SETUSER", "default", "off");
        }
        return secured;
    }

    String uri() {
        return "rediss://127.0.0.1:" + tlsPort;
    }

    /** The same Redis without TLS. */
    String plainUri() {
        return server.uri();
    }

    /** The settings of a service that is this user, by the names that they have in the environment. */
    Map<String, String> settings(String user) {
        return Map.of(
                "MILLRACE_REDIS_URI",
                uri(),
                "MILLRACE_REDIS_CA",
                certificates.resolve("ca.pem").toString(),
                "MILLRACE_REDIS_USERNAME",
                user,
                "MILLRACE_REDIS_PASSWORD",
                user);
    }

    /** As who may do everything. */
    void call(String... command) throws IOException {
        try (RespConnection connection = new RespConnection(server.port())) {
            connection.call("AUTH", ADMIN, ADMIN);
            connection.call(command);
        }
    }

    /** Shows these certificates from now on. */
    void use(Path others) throws IOException {
        copy(others, files);
        // Redis reads the files again when any setting of TLS changes.
        call("CONFIG", "SET", "tls-prefer-server-ciphers", "yes");
    }

    private static void copy(Path certificates, Path files) throws IOException {
        for (String file : List.of("server.pem", "server.key", "ca.pem")) {
            Files.copy(certificates.resolve(file), files.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
