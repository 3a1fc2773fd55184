package io.millrace.chunklog;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.millrace.standalone.Millrace;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The opening of an upload that comes to Redis when nobody waits for its answer any more. */
final class LateOpeningTest {

    private static final ObjectPath PATH = new ObjectPath("/late/", "a.ts");
    private static final ContentHeaders HEADERS = ContentHeaders.of("video/mp2t");

    /** With a lease that no test outlasts. */
    @RegisterExtension
    static final Millrace MILLRACE =
            Millrace.onItsOwn(Map.of("millrace.redis.timeout", "500ms", "millrace.retention.lease", "10m"));

    private static final EventLoop LOOP = new DefaultEventLoop();
    private static RedisClient client;
    private static RedisCommands<String, String> redis;

    private CuttingProxy proxy;
    private ChunkLog log;

    @BeforeAll
    static void connect() {
        client = RedisClient.create(MILLRACE.backing().redisUri());
        redis = client.connect().sync();
    }

    @AfterAll
    static void disconnect() {
        client.shutdown();
        LOOP.shutdownGracefully();
    }

    /** The scripts are known to Redis from then on: what it does not know, it does not do late. */
    @BeforeEach
    void redisCanBeHeldBack() throws Exception {
        proxy = CuttingProxy.to(MILLRACE.backing().redisUri());
        log = ChunkLog.connect(MILLRACE.chunkLogConfig(proxy.uri()));
        Writing before = Writing.open(log, LOOP, new ObjectPath("/late/", "before.ts"), "x");
        before.abort();
        await().until(() -> find(before.path()).absent());
    }

    @AfterEach
    void close() throws Exception {
        log.close();
        proxy.close();
        redis.flushdb();
    }

    @Test
    void itsReadersAreCutOffAtOnce() throws Exception {
        proxy.holdRequests();
        Writing late = Writing.begin(log, LOOP, PATH, HEADERS, "first", "second");
        assertEquals(WriteFailure.UNAVAILABLE, late.failure());
        proxy.passRequests();

        await().until(() -> logs().size() == 1);
        FollowedLog followed = new FollowedLog();
        MILLRACE.chunkLog().follow(PATH, logs().getFirst(), 0, Optional.empty(), followed);
        assertInstanceOf(EndMark.Aborted.class, followed.end());
        assertEquals(List.of("first"), followed.chunks());
        assertTrue(find(PATH).absent());
    }

    @Test
    void anotherUploadOfTheSameObjectGoesOn() throws Exception {
        Writing other = Writing.open(MILLRACE.chunkLog(), LOOP, PATH, "other");
        proxy.holdRequests();
        Writing.begin(log, LOOP, PATH, HEADERS, "late").failure();
        proxy.passRequests();

        await().until(() -> logs().size() == 2 && find(PATH).open().isEmpty());
        other.append("'s rest");
        assertEquals(other.generation(), other.complete().object().generation());
        assertEquals(12, find(PATH).complete().orElseThrow().length());
    }

    /** The generations whose logs are there. */
    private static List<Long> logs() {
        return redis.keys(RedisKeys.logPrefix(PATH) + "*").stream()
                .map(key -> Long.parseLong(key.substring(key.lastIndexOf(':') + 1)))
                .toList();
    }

    private static ObjectState find(ObjectPath path) throws Exception {
        return MILLRACE.chunkLog().find(path).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
