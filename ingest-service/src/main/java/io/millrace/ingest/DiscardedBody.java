package io.millrace.ingest;

import io.millrace.wire.BodyListener;
import io.netty.buffer.ByteBuf;

/**
 * A body that means nothing, as some encoders send one with DELETE and WebDAV clients with PROPFIND: thrown away before
 * the request is acted on. Ends with exactly one of its actions, or none where the client goes away.
 */
final class DiscardedBody implements BodyListener {

    /** Far more than any client sends; nobody may keep a request busy with a body that is not wanted. */
    static final int MOST_BYTES = 64 << 10;

    private final Runnable whole;
    private final Runnable tooLong;
    private long bytes;
    private boolean over;

    /**
     * @param whole what to do when the body has ended
     * @param tooLong what to do, once, when it has more than {@link #MOST_BYTES}; what still comes is thrown away too
     */
    DiscardedBody(Runnable whole, Runnable tooLong) {
        this.whole = whole;
        this.tooLong = tooLong;
    }

    @Override
    public void bytes(ByteBuf piece) {
        bytes += piece.readableBytes();
        piece.release();
        if (bytes > MOST_BYTES && !over) {
            over = true;
            tooLong.run();
        }
    }

    @Override
    public void chunkEnd() {}

    @Override
    public void pause() {}

    @Override
    public void end() {
        if (!over) {
            over = true;
            whole.run();
        }
    }

    @Override
    public void broken(String reason) {
        over = true;
    }
}
