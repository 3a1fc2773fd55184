package io.millrace.chunklog;

import io.lettuce.core.StreamMessage;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the entries of a chunk log's stream mean: {@code <end>-0} a chunk, {@code <length>-1} the end mark. */
final class LogEntries {

    static final String BYTES = "bytes";
    private static final String STATE = "state";
    private static final String MODIFIED = "modified";

    private LogEntries() {}

    /** The id of the entry that ends at an offset; as a lower bound, exclusive, it means the bytes from there on. */
    static String id(long offset) {
        return offset + "-0";
    }

    /** The id of the end mark of a log that ends at an offset. */
    static String endId(long offset) {
        return offset + "-1";
    }

    /**
     * Reads entries that follow each other.
     *
     * @throws IllegalStateException if they do not, or are not a chunk log's
     */
    static Page page(List<StreamMessage<String, ByteBuf>> messages) {
        List<StoredChunk> chunks = new ArrayList<>(messages.size());
        EndMark end = null;
        try {
            for (StreamMessage<String, ByteBuf> message : messages) {
                String id = message.getId();
                int dash = id.indexOf('-');
                long offset = Long.parseLong(id, 0, dash, 10);
                boolean chunk = id.endsWith("-0");
                ByteBuf bytes = message.getBody().get(BYTES);
                require(end == null && chunk == (bytes != null), id);
                if (chunk) {
                    long start = offset - bytes.readableBytes();
                    require(chunks.isEmpty() || chunks.getLast().end() == start, id);
                    chunks.add(new StoredChunk(start, bytes.retain()));
                } else {
                    end = endMark(offset, message.getBody(), id);
                }
            }
            return new Page(chunks, Optional.ofNullable(end));
        } catch (RuntimeException e) {
            chunks.forEach(chunk -> chunk.bytes().release());
            throw e;
        } finally {
            messages.forEach(message -> message.getBody().values().forEach(ByteBuf::release));
        }
    }

    private static EndMark endMark(long length, Map<String, ByteBuf> body, String id) {
        String state = text(body, STATE, id);
        return switch (state) {
            case "complete" ->
                new EndMark.Completed(length, Instant.ofEpochMilli(Long.parseLong(text(body, MODIFIED, id))));
            case "trimmed" -> new EndMark.Trimmed(length);
            case "aborted" -> new EndMark.Aborted(length);
            default -> throw new IllegalStateException("the end mark " + id + " has a state that is unknown: " + state);
        };
    }

    private static String text(Map<String, ByteBuf> body, String field, String id) {
        ByteBuf value = body.get(field);
        require(value != null, id);
        return value.toString(StandardCharsets.US_ASCII);
    }

    private static void require(boolean proper, String id) {
        if (!proper) {
            throw new IllegalStateException("the entry " + id + " does not belong where it is in a chunk log");
        }
    }
}
