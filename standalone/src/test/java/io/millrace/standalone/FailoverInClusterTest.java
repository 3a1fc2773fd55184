package io.millrace.standalone;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A Redis Cluster in which the replica of a primary takes its place under uploads and readers. */
final class FailoverInClusterTest {

    private static final String KEY = "{" + Failover.DIRECTORY + "}";

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    @Test
    void uploadsAndReadsGoOnWhenAPrimaryIsKilled(@TempDir Path directory) throws Exception {
        try (RedisCluster redis = RedisCluster.startWithReplicas(directory)) {
            RedisServer primary = redis.primaryOf(KEY);
            RedisServer replica = redis.replicaOf(primary);
            Failover.goesOn(MILLRACE, redis.uri(), () -> primary.process().kill(), () -> redis.isPrimary(replica));
        }
    }

    @Test
    void uploadsAndReadsGoOnWhenAPrimaryHangs(@TempDir Path directory) throws Exception {
        try (RedisCluster redis = RedisCluster.startWithReplicas(directory)) {
            RedisServer primary = redis.primaryOf(KEY);
            RedisServer replica = redis.replicaOf(primary);
            Failover.goesOn(MILLRACE, redis.uri(), () -> primary.process().pause(), () -> redis.isPrimary(replica));
        }
    }

    @Test
    void uploadsAndReadsGoOnWhenAPrimaryIsToldToStepDown(@TempDir Path directory) throws Exception {
        try (RedisCluster redis = RedisCluster.startWithReplicas(directory)) {
            RedisServer replica = redis.replicaOf(redis.primaryOf(KEY));
            Failover.goesOn(MILLRACE, redis.uri(), () -> redis.failOverTo(replica), () -> redis.isPrimary(replica));
        }
    }

    @Test
    void aServiceStartsWhileAPrimaryIsAway(@TempDir Path directory) throws Exception {
        try (RedisCluster redis = RedisCluster.start(directory)) {
            redis.primaryOf("{/}").process().kill();
            assertDoesNotThrow(() -> MILLRACE.startEdge(redis.uri()));
        }
    }
}
