package io.millrace.chunklog;

import java.util.List;
import java.util.Optional;

/**
 * Consecutive chunks of one log, and its end mark where the page reaches it.
 *
 * @param chunks owned by the receiver, who releases each one's bytes
 */
public record Page(List<StoredChunk> chunks, Optional<EndMark> end) {

    public Page {
        chunks = List.copyOf(chunks);
    }

    /** Gives the bytes of all chunks back. */
    void release() {
        chunks.forEach(chunk -> chunk.bytes().release());
    }
}
