package io.millrace.chunklog;

import io.netty.util.concurrent.EventExecutorGroup;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Many readers that wait for new chunks, over few connections: one blocking read for each group of logs. */
final class BlockingReads implements AutoCloseable {

    private final RedisNodes redis;
    private final Map<Integer, BlockingRead> groups = new ConcurrentHashMap<>();
    private volatile boolean closed;

    BlockingReads(RedisNodes redis) {
        this.redis = redis;
    }

    EventExecutorGroup executors() {
        return redis.resources().eventExecutorGroup();
    }

    /** Lets a reader take part in a blocking read from its position on. */
    void add(ChunkLogReader reader) {
        int group = redis.readGroup(reader.path());
        while (!closed
                && !groups.computeIfAbsent(group, g -> new BlockingRead(redis, reader.path()))
                        .add(reader)) {
            groups.computeIfPresent(group, (g, read) -> read.closed() ? null : read);
        }
    }

    @Override
    public void close() {
        closed = true;
        groups.values().forEach(BlockingRead::close);
    }
}
