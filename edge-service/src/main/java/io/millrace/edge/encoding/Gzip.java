package io.millrace.edge.encoding;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** RFC 1952, with a header that tells nothing of when and where it was made. */
final class Gzip {

    /** zlib's own choice; the best level takes several times as long for a hundredth less on playlists. */
    private static final int LEVEL = 6;

    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;
    private static final int MAGIC = 0x1f8b;
    private static final int UNKNOWN_SYSTEM = 255;
    private static final int OUTPUT_BYTES = 8192;

    private Gzip() {}

    static ByteBuf encode(List<ByteBuf> parts) {
        int length = parts.stream().mapToInt(ByteBuf::readableBytes).sum();
        ByteBuf out = Unpooled.buffer(HEADER_BYTES + length / 3 + TRAILER_BYTES);
        out.writeShort(MAGIC);
        out.writeByte(Deflater.DEFLATED);
        out.writeByte(0); // no name, no comment
        out.writeInt(0); // no time
        out.writeByte(0); // neither the best nor the fastest
        out.writeByte(UNKNOWN_SYSTEM);
        CRC32 checksum = new CRC32();
        try (Deflater deflater = new Deflater(LEVEL, true)) {
            for (ByteBuf part : parts) {
                for (ByteBuffer bytes : part.nioBuffers()) {
                    checksum.update(bytes.duplicate());
                    deflater.setInput(bytes);
                    while (!deflater.needsInput()) {
                        deflate(deflater, out);
                    }
                }
            }
            deflater.finish();
            while (!deflater.finished()) {
                deflate(deflater, out);
            }
        }
        out.writeIntLE((int) checksum.getValue());
        out.writeIntLE(length);
        return out;
    }

    private static void deflate(Deflater deflater, ByteBuf out) {
        out.ensureWritable(OUTPUT_BYTES);
        int at = out.writerIndex();
        int written = deflater.deflate(out.array(), out.arrayOffset() + at, out.writableBytes());
        out.writerIndex(at + written);
    }
}
