package io.millrace.chunklog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a reader of a log does with a page. */
final class ChunkLogReaderTest {

    private static final ObjectPath PATH = new ObjectPath("/read/", "a.ts");

    @Test
    void aListenerThatFailsHasLostTheLog() {
        ByteBuf first = Unpooled.copiedBuffer("first", UTF_8);
        ByteBuf second = Unpooled.copiedBuffer("second", UTF_8);
        Failing listener = new Failing();
        ChunkLogReader reader = new ChunkLogReader(null, null, PATH, 1, 0, Optional.empty(), listener);

        assertFalse(reader.deliver(
                new Page(List.of(new StoredChunk(0, first), new StoredChunk(5, second)), Optional.empty())));

        assertEquals(1, listener.reasons.size());
        assertEquals(0, first.refCnt());
        assertEquals(0, second.refCnt());
    }

    private static final class Failing implements ChunkLogReader.Listener {

        private final List<String> reasons = new ArrayList<>();

        @Override
        public void chunks(List<StoredChunk> chunks) {
            chunks.forEach(chunk -> chunk.bytes().release());
            throw new IllegalStateException("can't take it");
        }

        @Override
        public void ended(EndMark end) {
            throw new AssertionError(end);
        }

        @Override
        public void lost(String reason) {
            reasons.add(reason);
        }
    }
}
