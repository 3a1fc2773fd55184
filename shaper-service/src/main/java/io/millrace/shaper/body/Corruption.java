package io.millrace.shaper.body;

import io.millrace.proto.control.v1.Corrupt;
import io.netty.buffer.ByteBuf;

/** Changes bytes of a body. */
final class Corruption {

    private static final int ALL_BITS = 255;

    private Corruption() {}

    /**
     * Changes what is to be changed of a part of the body.
     *
     * @param part is taken over
     * @param position of the part's first byte in the body
     * @param at the first byte of the body that is changed
     * @return the part, which is the caller's
     */
    static ByteBuf apply(Corrupt corrupt, ByteBuf part, long position, long at) {
        long first = Math.max(at, position);
        long end = Math.min(at + Math.max(1, corrupt.getCount()), position + part.readableBytes());
        if (first >= end) {
            return part;
        }
        // Others may read the same bytes.
        ByteBuf changed = part.alloc().directBuffer(part.readableBytes()).writeBytes(part);
        part.release();
        int mask = corrupt.getMask() == 0 ? ALL_BITS : corrupt.getMask();
        for (long i = first; i < end; i++) {
            int index = (int) (i - position);
            changed.setByte(index, changed.getByte(index) ^ mask);
        }
        return changed;
    }
}
