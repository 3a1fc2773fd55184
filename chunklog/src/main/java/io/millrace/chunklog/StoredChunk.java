package io.millrace.chunklog;

import io.netty.buffer.ByteBuf;

/**
 * A chunk as it was read from the log.
 *
 * @param start offset in the object of the chunk's first byte
 * @param bytes owned by the receiver, who releases it; has {@link ChunkLog#HEADROOM} free bytes before and {@link
 *     ChunkLog#TAILROOM} after
 */
public record StoredChunk(long start, ByteBuf bytes) {

    /** Offset behind the chunk's last byte: the number in its entry's id. */
    public long end() {
        return start + bytes.readableBytes();
    }
}
