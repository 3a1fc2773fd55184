package io.millrace.ingest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the pieces of one chunk together without copying them: reads from a socket cut chunks anywhere. Owned by its
 * upload.
 */
final class ChunkAssembler {

    private final List<ByteBuf> pieces = new ArrayList<>();
    private int bytes;

    /** Bytes that wait for the rest of their chunk. */
    int size() {
        return bytes;
    }

    /** Takes a piece over. */
    void add(ByteBuf piece) {
        pieces.add(piece);
        bytes += piece.readableBytes();
    }

    /** Hands everything over as one buffer; there must be something. */
    ByteBuf take() {
        ByteBuf chunk = pieces.getFirst();
        if (pieces.size() > 1) {
            CompositeByteBuf joined = Unpooled.compositeBuffer(pieces.size());
            pieces.forEach(piece -> joined.addComponent(true, piece));
            chunk = joined;
        }
        clear();
        return chunk;
    }

    void release() {
        pieces.forEach(ByteBuf::release);
        clear();
    }

    private void clear() {
        pieces.clear();
        bytes = 0;
    }
}
