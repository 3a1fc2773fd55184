package io.millrace.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerTest {

    @TempDir
    private Path directory;

    @Test
    void neverEvictsAndTakesFurtherArguments() throws Exception {
        try (RedisServer redis = RedisServer.start(FreePorts.pick(), directory, "--maxmemory", "64mb");
                RespConnection connection = new RespConnection(redis.port())) {
            assertEquals(
                    "noeviction", connection.callForFields("INFO", "memory").get("maxmemory_policy"));
            assertEquals("67108864", connection.callForFields("INFO", "memory").get("maxmemory"));
        }
    }

    @Test
    void aPortThatAnotherRedisHasIsReported() {
        try (RedisServer redis = RedisServer.start(FreePorts.pick(), directory)) {
            ChildProcessException e = assertThrows(
                    ChildProcessException.class, () -> RedisServer.start(redis.port(), directory.resolve("second")));
            assertTrue(e.getMessage().contains("Address already in use"), e.getMessage());
        }
    }

    @Test
    void aClusterTakesAKeyAtTheNodeThatHasItsSlot() throws Exception {
        try (RedisCluster cluster = RedisCluster.start(directory)) {
            int took = 0;
            for (RedisServer node : cluster.nodes()) {
                try (RespConnection connection = new RespConnection(node.port())) {
                    // A node without the slot answers -MOVED, which is an exception here.
                    took += "OK".equals(connection.call("SET", "key", "value")) ? 1 : 0;
                } catch (IOException e) {
                    assertTrue(e.getMessage().contains("MOVED 12539 "), e.getMessage());
                }
            }
            assertEquals(1, took);
        }
    }
}
