package io.millrace.chunklog;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.millrace.standalone.Millrace;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections to Redis are on the event loops of the clients' connections. */
class SharedLoopsTest {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private EventLoopGroup group;
    private RedisNodes redis;

    @AfterEach
    void stop() {
        redis.close();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void anUploadsCommandsAreAnsweredOnItsOwnEventLoop() {
        Assumptions.assumeTrue(Epoll.isAvailable());
        connect(new EpollEventLoopGroup(3));
        group.forEach(executor -> {
            EventLoop loop = (EventLoop) executor;
            await().untilAsserted(() -> assertNotSame(redis.chunks(), redis.chunks(loop)));
            assertTrue(answeredOn(redis.chunks(loop), loop));
        });
    }

    @Test
    void theLoopsOutliveTheConnections() {
        Assumptions.assumeTrue(Epoll.isAvailable());
        connect(new EpollEventLoopGroup(2));
        redis.close();
        assertEquals(
                "still there",
                group.submit(() -> "still there").syncUninterruptibly().getNow());
    }

    @Test
    void loopsOfAnotherTransportAreLeftAlone() {
        Assumptions.assumeTrue(Epoll.isAvailable());
        connect(new NioEventLoopGroup(2));
        assertSame(redis.chunks(), redis.chunks(group.next()));
        assertEquals("PONG", redis.states().ping().toCompletableFuture().join());
    }

    private void connect(EventLoopGroup loops) {
        group = loops;
        redis = RedisNodes.connect(MILLRACE.chunkLogConfig().redis(), Optional.of(loops));
    }

    /** Asked on the loop, so that no answer can come before somebody waits for it. */
    private static boolean answeredOn(RedisClusterAsyncCommands<String, ByteBuf> commands, EventLoop loop) {
        return loop.submit(() -> commands.ping().thenApply(answer -> loop.inEventLoop()))
                .syncUninterruptibly()
                .getNow()
                .toCompletableFuture()
                .join();
    }
}
