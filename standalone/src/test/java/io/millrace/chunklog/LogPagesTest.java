package io.millrace.chunklog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.millrace.standalone.Millrace;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reading a log that is longer than what is read at once. */
final class LogPagesTest extends Uploads {

    private static final int MIB = 1 << 20;

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    @Override
    Millrace millrace() {
        return MILLRACE;
    }

    @Test
    void aPageIsBoundedInBytesHoweverItsChunksGrow() throws Exception {
        String[] chunks = Stream.concat(
                        Collections.nCopies(300, "small").stream(), Collections.nCopies(8, "x".repeat(MIB)).stream())
                .toArray(String[]::new);
        Writing writing = write(chunks);
        long position = 0;
        while (position < 300 * 5 + 8 * MIB) {
            Page page = get(log().read(writing.path(), writing.generation(), position, 256));
            assertEquals(position, page.chunks().getFirst().start());
            long end = page.chunks().getLast().end();
            assertTrue(end - position <= 2 * MIB, "a page of " + (end - position) + " bytes");
            page.release();
            position = end;
        }
        assertEquals(String.join("", chunks).length(), position);
    }

    @Test
    void aChunkThatIsLongerThanAPageIsReadAlone() throws Exception {
        Writing writing = write("a", "b".repeat(3 * MIB), "c");
        Page page = get(log().read(writing.path(), writing.generation(), 1, 256));
        assertEquals(1, page.chunks().size());
        assertEquals(3 * MIB, page.chunks().getFirst().bytes().readableBytes());
        page.release();
    }

    @Test
    void aReaderIsHandedChunksOfAnyLength() throws Exception {
        List<String> chunks = List.of("a", "b".repeat(3 * MIB), "c", "d".repeat(MIB), "e".repeat(5 * MIB), "f");
        Writing writing = write(chunks.toArray(String[]::new));
        FollowedLog followed = new FollowedLog();
        log().follow(writing.path(), writing.generation(), 0, Optional.empty(), followed);
        assertInstanceOf(EndMark.Completed.class, followed.end());
        assertEquals(chunks, followed.chunks());
    }

    @Test
    void aLogThatMakesNoSenseIsLost() throws Exception {
        ObjectPath path = path("a.ts");
        RedisClient client = RedisClient.create(MILLRACE.backing().redisUri());
        try {
            RedisCommands<String, String> redis = client.connect().sync();
            redis.xadd(RedisKeys.log(path, 1), new XAddArgs().id("5-0"), "bytes", "12345");
            redis.xadd(RedisKeys.log(path, 1), new XAddArgs().id("5-1"), "state", "aborted");
            redis.xadd(RedisKeys.log(path, 1), new XAddArgs().id("8-0"), "bytes", "678");
            FollowedLog followed = new FollowedLog();
            log().follow(path, 1, 0, Optional.empty(), followed);
            assertTrue(followed.lost().contains("8-0"));
        } finally {
            client.shutdown();
        }
    }

    private Writing write(String... chunks) throws Exception {
        Writing writing = Writing.open(log(), loop, path("a.ts"), chunks);
        assertEquals(
                Stream.of(chunks)
                        .mapToInt(chunk -> chunk.getBytes(UTF_8).length)
                        .sum(),
                writing.complete().object().length());
        return writing;
    }
}
