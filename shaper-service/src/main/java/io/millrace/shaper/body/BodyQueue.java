package io.millrace.shaper.body;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;

/** Bytes of a body that wait to be sent, in order. Owned by an event loop. */
final class BodyQueue {

    private final Deque<ByteBuf> buffers = new ArrayDeque<>();
    private long bytes;

    /** Takes the buffer over. */
    void add(ByteBuf buffer) {
        if (buffer.isReadable()) {
            bytes += buffer.readableBytes();
            buffers.add(buffer);
        } else {
            buffer.release();
        }
    }

    long bytes() {
        return bytes;
    }

    /** The bytes of the first buffer as it was added, or what is left of it; 0 where there is none. */
    int firstBytes() {
        return buffers.isEmpty() ? 0 : buffers.peek().readableBytes();
    }

    /** Takes so many bytes, which are there; the caller owns the buffer. */
    ByteBuf take(int wanted) {
        bytes -= wanted;
        ByteBuf first = buffers.peek();
        if (first.readableBytes() == wanted) {
            return buffers.remove();
        }
        if (first.readableBytes() > wanted) {
            return first.readRetainedSlice(wanted);
        }
        CompositeByteBuf whole = first.alloc().compositeBuffer(buffers.size());
        int left = wanted;
        while (left > 0) {
            ByteBuf next = buffers.peek();
            int part = Math.min(left, next.readableBytes());
            whole.addComponent(true, part == next.readableBytes() ? buffers.remove() : next.readRetainedSlice(part));
            left -= part;
        }
        return whole;
    }

    void clear() {
        buffers.forEach(ByteBuf::release);
        buffers.clear();
        bytes = 0;
    }
}
