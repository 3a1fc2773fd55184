package io.millrace.standalone;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Redis master with one replica, and a Sentinel that watches them and makes the replica the master. */
public final class RedisSentinel implements AutoCloseable {

    private static final String MASTER = "main";
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final int port;
    private final RedisServer master;
    private final RedisServer replica;
    private final ChildProcess sentinel;

    private RedisSentinel(int port, RedisServer master, RedisServer replica, ChildProcess sentinel) {
        this.port = port;
        this.master = master;
        this.replica = replica;
        this.sentinel = sentinel;
    }

    /** Returns when Sentinel knows both and the replica has what the master has. */
    public static RedisSentinel start(Path directory) {
        List<AutoCloseable> started = new ArrayList<>();
        try {
            Path binary = RedisBinary.find(directory.toAbsolutePath());
            String[] atOnce = {"--repl-diskless-sync", "yes", "--repl-diskless-sync-delay", "0"};
            RedisServer master = RedisServer.start(binary, FreePorts.pick(), directory.resolve("master"), atOnce);
            started.add(master);
            RedisServer replica = RedisServer.start(
                    binary,
                    FreePorts.pickOtherThan(master.port()),
                    directory.resolve("replica"),
                    "--repl-diskless-sync-delay",
                    "0",
                    "--replicaof",
                    "127.0.0.1",
                    Integer.toString(master.port()));
            started.add(replica);
            replica.process()
                    .awaitReady(
                            START_LIMIT,
                            () -> "up"
                                    .equals(fields(replica.port(), "replication")
                                            .get("master_link_status")));
            int port = FreePorts.pickOtherThan(replica.port());
            ChildProcess sentinel = ChildProcess.start(
                    "sentinel",
                    List.of(binary.toString(), config(directory, port, master).toString(), "--sentinel"),
                    directory.toAbsolutePath());
            started.add(sentinel);
            sentinel.awaitReady(
                    START_LIMIT,
                    () -> state(port).contains("status=ok") && state(port).contains("slaves=1"));
            return new RedisSentinel(port, master, replica, sentinel);
        } catch (IOException e) {
            close(started);
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            close(started);
            throw e;
        }
    }

    private static Path config(Path directory, int port, RedisServer master) throws IOException {
        return Files.writeString(
                directory.resolve("sentinel.conf"), """
                port %d
                bind 127.0.0.1
                sentinel monitor %s 127.0.0.1 %d 1
                sentinel down-after-milliseconds %s 1000
                sentinel failover-timeout %s 5000
                """.formatted(port, MASTER, master.port(), MASTER, MASTER));
    }

    /** For clients: Sentinel tells them where the master is. */
    public String uri() {
        return "redis-sentinel://127.0.0.1:" + port + "#" + MASTER;
    }

    /** What is the master at first. */
    public RedisServer master() {
        return master;
    }

    /** Whether the replica is the master, as Sentinel says and as it knows itself. */
    public boolean failedOver() {
        return state(port).contains("address=127.0.0.1:" + replica.port() + ",")
                && "master".equals(fields(replica.port(), "replication").get("role"));
    }

    /** Whether nobody but Sentinel is connected to what is the master at first. */
    public boolean left() {
        try (RespConnection connection = new RespConnection(master.port())) {
            String self = "id=" + connection.call("CLIENT", "ID") + " ";
            return connection
                    .call("CLIENT", "LIST", "TYPE", "normal")
                    .lines()
                    .noneMatch(client -> !client.contains("name=sentinel") && !client.startsWith(self));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether what is the master at first takes itself for it still. */
    public boolean firstIsMaster() {
        return "master".equals(fields(master.port(), "replication").get("role"));
    }

    /** Whether the replica has all that the master has. */
    public boolean replicated() {
        Map<String, String> state = fields(master.port(), "replication");
        return state.getOrDefault("slave0", "").contains(",offset=" + state.get("master_repl_offset") + ",");
    }

    /** Has Sentinel make the replica the master, though nothing is wrong with the master. */
    public void failOver() {
        // It knows of a replica before it has heard of it that it would do.
        await().ignoreException(IOException.class).until(() -> {
            try (RespConnection connection = new RespConnection(port)) {
                return connection.call("SENTINEL", "FAILOVER", MASTER).equals("OK");
            }
        });
    }

    private static String state(int sentinelPort) {
        return fields(sentinelPort, "sentinel").getOrDefault("master0", "");
    }

    /** Nothing as long as nobody answers. */
    private static Map<String, String> fields(int port, String section) {
        try (RespConnection connection = new RespConnection(port)) {
            return connection.callForFields("INFO", section);
        } catch (IOException _) {
            return Map.of();
        }
    }

    @Override
    public void close() {
        close(List.of(master, replica, sentinel));
    }

    private static void close(List<? extends AutoCloseable> started) {
        for (AutoCloseable process : started.reversed()) {
            try {
                process.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }
}
