package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.chunklog.ChunkLog;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that Sentinel looks after: its replica becomes the master under uploads and readers. */
final class FailoverBySentinelTest {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    @Test
    void uploadsAndReadsGoOnWhenTheMasterIsKilled(@TempDir Path directory) throws Exception {
        try (RedisSentinel redis = RedisSentinel.start(directory)) {
            Failover.goesOn(
                    MILLRACE, redis.uri(), () -> redis.master().process().kill(), redis::failedOver);
        }
    }

    @Test
    void uploadsAndReadsGoOnWhenTheMasterHangs(@TempDir Path directory) throws Exception {
        try (RedisSentinel redis = RedisSentinel.start(directory)) {
            Failover.goesOn(
                    MILLRACE, redis.uri(), () -> redis.master().process().pause(), redis::failedOver);
        }
    }

    @Test
    void uploadsAndReadsGoOnWhenTheMasterIsToldToStepDown(@TempDir Path directory) throws Exception {
        try (RedisSentinel redis = RedisSentinel.start(directory)) {
            Failover.goesOn(MILLRACE, redis.uri(), redis::failOver, redis::failedOver);
        }
    }

    /** For as long as it is not, it acknowledges what nobody will have. */
    @Test
    void aMasterThatWasToldToStepDownIsLeftBeforeItIsAReplica(@TempDir Path directory) throws Exception {
        try (RedisSentinel redis = RedisSentinel.start(directory);
                ChunkLog _ = ChunkLog.connect(MILLRACE.chunkLogConfig(redis.uri()))) {
            assertFalse(redis.left());

            redis.failOver();
            await().until(redis::left);

            assertTrue(redis.firstIsMaster());
        }
    }
}
