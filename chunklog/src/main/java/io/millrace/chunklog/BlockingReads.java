package io.millrace.chunklog;

import io.netty.util.concurrent.EventExecutorGroup;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Many readers that wait for what is new in their streams, over few connections: one blocking read for each group. */
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
    void add(Followed reader) {
        int group = redis.readGroup(reader.directory(), reader.near());
        while (!closed
                && !groups.computeIfAbsent(group, g -> new BlockingRead(redis, g, reader.directory()))
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
