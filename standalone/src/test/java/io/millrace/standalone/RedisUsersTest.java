package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.millrace.chunklog.ChunkLog;
import io.millrace.chunklog.ChunkLogUnavailableException;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.ObjectState;
import io.millrace.chunklog.Openings;
import io.millrace.control.store.ControlStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The users of {@code deploy/redis/users.acl}: each may do what its service does, and nothing else. */
final class RedisUsersTest {

    private static final String INGEST = "millrace-ingest";
    private static final String EDGE = "millrace-edge";
    private static final String CONTROL = "millrace-control";

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onItsOwn(Map.of(
            "millrace.retention.lease", "1s",
            "millrace.retention.window-objects", "2",
            "millrace.retention.window-bytes", "20000",
            "millrace.edge.listing", "true"));

    private static final Map<String, Set<String>> USED = new TreeMap<>();
    private static final Set<String> SCRIPTS = new TreeSet<>();
    private static final List<String> REFUSED = new ArrayList<>();

    private static RedisUsers users;

    @TempDir
    private static Path directory;

    /** Over one Redis, and over a cluster. */
    @BeforeAll
    static void everyServiceDoesAllThatItDoes() throws Exception {
        users = RedisUsers.read();
        Path file = Files.writeString(directory.resolve("users.acl"), users.file());
        try (RedisServer redis =
                RedisServer.start(FreePorts.pick(), directory.resolve("redis"), "--aclfile", file.toString())) {
            run(redis.uri(), List.of(redis));
        }
        try (RedisCluster redis = RedisCluster.start(directory.resolve("cluster"), "--aclfile", file.toString())) {
            run(redis.uri(), redis.nodes());
        }
    }

    private static void run(String uri, List<RedisServer> nodes) throws Exception {
        List<UsedCommands> monitors = new ArrayList<>();
        try {
            for (RedisServer node : nodes) {
                monitors.add(UsedCommands.of(node.port()));
            }
            EveryRedisCommand all = new EveryRedisCommand(
                    MILLRACE,
                    user -> {
                        monitors.forEach(monitor -> monitor.starts(user));
                        return RedisUsers.uri(uri, user);
                    },
                    script -> monitors.stream()
                            .anyMatch(monitor -> monitor.scripts().contains(digest(ChunkLog.class, script))));
            all.run(INGEST, EDGE, CONTROL);
            monitors.forEach(monitor -> SCRIPTS.addAll(monitor.scripts()));
            for (UsedCommands monitor : monitors) {
                monitor.byUser()
                        .forEach((user, commands) ->
                                USED.computeIfAbsent(user, u -> new TreeSet<>()).addAll(commands));
            }
            REFUSED.addAll(refusals(nodes));
        } finally {
            for (UsedCommands monitor : monitors) {
                monitor.close();
            }
        }
    }

    private static List<String> refusals(List<RedisServer> nodes) {
        List<String> refusals = new ArrayList<>();
        for (RedisServer node : nodes) {
            RedisClient client = RedisClient.create(node.uri());
            try (StatefulRedisConnection<String, String> admin = client.connect()) {
                admin.sync().aclLog().forEach(entry -> refusals.add(entry.toString()));
            } finally {
                client.shutdown();
            }
        }
        return refusals;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "open",
                "renew",
                "reaches",
                "complete",
                "abort",
                "delete",
                "keep",
                "register",
                "list",
                "describe",
                "find"
            })
    void everyScriptOfTheChunkLogIsRun(String name) {
        assertTrue(SCRIPTS.contains(digest(ChunkLog.class, name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"change", "renew-store", "put-edge", "report-edge", "watch-edges", "report-live", "time"})
    void everyScriptOfTheControlPlaneIsRun(String name) {
        assertTrue(SCRIPTS.contains(digest(ControlStore.class, name)));
    }

    @Test
    void nothingIsRefused() {
        assertEquals(List.of(), REFUSED);
    }

    @Test
    void theIngestMayDoWhatItDoesAndNoMore() {
        assertEquals(shown(USED.get(INGEST)), shown(users.commands(INGEST)));
    }

    @Test
    void theEdgeMayDoWhatItDoesAndNoMore() {
        assertEquals(shown(USED.get(EDGE)), shown(users.commands(EDGE)));
    }

    @Test
    void theControlPlaneMayDoWhatItDoesAndNoMore() {
        assertEquals(shown(USED.get(CONTROL)), shown(users.commands(CONTROL)));
    }

    /** What MONITOR does not show with Redis 6.2: without one of these a service is refused something. */
    @ParameterizedTest
    @CsvSource({
        "millrace-edge, cluster|nodes",
        "millrace-edge, cluster|myid",
        "millrace-edge, client|id",
        "millrace-edge, client|unblock",
        "millrace-ingest, cluster|nodes",
        "millrace-edge, client|setname",
        "millrace-ingest, cluster|myid",
        "millrace-ingest, client|setname"
    })
    void whatIsNotShownIsNeededToo(String user, String command) throws Exception {
        Path work = Files.createTempDirectory(directory, "needed");
        Path file = Files.writeString(
                work.resolve("users.acl"), users.without(user, command).file());
        if (command.startsWith("cluster") || command.equals("client|setname")) {
            try (RedisCluster redis = RedisCluster.start(work, "--aclfile", file.toString())) {
                assertIsRefused(redis.uri(), redis.nodes(), user);
            }
        } else {
            try (RedisServer redis = RedisServer.start(FreePorts.pick(), work, "--aclfile", file.toString())) {
                assertIsRefused(redis.uri(), List.of(redis), user);
            }
        }
    }

    private static void assertIsRefused(String uri, List<RedisServer> nodes, String user) {
        try (ChunkLog log = ChunkLog.connect(MILLRACE.chunkLogConfig(RedisUsers.uri(uri, user)))) {
            // One that joins a read in progress ends it.
            AtomicInteger followed = new AtomicInteger();
            await().until(() -> {
                log.followOpenings("/needed-" + followed.incrementAndGet() + "/", new NoOpenings());
                return !refusals(nodes).isEmpty();
            });
        } catch (ChunkLogUnavailableException e) {
            assertTrue(e.getMessage().contains("NOPERM"), e.getMessage());
        }
    }

    private static final class NoOpenings implements Openings {

        @Override
        public void opened(ObjectPath path, ObjectState.Open open, boolean replaces) {}

        @Override
        public void openedBefore(ObjectPath path) {}
    }

    /** What each of them has no business with: the other's keys, and for the edge any change. */
    @ParameterizedTest
    @CsvSource({
        "millrace-ingest, HGET, mr:k:{control}:resources channels/cam",
        "millrace-edge, HMGET, mr:k:{control}:resources channels/cam",
        "millrace-edge, HSET, mr:o:{/a/}b.ts open 1",
        "millrace-control, HGET, mr:o:{/a/}b.ts open",
        "millrace-ingest, CONFIG, GET *",
        "millrace-ingest, KEYS, *",
        "millrace-ingest, FLUSHALL, ASYNC",
        "millrace-control, SUBSCRIBE, any"
    })
    void whatIsNotAServicesBusinessIsRefused(String user, String command, String arguments) throws Exception {
        Path work = Files.createTempDirectory(directory, "refused");
        Path file = Files.writeString(work.resolve("users.acl"), users.file());
        try (RedisServer redis = RedisServer.start(FreePorts.pick(), work, "--aclfile", file.toString());
                RespConnection connection = new RespConnection(redis.port())) {
            connection.call("AUTH", user, user);
            String[] words = Stream.concat(Stream.of(command), Stream.of(arguments.split(" ", -1)))
                    .toArray(String[]::new);
            String refusal = assertThrows(IOException.class, () -> connection.call(words))
                    .getMessage();
            assertTrue(refusal.contains("NOPERM"), refusal);
        }
    }

    /** Without what has a test of its own. */
    private static Set<String> shown(Set<String> commands) {
        return commands.stream()
                .filter(command -> !command.startsWith("client|") && !command.startsWith("cluster|"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String digest(Class<?> owner, String script) {
        try (InputStream in = owner.getResourceAsStream(script + ".lua")) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(in.readAllBytes()));
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
