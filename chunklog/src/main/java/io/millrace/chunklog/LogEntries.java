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

    static Page page(List<StreamMessage<String, ByteBuf>> messages) {
        List<StoredChunk> chunks = new ArrayList<>(messages.size());
        EndMark end = null;
        for (StreamMessage<String, ByteBuf> message : messages) {
            Map<String, ByteBuf> body = message.getBody();
            String id = message.getId();
            int dash = id.indexOf('-');
            long offset = Long.parseLong(id, 0, dash, 10);
            ByteBuf bytes = body.remove(BYTES);
            if (bytes != null && id.endsWith("-0")) {
                chunks.add(new StoredChunk(offset - bytes.readableBytes(), bytes));
            } else {
                end = endMark(offset, body);
            }
            body.values().forEach(ByteBuf::release);
        }
        return new Page(chunks, Optional.ofNullable(end));
    }

    private static EndMark endMark(long length, Map<String, ByteBuf> body) {
        ByteBuf state = body.get(STATE);
        if (state != null && state.toString(StandardCharsets.US_ASCII).equals("complete")) {
            long modified = Long.parseLong(body.get(MODIFIED).toString(StandardCharsets.US_ASCII));
            return new EndMark.Completed(length, Instant.ofEpochMilli(modified));
        }
        return new EndMark.Aborted(length);
    }
}
