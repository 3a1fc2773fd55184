package io.millrace.ingest;

import io.millrace.wire.BodyListener;
import io.netty.buffer.ByteBuf;

/**
 * A body that means nothing, as some encoders send one with DELETE: thrown away before the request is acted on.
 *
 * @param whole what to do when the body has ended
 */
record DiscardedBody(Runnable whole) implements BodyListener {

    @Override
    public void bytes(ByteBuf bytes) {
        bytes.release();
    }

    @Override
    public void chunkEnd() {}

    @Override
    public void pause() {}

    @Override
    public void end() {
        whole.run();
    }

    @Override
    public void broken(String reason) {}
}
