package io.millrace.chunklog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.millrace.standalone.Millrace;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection to Redis that breaks in the middle of a reply. */
final class BrokenReplyTest {

    private static final int CHUNKS = 4;
    private static final int CHUNK_BYTES = 1000;

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private static final EventLoop LOOP = new DefaultEventLoop();

    @AfterAll
    static void stop() {
        LOOP.shutdownGracefully();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 30, 500, 1060, 1072, 1085, 2000, 3100, 4000})
    void everyByteIsReadOnceAndInOrder(int replyBytes) throws Exception {
        ObjectPath path = new ObjectPath("/broken/", "at" + replyBytes + ".ts");
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < CHUNKS; i++) {
            body.append(String.valueOf((char) ('b' + i)).repeat(CHUNK_BYTES));
        }
        long generation = store(path, body.toString());
        try (CuttingProxy proxy = CuttingProxy.to(MILLRACE.backing().redisUri());
                ChunkLog log = ChunkLog.connect(MILLRACE.chunkLogConfig(proxy.uri()))) {
            proxy.cutAfterReplyBytes(replyBytes);
            FollowedLog received = new FollowedLog();

            log.follow(path, generation, 0, Optional.empty(), received);

            assertInstanceOf(EndMark.Completed.class, received.end());
            assertEquals(body.toString(), String.join("", received.chunks()));
            assertEquals(1, proxy.cuts());
        }
    }

    private static long store(ObjectPath path, String body) throws Exception {
        String[] chunks = new String[CHUNKS];
        Arrays.setAll(chunks, i -> body.substring(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES));
        Completion completion =
                Writing.open(MILLRACE.chunkLog(), LOOP, path, chunks).complete();
        return completion.object().generation();
    }
}
