package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of one chunk together with their HTTP/1.1 chunk framing (RFC 9112, section 7.1), made once and shared by
 * every response that sends the chunk.
 *
 * <p>Counts references, beginning with one; the last {@link #release} frees the buffer. Slices that it hands out hold references of their own.
 * Immutable after construction, so that any thread may read it.
 */
public final class Frame {

    private static final short CRLF = 0x0D0A;
    private static final int CRLF_BYTES = 2;

    private final ByteBuf framed;
    private final int dataStart;
    private final int length;

    private Frame(ByteBuf framed, int dataStart, int length) {
        this.framed = framed;
        this.dataStart = dataStart;
        this.length = length;
    }

    /**
     * Frames a chunk, in place where the buffer has room before and after its readable bytes.
     *
     * @param chunk at least one byte; its reference passes to the frame
     */
    public static Frame of(ByteBuf chunk) {
        int length = chunk.readableBytes();
        ByteBuf roomy = chunk;
        int prefix = prefixBytes(length);
        if (chunk.readerIndex() < prefix || chunk.capacity() < chunk.writerIndex() + CRLF_BYTES) {
            roomy = chunk.alloc().directBuffer(prefix + length + CRLF_BYTES);
            roomy.setIndex(prefix, prefix);
            roomy.writeBytes(chunk);
            chunk.release();
        }
        int start = roomy.readerIndex();
        writePrefix(roomy, start - prefix, length);
        roomy.setShort(start + length, CRLF);
        return new Frame(roomy.setIndex(start - prefix, start + length + CRLF_BYTES), start, length);
    }

    /** Bytes of data in the chunk. */
    public int length() {
        return length;
    }

    /** The chunk with its framing, as HTTP/1.1 sends it; the caller owns the reference. */
    ByteBuf framed() {
        return framed.retainedSlice();
    }

    /** Some of the chunk's data without framing; the caller owns the reference. */
    public ByteBuf data(int from, int to) {
        return framed.retainedSlice(dataStart + from, to - from);
    }

    /** Some of the chunk's data, framed as a chunk of its own; the caller owns the reference. */
    ByteBuf framed(int from, int to) {
        if (from == 0 && to == length) {
            return framed();
        }
        String prefix = Integer.toHexString(to - from) + "\r\n";
        return Unpooled.wrappedBuffer(
                Unpooled.copiedBuffer(prefix, StandardCharsets.US_ASCII),
                data(from, to),
                ByteBufUtil.writeAscii(framed.alloc(), "\r\n"));
    }

    /** Takes a further reference. */
    public void retain() {
        framed.retain();
    }

    /** Gives a reference back; responses that still send the chunk hold their own. */
    public void release() {
        framed.release();
    }

    private static int prefixBytes(int length) {
        return hexDigits(length) + CRLF_BYTES;
    }

    private static int hexDigits(int length) {
        return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 3) / 4);
    }

    private static void writePrefix(ByteBuf buffer, int at, int length) {
        int digits = hexDigits(length);
        for (int i = 0; i < digits; i++) {
            buffer.setByte(at + i, Character.forDigit((length >>> (4 * (digits - 1 - i))) & 0xf, 16));
        }
        buffer.setShort(at + digits, CRLF);
    }
}
