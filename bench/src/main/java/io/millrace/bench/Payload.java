package io.millrace.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The bytes of an object: chunks of one size, each a stamp and then filler that depends on the chunk's number. So the place
 * of every byte tells what it must be, whatever framing a server uses. Immutable, shared by all threads.
 */
final class Payload {

    /** Magic, number of the chunk, when it was written and when it was due, both of {@link System#nanoTime}. */
    static final int STAMP_BYTES = 32;

    static final long MAGIC = 0x4d494c4c52414345L;
    static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

    /** Prime, so that chunks that follow each other differ at every place. */
    private static final int SHIFTS = 251;

    private final int chunkBytes;
    private final MemorySegment filler;

    Payload(int chunkBytes) {
        if (chunkBytes < STAMP_BYTES) {
            throw new IllegalArgumentException("a chunk has at least " + STAMP_BYTES + " bytes: " + chunkBytes);
        }
        this.chunkBytes = chunkBytes;
        this.filler = Arena.ofAuto().allocate(chunkBytes + SHIFTS);
        for (int i = 0; i < chunkBytes + SHIFTS; i++) {
            filler.set(ValueLayout.JAVA_BYTE, i, (byte) (i % SHIFTS));
        }
    }

    int chunkBytes() {
        return chunkBytes;
    }

    /** What follows the stamp of a chunk. */
    MemorySegment filler(long chunk) {
        return filler.asSlice(chunk % SHIFTS, chunkBytes - STAMP_BYTES);
    }

    /** Whether bytes are those that a chunk has from an offset on, which lies behind the stamp. */
    boolean isFiller(long chunk, long offset, MemorySegment bytes, long from, long length) {
        long start = chunk % SHIFTS + offset - STAMP_BYTES;
        return MemorySegment.mismatch(bytes, from, from + length, filler, start, start + length) < 0;
    }

    /** Writes the stamp of a chunk. */
    static void stamp(MemorySegment at, long chunk, long writtenNanos, long dueNanos) {
        at.set(WORD, 0, MAGIC);
        at.set(WORD, 8, chunk);
        at.set(WORD, 16, writtenNanos);
        at.set(WORD, 24, dueNanos);
    }
}
