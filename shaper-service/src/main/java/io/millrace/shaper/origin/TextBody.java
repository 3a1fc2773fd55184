package io.millrace.shaper.origin;

import io.millrace.shaper.memory.ManifestShare;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.util.Optional;

/** A body that is taken as a whole, as long as it is not too long. Used by one thread; must be released. */
public final class TextBody {

    private static final int MOST_PIECES = 1 << 16;

    private final CompositeByteBuf body = Unpooled.compositeBuffer(MOST_PIECES);
    private final int mostBytes;
    private final ManifestShare share;
    private boolean released;

    TextBody(int mostBytes, ManifestShare share) {
        this.mostBytes = mostBytes;
        this.share = share;
    }

    /**
     * Takes a part of it over.
     *
     * @param url whose body it is
     * @return why it was not taken; nothing where it was, or is wanted no more
     */
    public Optional<OriginFailure> add(URI url, ByteBuf bytes) {
        int length = body.readableBytes() + bytes.readableBytes();
        if (!released && length <= mostBytes && share.resize(length)) {
            body.addComponent(true, bytes);
            return Optional.empty();
        }
        bytes.release();
        if (released) {
            return Optional.empty();
        }
        return Optional.of(
                length > mostBytes
                        ? OriginFailure.broken(url + " is longer than " + mostBytes
                                + " bytes, the most that MILLRACE_SHAPER_ORIGINS_MANIFEST_BYTES allows")
                        : OriginFailure.busy(share));
    }

    /** What has come so far. */
    public Manifest manifest() {
        return Manifest.of(body);
    }

    /** Lets go of it; once or more often. */
    public void release() {
        if (!released) {
            released = true;
            body.release();
        }
    }
}
