package io.millrace.control.store;

import io.lettuce.core.cluster.api.sync.RedisClusterCommands;

/** Redis's clock, which all replicas have in common. */
final class RedisTime {

    private static final StoreScript TIME = new StoreScript("time.lua");

    private RedisTime() {}

    /**
     * Milliseconds since the epoch.
     *
     * @param key of a Cluster's nodes, each of which has a clock, the one that has this key is asked
     */
    static long millis(RedisClusterCommands<String, byte[]> commands, String key) {
        return TIME.run(commands, new String[] {key});
    }
}
