package io.millrace.edge.encoding;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.util.Native;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jboss.logging.Logger;

/** RFC 8878, by the library that the Kafka client brings. */
final class Zstandard {

    private static final Logger LOG = Logger.getLogger(Zstandard.class);

    /** An object is coded once and sent often; levels above this cost much and save little on texts. */
    private static final int LEVEL = 12;

    private Zstandard() {}

    /** The library unpacks itself into the temporary directory, which a container may not let it write to. */
    private static final class Library {

        private static final boolean LOADED = load();

        private static boolean load() {
            try {
                Native.load();
                return true;
            } catch (UnsatisfiedLinkError | RuntimeException e) {
                LOG.infof("zstd is not offered to clients: its library can't be loaded (%s)", e.getMessage());
                return false;
            }
        }
    }

    static boolean available() {
        return Library.LOADED;
    }

    static ByteBuf encode(List<ByteBuf> parts) {
        ByteBuf whole =
                Unpooled.wrappedBuffer(parts.stream().map(ByteBuf::slice).toArray(ByteBuf[]::new));
        byte[] plain = new byte[whole.readableBytes()];
        whole.readBytes(plain);
        return Unpooled.wrappedBuffer(Zstd.compress(plain, LEVEL));
    }
}
