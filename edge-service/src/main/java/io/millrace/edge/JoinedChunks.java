package io.millrace.edge;

import io.millrace.chunklog.ChunkLog;
import io.millrace.wire.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/**
 * The chunks of a whole object with the small ones joined. An encoder that wants its bytes at the readers at once sends
 * many of some KiB; whoever asks for the object later gets it in few large writes.
 */
final class JoinedChunks {

    /** With the room around them, what an allocator gives without waste. */
    static final int MOST_BYTES = (256 << 10) - ChunkLog.HEADROOM - ChunkLog.TAILROOM;

    /** Fewer are not worth a copy. */
    static final int LEAST_CHUNKS = 4;

    private final List<HeldChunk> joined = new ArrayList<>();
    /** Next to each other, and not too large together. */
    private final List<HeldChunk> group = new ArrayList<>();

    private int groupBytes;

    private JoinedChunks() {}

    /** @param chunks that follow each other, with a reference to each, which passes to the result */
    static List<HeldChunk> of(List<HeldChunk> chunks) {
        JoinedChunks all = new JoinedChunks();
        chunks.forEach(all::add);
        all.join();
        return all.joined;
    }

    private void add(HeldChunk chunk) {
        if (groupBytes + chunk.frame().length() > MOST_BYTES) {
            join();
        }
        group.add(chunk);
        groupBytes += chunk.frame().length();
    }

    private void join() {
        if (group.size() < LEAST_CHUNKS) {
            joined.addAll(group);
        } else {
            joined.add(new HeldChunk(group.getFirst().start(), copy()));
            group.forEach(chunk -> chunk.frame().release());
        }
        group.clear();
        groupBytes = 0;
    }

    private Frame copy() {
        int room = ChunkLog.HEADROOM + groupBytes + ChunkLog.TAILROOM;
        ByteBuf bytes =
                PooledByteBufAllocator.DEFAULT.directBuffer(room, room).setIndex(ChunkLog.HEADROOM, ChunkLog.HEADROOM);
        for (HeldChunk chunk : group) {
            ByteBuf data = chunk.frame().data(0, chunk.frame().length());
            bytes.writeBytes(data);
            data.release();
        }
        return Frame.of(bytes);
    }
}
