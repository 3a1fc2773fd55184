package io.millrace.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A Redis Cluster on loopback: three primaries, with a replica each or none, the slots divided evenly. For tests. */
public final class RedisCluster implements AutoCloseable {

    private static final int PRIMARIES = 3;
    private static final int SLOTS = 16_384;
    private static final int NODE_TIMEOUT_MS = 2_000;
    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    /** The primaries, then their replicas in the same order. */
    private final List<RedisServer> nodes = new ArrayList<>();

    private RedisCluster() {}

    /**
     * Returns when every node knows the others and says that the cluster is well.
     *
     * @param workDirectory is created; should be new or empty
     * @param extraArgs for every node, as on the command line of redis-server
     */
    public static RedisCluster start(Path workDirectory, String... extraArgs) {
        return start(workDirectory, PRIMARIES, extraArgs);
    }

    /** The same with a replica of each primary; returns when they have what the primaries have. */
    public static RedisCluster startWithReplicas(Path workDirectory) {
        return start(workDirectory, 2 * PRIMARIES, "--repl-diskless-sync", "yes", "--repl-diskless-sync-delay", "0");
    }

    private static RedisCluster start(Path workDirectory, int size, String... extraArgs) {
        RedisCluster cluster = new RedisCluster();
        try {
            Path binary = RedisBinary.find(workDirectory.toAbsolutePath());
            for (int i = 0; i < size; i++) {
                cluster.startNode(binary, workDirectory, extraArgs);
            }
            cluster.join();
            for (RedisServer node : cluster.nodes) {
                node.process().awaitReady(START_LIMIT, () -> isWell(node, size));
            }
            for (int i = PRIMARIES; i < size; i++) {
                replicate(cluster.nodes.get(i - PRIMARIES), cluster.nodes.get(i));
            }
        } catch (IOException e) {
            cluster.close();
            throw new ChildProcessException("The Redis Cluster can't be set up: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private void startNode(Path binary, Path workDirectory, String... extraArgs) {
        int port = FreePorts.pickForClusterNode();
        Stream<String> clusterArgs =
                Stream.of("--cluster-enabled", "yes", "--cluster-node-timeout", Integer.toString(NODE_TIMEOUT_MS));
        nodes.add(RedisServer.start(
                binary,
                port,
                workDirectory.resolve("node-" + port),
                Stream.concat(clusterArgs, Stream.of(extraArgs)).toArray(String[]::new)));
    }

    private void join() throws IOException {
        for (int i = 0; i < nodes.size(); i++) {
            try (RespConnection connection = new RespConnection(nodes.get(i).port())) {
                // Epochs that differ from the start spare the nodes to agree on them.
                connection.call("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
                if (i < PRIMARIES) {
                    connection.call(Stream.concat(Stream.of("CLUSTER", "ADDSLOTS"), slotsOf(i))
                            .toArray(String[]::new));
                }
                for (RedisServer other : nodes.subList(0, i)) {
                    connection.call("CLUSTER", "MEET", "127.0.0.1", Integer.toString(other.port()));
                }
            }
        }
    }

    private static Stream<String> slotsOf(int node) {
        return IntStream.range(SLOTS * node / PRIMARIES, SLOTS * (node + 1) / PRIMARIES)
                .mapToObj(Integer::toString);
    }

    private static void replicate(RedisServer primary, RedisServer replica) throws IOException {
        try (RespConnection from = new RespConnection(primary.port());
                RespConnection to = new RespConnection(replica.port())) {
            to.call("CLUSTER", "REPLICATE", from.call("CLUSTER", "MYID"));
        }
        replica.process()
                .awaitReady(START_LIMIT, () -> "up".equals(replication(replica).get("master_link_status")));
    }

    /** Nothing as long as it does not answer. */
    private static Map<String, String> replication(RedisServer node) {
        try (RespConnection connection = new RespConnection(node.port())) {
            return connection.callForFields("INFO", "replication");
        } catch (IOException _) {
            return Map.of();
        }
    }

    private static boolean isWell(RedisServer node, int size) {
        try (RespConnection connection = new RespConnection(node.port())) {
            Map<String, String> info = connection.callForFields("CLUSTER", "INFO");
            return "ok".equals(info.get("cluster_state"))
                    && Integer.toString(SLOTS).equals(info.get("cluster_slots_ok"))
                    && Integer.toString(size).equals(info.get("cluster_known_nodes"));
        } catch (IOException _) {
            return false;
        }
    }

    /** The node that is the primary of a key's slot at first. */
    public RedisServer primaryOf(String key) throws IOException {
        try (RespConnection connection = new RespConnection(nodes.getFirst().port())) {
            int slot = Integer.parseInt(connection.call("CLUSTER", "KEYSLOT", key));
            return nodes.get(((slot + 1) * PRIMARIES - 1) / SLOTS);
        }
    }

    /** The replica of a node that is a primary at first, where there are replicas. */
    public RedisServer replicaOf(RedisServer primary) {
        return nodes.get(nodes.indexOf(primary) + PRIMARIES);
    }

    /** Has a replica take over from its primary, though nothing is wrong with that. */
    public void failOverTo(RedisServer replica) throws IOException {
        try (RespConnection connection = new RespConnection(replica.port())) {
            connection.call("CLUSTER", "FAILOVER");
        }
    }

    public boolean isPrimary(RedisServer node) {
        return "master".equals(replication(node).get("role"));
    }

    public List<RedisServer> nodes() {
        return List.copyOf(nodes);
    }

    /** The nodes' URIs, separated by commas. */
    public String uri() {
        return nodes.stream().map(RedisServer::uri).collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        nodes.forEach(RedisServer::close);
    }
}
