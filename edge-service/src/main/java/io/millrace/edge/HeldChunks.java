package io.millrace.edge;

import io.millrace.wire.Frame;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** The newest chunks of an object, in their order and without a gap. Guarded by the monitor of the object. */
final class HeldChunks {

    private final List<HeldChunk> chunks = new ArrayList<>();
    /** Chunks before this index were let go; the list is compacted now and then. */
    private int first;

    private long from;
    private long end;

    /** @param from offset of the first byte that will be added */
    HeldChunks(long from) {
        this.from = from;
        this.end = from;
    }

    /** Offset of the first byte that is held. */
    long from() {
        return from;
    }

    /** Offset behind the last byte. */
    long end() {
        return end;
    }

    long bytes() {
        return end - from;
    }

    /** Takes the frame over. */
    void add(Frame frame) {
        chunks.add(new HeldChunk(end, frame));
        end += frame.length();
    }

    /**
     * The chunk that holds a byte.
     *
     * @param offset of a byte that is held
     * @return with a further reference to its frame, which is the caller's
     */
    HeldChunk at(long offset) {
        int low = first;
        int high = chunks.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (chunks.get(middle).start() <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        HeldChunk found = chunks.get(low);
        found.frame().retain();
        return found;
    }

    int count() {
        return chunks.size() - first;
    }

    /** What is held, with a reference to each that is the caller's. */
    List<HeldChunk> retained() {
        held().forEach(chunk -> chunk.frame().retain());
        return List.copyOf(held());
    }

    /** Holds the same bytes in other chunks, whose references it takes over. */
    void replace(List<HeldChunk> others) {
        release();
        chunks.addAll(others);
        first = 0;
    }

    /** What is held; the caller owns the buffers. */
    List<ByteBuf> data() {
        return held().stream()
                .map(chunk -> chunk.frame().data(0, chunk.frame().length()))
                .toList();
    }

    /**
     * Lets go of the oldest, but never of the newest.
     *
     * @param keepBytes bytes that stay
     * @return bytes that were let go
     */
    long letGoBeyond(long keepBytes) {
        long before = from;
        while (end - from > keepBytes && first < chunks.size() - 1) {
            HeldChunk oldest = chunks.get(first);
            oldest.frame().release();
            from = oldest.end();
            first++;
        }
        if (first > chunks.size() / 2) {
            chunks.subList(0, first).clear();
            first = 0;
        }
        return from - before;
    }

    /** Gives all memory back; nothing is added or looked for after that. */
    void release() {
        held().forEach(chunk -> chunk.frame().release());
        chunks.clear();
    }

    private List<HeldChunk> held() {
        return chunks.subList(first, chunks.size());
    }
}
