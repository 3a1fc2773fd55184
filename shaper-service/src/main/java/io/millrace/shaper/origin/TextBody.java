package io.millrace.shaper.origin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.net.URI;

/** A body that is taken as a whole, as long as it is not too long. Used by one thread; must be released. */
public final class TextBody {

    private static final int MOST_PIECES = 1 << 16;

    private final CompositeByteBuf body = Unpooled.compositeBuffer(MOST_PIECES);
    private final int mostBytes;
    private boolean released;

    TextBody(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * Takes a part of it over.
     *
     * @return whether it was taken; if not, the body is too long
     */
    public boolean add(ByteBuf bytes) {
        if (released || body.readableBytes() + bytes.readableBytes() > mostBytes) {
            bytes.release();
            return false;
        }
        body.addComponent(true, bytes);
        return true;
    }

    /** That it is longer than what is taken. */
    public OriginFailure tooLong(URI url) {
        return OriginFailure.broken(url + " is longer than " + mostBytes
                + " bytes, the most that MILLRACE_SHAPER_ORIGINS_MANIFEST_BYTES allows");
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
