package io.millrace.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Compares what one reader receives, byte for byte, with what its place in the object says, and tells when chunks arrive.
 * Owned by the reader's thread; used again for each of its responses.
 */
final class BodyCheck {

    private final Payload payload;
    private final Arrivals arrivals;
    private final MemorySegment stamp = Arena.ofAuto().allocate(Payload.STAMP_BYTES, Long.BYTES);
    private long firstChunk;
    private long position;
    /** Chunks that were written before this are no measure: they had to wait for the reader. */
    private long liveFromNanos;

    BodyCheck(Payload payload, Arrivals arrivals) {
        this.payload = payload;
        this.arrivals = arrivals;
    }

    /** A response begins; its first chunk has this number. */
    void begin(long firstChunk, long nowNanos) {
        this.firstChunk = firstChunk;
        this.position = 0;
        this.liveFromNanos = nowNanos;
    }

    long position() {
        return position;
    }

    /** Takes the next bytes of the body; whether they are what they have to be. */
    boolean take(MemorySegment bytes, long from, long length, long nowNanos) {
        long at = from;
        long left = length;
        int chunkBytes = payload.chunkBytes();
        while (left > 0) {
            long chunk = firstChunk + position / chunkBytes;
            long offset = position % chunkBytes;
            long taken;
            if (offset < Payload.STAMP_BYTES) {
                taken = Math.min(left, Payload.STAMP_BYTES - offset);
                MemorySegment.copy(bytes, at, stamp, offset, taken);
                if (offset + taken == Payload.STAMP_BYTES && !stamped(chunk, nowNanos)) {
                    return false;
                }
            } else {
                taken = Math.min(left, chunkBytes - offset);
                if (!payload.isFiller(chunk, offset, bytes, at, taken)) {
                    return false;
                }
            }
            at += taken;
            left -= taken;
            position += taken;
            if (position % chunkBytes == 0) {
                whole(nowNanos);
            }
        }
        return true;
    }

    private boolean stamped(long chunk, long nowNanos) {
        if (stamp.get(Payload.WORD, 0) != Payload.MAGIC || stamp.get(Payload.WORD, 8) != chunk) {
            return false;
        }
        if (firstChunk > 0 && chunk == firstChunk) {
            arrivals.objectBegan(nowNanos - stamp.get(Payload.WORD, 16));
        }
        return true;
    }

    private void whole(long nowNanos) {
        long written = stamp.get(Payload.WORD, 16);
        if (written > liveFromNanos) {
            arrivals.chunk(nowNanos - written, nowNanos - stamp.get(Payload.WORD, 24));
        }
    }
}
