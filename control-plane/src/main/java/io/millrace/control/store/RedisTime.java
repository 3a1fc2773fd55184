package io.millrace.control.store;

import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Redis's clock, which all replicas have in common. */
final class RedisTime {

    private RedisTime() {}

    /** Milliseconds since the epoch. */
    static long millis(RedisClusterCommands<String, byte[]> commands) {
        List<byte[]> secondsAndMicros = commands.time();
        return number(secondsAndMicros.getFirst()) * 1_000 + number(secondsAndMicros.getLast()) / 1_000;
    }

    private static long number(byte[] digits) {
        return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
    }
}
