package io.millrace.chunklog;

import io.lettuce.core.StreamMessage;
import io.lettuce.core.UnblockType;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.millrace.backends.Reason;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * One connection that waits in {@code XREAD BLOCK} for the logs of all its readers, over and over.
 *
 * <p>State is guarded by this object's monitor, which is not held while Redis or a listener is called. There is one
 * read at a time, and a reader's listener is called between two of them. A reader that joins during a read ends it with
 * {@code CLIENT UNBLOCK} over a second connection.
 */
final class BlockingRead implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(BlockingRead.class);

    /** A read that brings nothing ends after this time, so that silent logs and a dead connection are noticed. */
    private static final long BLOCK_MS = 2_000;

    /** How much longer it may take before the connection is given up. */
    private static final long OVERDUE_MS = 3_000;

    private static final long CHUNKS_PER_LOG = 64;
    private static final long RECONNECT_MS = 200;
    private static final long WAKE_AGAIN_MS = 1;
    private static final long IDLE_CLOSE_SECONDS = 30;

    private final RedisNodes redis;
    private final int group;
    /** Any directory of the group: tells the node. */
    private final String directory;

    private final Map<String, Followed> readers = new LinkedHashMap<>();
    private Connections connections;
    private boolean running;
    private boolean closed;
    /** Counts the reads, so that a wake-up knows whether the read that it was meant for is over. */
    private long reads;
    /** Whether Redis has been asked and has not answered. */
    private boolean reading;

    private record Connections(
            StatefulRedisConnection<String, ByteBuf> reading,
            long clientId,
            StatefulRedisConnection<String, String> control) {

        void close() {
            reading.closeAsync();
            control.closeAsync();
        }
    }

    BlockingRead(RedisNodes redis, int group, String directory) {
        this.redis = redis;
        this.group = group;
        this.directory = directory;
    }

    /**
     * Takes a reader in.
     *
     * @return false when this group has been closed meanwhile
     */
    boolean add(Followed reader) {
        boolean start;
        boolean wake;
        long read;
        synchronized (this) {
            if (closed) {
                return false;
            }
            Followed earlier = readers.putIfAbsent(reader.key(), reader);
            if (earlier != null && !earlier.closed()) {
                throw new IllegalStateException(reader.key() + " is followed already");
            }
            readers.put(reader.key(), reader);
            start = !running;
            running = true;
            read = reads;
            wake = reading; // between two reads the next one has it
        }
        if (start) {
            next();
        } else if (wake) {
            wake(read);
        }
        return true;
    }

    synchronized boolean closed() {
        return closed;
    }

    private void next() {
        List<StreamOffset<String>> offsets = new ArrayList<>();
        Map<String, Followed> wanted;
        Connections current;
        synchronized (this) {
            readers.values().removeIf(Followed::closed);
            if (closed || readers.isEmpty()) {
                running = false;
                long atRead = reads;
                if (!closed) {
                    redis.resources()
                            .eventExecutorGroup()
                            .schedule(() -> closeIfIdle(atRead), IDLE_CLOSE_SECONDS, TimeUnit.SECONDS);
                }
                return;
            }
            reads++;
            wanted = new HashMap<>(readers);
            current = connections;
            reading = current != null;
        }
        if (current == null) {
            connect();
            return;
        }
        wanted.values().forEach(reader -> offsets.add(StreamOffset.from(reader.key(), reader.lastId())));
        @SuppressWarnings({"unchecked", "rawtypes"})
        StreamOffset<String>[] streams = offsets.toArray(new StreamOffset[0]);
        current.reading()
                .async()
                .xread(XReadArgs.Builder.block(BLOCK_MS).count(CHUNKS_PER_LOG), streams)
                .whenComplete((messages, failure) -> {
                    answered();
                    if (failure != null) {
                        reconnect(failure);
                        return;
                    }
                    try {
                        hand(messages, wanted);
                    } finally {
                        next();
                    }
                });
    }

    private synchronized void answered() {
        reading = false;
    }

    /**
     * A read has no timeout of its own; one that Redis should have ended by now ends with its connection. Looks now and
     * then, as long as the connection is in use.
     *
     * @param seen the read that was in progress at the last look
     */
    private void watch(Connections watched, long seen) {
        redis.resources()
                .eventExecutorGroup()
                .schedule(
                        () -> {
                            long read;
                            synchronized (this) {
                                if (closed || connections == null || connections.clientId() != watched.clientId()) {
                                    return;
                                }
                                read = running ? reads : -1;
                            }
                            if (read == seen && read >= 0) {
                                watched.close();
                            } else {
                                watch(watched, read);
                            }
                        },
                        BLOCK_MS + OVERDUE_MS,
                        TimeUnit.MILLISECONDS);
    }

    private void hand(List<StreamMessage<String, ByteBuf>> messages, Map<String, Followed> wanted) {
        Map<String, List<StreamMessage<String, ByteBuf>>> byLog = new LinkedHashMap<>();
        messages.forEach(message -> byLog.computeIfAbsent(message.getStream(), log -> new ArrayList<>())
                .add(message));
        byLog.forEach((log, entries) -> wanted.get(log).deliver(entries));
        wanted.values().forEach(Followed::checkSilence);
    }

    /** Ends the read in progress, again and again until it is another read: it may not have reached Redis yet. */
    private void wake(long read) {
        Connections current;
        synchronized (this) {
            if (closed || connections == null || reads != read) {
                return;
            }
            current = connections;
        }
        current.control()
                .async()
                .clientUnblock(current.clientId(), UnblockType.TIMEOUT)
                .whenComplete((ended, failure) -> {
                    if (failure == null && ended == 0) {
                        redis.resources()
                                .eventExecutorGroup()
                                .schedule(() -> wake(read), WAKE_AGAIN_MS, TimeUnit.MILLISECONDS);
                    }
                });
    }

    private void connect() {
        redis.connectForBlocking(group, directory)
                .thenCompose(reading -> reading.async()
                        .clientId()
                        .thenCombine(
                                redis.connectForControl(group, directory),
                                (id, control) -> new Connections(reading, id, control))
                        .whenComplete((made, failure) -> {
                            if (failure != null) {
                                reading.closeAsync();
                            }
                        }))
                .whenComplete((made, failure) -> {
                    if (failure != null) {
                        reconnect(failure);
                        return;
                    }
                    synchronized (this) {
                        connections = made;
                    }
                    watch(made, -1);
                    next();
                });
    }

    private void reconnect(Throwable failure) {
        Connections broken;
        synchronized (this) {
            if (closed) {
                return;
            }
            broken = connections;
            connections = null;
        }
        if (broken != null) {
            LOG.warnf("reading from Redis failed, trying again: %s", Reason.of(failure));
            broken.close();
        }
        redis.blockingFailed(failure);
        redis.resources().eventExecutorGroup().schedule(this::next, RECONNECT_MS, TimeUnit.MILLISECONDS);
    }

    private synchronized void closeIfIdle(long atRead) {
        if (!running && reads == atRead) {
            close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (connections != null) {
            connections.close();
            connections = null;
        }
    }
}
