package io.millrace.chunklog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.StreamMessage;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogEntriesTest {

    @Test
    void aChunksIdIsItsEndOffset() {
        assertEquals("9007199254740993-0", LogEntries.id(9_007_199_254_740_993L));
    }

    @Test
    void aChunkStartsItsLengthBeforeItsEnd() {
        Page page = LogEntries.page(List.of(chunk(10, "hello")));
        assertEquals(5, page.chunks().getFirst().start());
        assertEquals(10, page.chunks().getFirst().end());
    }

    @Test
    void aChunkBringsItsBytes() {
        Page page = LogEntries.page(List.of(chunk(10, "hello")));
        assertEquals("hello", page.chunks().getFirst().bytes().toString(StandardCharsets.US_ASCII));
    }

    @Test
    void aChunksBytesAreTheReceivers() {
        Page page = LogEntries.page(List.of(chunk(10, "hello")));
        assertEquals(1, page.chunks().getFirst().bytes().refCnt());
    }

    @Test
    void chunksStayInTheirOrder() {
        Page page = LogEntries.page(List.of(chunk(2, "ab"), chunk(5, "cde"), chunk(6, "f")));
        assertEquals(
                List.of(0L, 2L, 5L),
                page.chunks().stream().map(StoredChunk::start).toList());
    }

    @Test
    void aPageThatDoesNotReachTheEndHasNoEndMark() {
        assertEquals(Optional.empty(), LogEntries.page(List.of(chunk(2, "ab"))).end());
    }

    @Test
    void anEmptyPageHasNeitherChunksNorAnEndMark() {
        Page page = LogEntries.page(List.of());
        assertTrue(page.chunks().isEmpty());
        assertTrue(page.end().isEmpty());
    }

    @Test
    void theEndMarkOfAWholeLogTellsItsLengthAndTime() {
        Page page = LogEntries.page(List.of(chunk(2, "ab"), end(2, complete("1700000000123"))));
        assertEquals(Optional.of(new EndMark.Completed(2, Instant.ofEpochMilli(1_700_000_000_123L))), page.end());
        assertEquals(1, page.chunks().size());
    }

    @Test
    void theEndMarkOfALogThatWasCutOffTellsItsLength() {
        Page page = LogEntries.page(List.of(end(7, body("state", "aborted"))));
        assertEquals(Optional.of(new EndMark.Aborted(7)), page.end());
    }

    @Test
    void theEndMarkOfALogThatWasTooLongToKeepTellsItsLength() {
        Page page = LogEntries.page(List.of(end(7, body("state", "trimmed"))));
        assertEquals(Optional.of(new EndMark.Trimmed(7)), page.end());
    }

    @Test
    void anEndMarkWhoseStateIsUnknownIsRefused() {
        List<StreamMessage<String, ByteBuf>> log = List.of(end(7, body("state", "something new")));
        assertThrows(IllegalStateException.class, () -> LogEntries.page(log));
    }

    @Test
    void chunksThatDoNotFollowEachOtherAreRefusedAndGivenBack() {
        List<StreamMessage<String, ByteBuf>> log = List.of(chunk(2, "ab"), chunk(6, "def"));
        List<ByteBuf> bytes =
                log.stream().map(entry -> entry.getBody().get("bytes")).toList();
        assertThrows(IllegalStateException.class, () -> LogEntries.page(log));
        assertEquals(List.of(0, 0), bytes.stream().map(ByteBuf::refCnt).toList());
    }

    @Test
    void aChunkBehindTheEndMarkIsRefused() {
        List<StreamMessage<String, ByteBuf>> log = List.of(end(0, body("state", "aborted")), chunk(2, "ab"));
        assertThrows(IllegalStateException.class, () -> LogEntries.page(log));
    }

    @Test
    void theFieldsOfAnEndMarkAreGivenBack() {
        Map<String, ByteBuf> body = complete("1700000000123");
        List<ByteBuf> fields = List.copyOf(body.values());
        LogEntries.page(List.of(end(7, body)));
        assertEquals(List.of(0, 0), fields.stream().map(ByteBuf::refCnt).toList());
    }

    private static StreamMessage<String, ByteBuf> chunk(long end, String bytes) {
        return new StreamMessage<>("log", end + "-0", body("bytes", bytes));
    }

    private static StreamMessage<String, ByteBuf> end(long length, Map<String, ByteBuf> body) {
        return new StreamMessage<>("log", length + "-1", body);
    }

    private static Map<String, ByteBuf> complete(String modified) {
        Map<String, ByteBuf> body = body("state", "complete");
        body.put("modified", ChunkCodec.text(modified));
        return body;
    }

    private static Map<String, ByteBuf> body(String field, String value) {
        Map<String, ByteBuf> body = new HashMap<>();
        body.put(field, ChunkCodec.text(value));
        return body;
    }
}
