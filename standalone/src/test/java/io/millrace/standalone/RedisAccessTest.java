package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.chunklog.ChunkLog;
import io.millrace.chunklog.ChunkLogConfig;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.ObjectState;
import io.millrace.clients.Certificates;
import io.millrace.clients.SecretVolume;
import io.millrace.control.store.ControlStore;
import io.millrace.control.store.StoreConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis with users and TLS: how services get in, and what they are told where they don't. */
final class RedisAccessTest {

    private static final String EDGE = "millrace-edge";
    private static final String CONTROL = "millrace-control";
    private static final ObjectPath OBJECT = new ObjectPath("/access/", "a.ts");
    private static final long LIMIT_SECONDS = 30;

    @TempDir
    private static Path directory;

    private static Path known;
    private static Path strange;
    private static Path password;
    private static SecuredRedis redis;

    @BeforeAll
    static void start() throws Exception {
        known = Files.createDirectory(directory.resolve("known"));
        strange = Files.createDirectory(directory.resolve("strange"));
        Certificates.writeTo(known);
        Certificates.writeTo(strange);
        password = Files.writeString(directory.resolve("password"), EDGE + "\n");
        redis = SecuredRedis.start(directory.resolve("redis"), known);
        redis.call("ACL", "SETUSER", "nobody", "on", ">nobody");
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Test
    void aServiceGetsInWithItsPasswordFromAFile() {
        Map<String, String> settings = without(redis.settings(EDGE), "MILLRACE_REDIS_PASSWORD");
        settings.put("MILLRACE_REDIS_PASSWORD_FILE", password.toString());
        try (ChunkLog log = ChunkLog.connect(config(ChunkLogConfig.class, settings))) {
            assertEquals(
                    ObjectState.ABSENT, log.find(OBJECT).toCompletableFuture().join());
        }
    }

    @Test
    void theControlPlaneGetsInToo() {
        try (ControlStore store = connectStore(redis.settings(CONTROL))) {
            assertEquals(0, store.mark().revision());
        }
    }

    @Test
    void aWrongPasswordIsToldAsSuch() {
        assertRefused(
                with(redis.settings(EDGE), "MILLRACE_REDIS_PASSWORD", "wrong"),
                "Redis at " + redis.uri() + " refuses the user millrace-edge and MILLRACE_REDIS_PASSWORD (WRONGPASS");
    }

    @Test
    void aUserThatIsNotKnownIsToldAsSuch() {
        assertRefused(
                with(redis.settings(EDGE), "MILLRACE_REDIS_USERNAME", "unknown"),
                "Redis at " + redis.uri() + " refuses the user unknown and MILLRACE_REDIS_PASSWORD (WRONGPASS");
    }

    @Test
    void aMissingUserIsToldAsSuch() {
        Map<String, String> settings =
                without(redis.settings(EDGE), "MILLRACE_REDIS_PASSWORD", "MILLRACE_REDIS_USERNAME");
        assertRefused(settings, "Redis at " + redis.uri() + " wants a user (NOAUTH");
    }

    @Test
    void aMissingRightIsToldAsSuch() {
        String nobody = "Redis at " + redis.uri()
                + " does not permit what is needed to the user nobody and MILLRACE_REDIS_PASSWORD (NOPERM";
        assertRefused(redis.settings("nobody"), nobody);
    }

    /** It can connect; what it may not do is asked for at once. */
    @Test
    void theUserOfAnotherServiceIsToldAtTheStart() {
        assertRefused(
                redis.settings(CONTROL),
                "Redis at " + redis.uri() + " does not permit what is needed to the user millrace-control");
        String told = assertThrows(
                        RuntimeException.class,
                        () -> connectStore(redis.settings(EDGE)).close())
                .getMessage();
        assertTrue(
                told.startsWith(
                        "Redis at " + redis.uri() + " does not permit what is needed to the user millrace-edge"),
                told);
    }

    @Test
    void anAuthorityThatIsNotBelievedIsToldAsSuch() {
        assertRefused(
                with(
                        redis.settings(EDGE),
                        "MILLRACE_REDIS_CA",
                        strange.resolve("ca.pem").toString()),
                "Redis at " + redis.uri() + " has a certificate that is not believed (");
    }

    @Test
    void aCertificateForAnotherNameIsToldAsSuch() {
        String other = redis.uri().replace("127.0.0.1", "127.0.0.2");
        assertRefused(
                with(redis.settings(EDGE), "MILLRACE_REDIS_URI", other),
                "Redis at " + other + " has a certificate that is not believed (No subject alternative names matching");
    }

    @Test
    void aPortThatSpeaksSomethingElseIsToldAsSuch() {
        String plain = redis.plainUri().replace("redis:", "rediss:");
        assertRefused(
                with(redis.settings(EDGE), "MILLRACE_REDIS_URI", plain),
                "Redis at " + plain + " takes connections and does not answer (");
        String secured = redis.uri().replace("rediss:", "redis:");
        assertRefused(
                Map.of("MILLRACE_REDIS_URI", secured),
                "Redis at " + secured + " takes connections and does not answer (");
    }

    @Test
    void aMissingCertificateOfTheClientIsToldAsSuch() throws Exception {
        redis.call("CONFIG", "SET", "tls-auth-clients", "yes");
        try {
            assertRefused(
                    redis.settings(EDGE),
                    "Redis at " + redis.uri() + " refuses this client's certificate, or that there is none (");
            Map<String, String> shown = with(
                    redis.settings(EDGE),
                    "MILLRACE_REDIS_CLIENT_CERTIFICATE",
                    known.resolve("client.pem").toString());
            shown.put("MILLRACE_REDIS_CLIENT_KEY", known.resolve("client.key").toString());
            ChunkLog.connect(config(ChunkLogConfig.class, shown)).close();
        } finally {
            redis.call("CONFIG", "SET", "tls-auth-clients", "no");
        }
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertRefused(
                Map.of("MILLRACE_REDIS_PASSWORD_FILE", "/none"),
                "MILLRACE_REDIS_PASSWORD_FILE is /none: it is not there");
        assertRefused(
                Map.of("MILLRACE_REDIS_PASSWORD", "a", "MILLRACE_REDIS_PASSWORD_FILE", password.toString()),
                "MILLRACE_REDIS_PASSWORD and MILLRACE_REDIS_PASSWORD_FILE are both set");
        assertRefused(
                Map.of("MILLRACE_REDIS_URI", "redis://:secret@127.0.0.1", "MILLRACE_REDIS_PASSWORD", "a"),
                "MILLRACE_REDIS_URI has a password in it");
        assertRefused(
                Map.of("MILLRACE_REDIS_USERNAME", "a"), "MILLRACE_REDIS_USERNAME is a: MILLRACE_REDIS_PASSWORD_FILE");
        assertRefused(
                Map.of("MILLRACE_REDIS_CA", known.resolve("ca.pem").toString()),
                "MILLRACE_REDIS_URI is redis://127.0.0.1:6379, which is without TLS");
        assertRefused(
                with(redis.settings(EDGE), "MILLRACE_REDIS_CLIENT_KEY", "/key"),
                "MILLRACE_REDIS_CLIENT_KEY is /key: MILLRACE_REDIS_CLIENT_CERTIFICATE must be set too");
        assertRefused(
                with(redis.settings(EDGE), "MILLRACE_REDIS_CA", password.toString()),
                "MILLRACE_REDIS_CA is " + password + ": it has no certificate in PEM");
    }

    /** Redis has another certificate and another password for it when the connections have broken. */
    @Test
    void connectionsAreMadeAgainWithWhatTheFilesHoldThen() throws Exception {
        Path work = Files.createDirectory(directory.resolve("rotated"));
        SecretVolume secret = SecretVolume.of(work.resolve("secret"), known);
        Path changing = Files.writeString(work.resolve("password"), EDGE + "\n");
        try (SecuredRedis own = SecuredRedis.start(work.resolve("redis"), known)) {
            Map<String, String> settings = without(own.settings(EDGE), "MILLRACE_REDIS_PASSWORD");
            settings.put("MILLRACE_REDIS_PASSWORD_FILE", changing.toString());
            settings.put("MILLRACE_REDIS_CA", secret.file("ca.crt").toString());
            try (ChunkLog log = ChunkLog.connect(config(ChunkLogConfig.class, settings))) {
                own.use(strange);
                own.call("ACL", "SETUSER", EDGE, "resetpass", ">second");
                own.call("CLIENT", "KILL", "USER", EDGE);
                await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> !answers(log));
                Files.writeString(changing, "second\n");
                secret.swap(strange);
                await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> answers(log));
            }
        }
    }

    @Test
    void sentinelsHaveAUserOfTheirOwn() throws Exception {
        Path work = Files.createDirectory(directory.resolve("sentinel"));
        try (RedisSentinel behind = RedisSentinel.start(work)) {
            int port = Integer.parseInt(behind.uri().replaceAll(".*:(\\d+)#.*", "$1"));
            call(port, "ACL", "SETUSER", "watcher", "on", ">watcher", "+@all");
            call(behind.master().port(), "ACL", "SETUSER", EDGE, "on", ">" + EDGE, "~*", "+@all");
            Map<String, String> settings = new HashMap<>(Map.of(
                    "MILLRACE_REDIS_URI",
                    behind.uri(),
                    "MILLRACE_REDIS_USERNAME",
                    EDGE,
                    "MILLRACE_REDIS_PASSWORD",
                    EDGE,
                    "MILLRACE_REDIS_SENTINEL_USERNAME",
                    "watcher",
                    "MILLRACE_REDIS_SENTINEL_PASSWORD",
                    "watcher"));
            try (ChunkLog log = ChunkLog.connect(config(ChunkLogConfig.class, settings))) {
                assertTrue(answers(log));
            }
            String told = refusal(with(settings, "MILLRACE_REDIS_SENTINEL_PASSWORD", "wrong"));
            assertTrue(told.startsWith("Redis at " + behind.uri()), told);
        }
    }

    private static boolean answers(ChunkLog log) {
        try {
            log.find(OBJECT)
                    .toCompletableFuture()
                    .orTimeout(1, TimeUnit.SECONDS)
                    .join();
            return true;
        } catch (CompletionException _) {
            return false;
        }
    }

    private static void call(int port, String... command) throws IOException {
        try (RespConnection connection = new RespConnection(port)) {
            connection.call(command);
        }
    }

    private static void assertRefused(Map<String, String> settings, String beginning) {
        String told = refusal(settings);
        assertTrue(told.startsWith(beginning), told);
        assertEquals(1, told.lines().count(), told);
    }

    private static String refusal(Map<String, String> settings) {
        return assertThrows(
                        RuntimeException.class,
                        () -> ChunkLog.connect(config(ChunkLogConfig.class, settings))
                                .close())
                .getMessage();
    }

    private static ControlStore connectStore(Map<String, String> settings) {
        return ControlStore.connect(config(StoreConfig.class, settings).redis(), 10);
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> changed = new HashMap<>(settings);
        changed.put(name, value);
        return changed;
    }

    private static Map<String, String> without(Map<String, String> settings, String... names) {
        Map<String, String> changed = new HashMap<>(settings);
        List.of(names).forEach(changed::remove);
        return changed;
    }

    /** As the environment says. */
    static <T> T config(Class<T> type, Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .withMapping(type)
                .withSources(new EnvConfigSource(environment, 300))
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(type);
    }
}
