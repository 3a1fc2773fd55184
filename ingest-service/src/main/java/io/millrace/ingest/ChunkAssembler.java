package io.millrace.ingest;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Puts the pieces of one chunk together without copying them: reads from a socket cut chunks anywhere. Owned by its
 * upload. What it is given is in flight until it is stored or let go.
 */
final class ChunkAssembler {

    private final InFlightBytes inFlight;
    private final List<ByteBuf> pieces = new ArrayList<>();
    private int bytes;

    ChunkAssembler(InFlightBytes inFlight) {
        this.inFlight = inFlight;
    }

    /** Bytes that wait for the rest of their chunk. */
    int size() {
        return bytes;
    }

    /** Takes a piece over. */
    void add(ByteBuf piece) {
        pieces.add(piece);
        bytes += piece.readableBytes();
        inFlight.add(piece.readableBytes());
    }

    /** Hands everything over as one buffer; there must be something. */
    ByteBuf take() {
        if (pieces.isEmpty()) {
            throw new NoSuchElementException("no piece of a chunk");
        }
        ByteBuf chunk = new InFlightChunk(inFlight, pieces);
        clear();
        return chunk;
    }

    void release() {
        pieces.forEach(ByteBuf::release);
        inFlight.remove(bytes);
        clear();
    }

    private void clear() {
        pieces.clear();
        bytes = 0;
    }
}
