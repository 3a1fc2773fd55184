package io.millrace.control.rest;

import io.millrace.wire.BodyListener;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** Collects the body of a request, up to a limit. Lives on the event loop of its exchange. */
final class JsonBody implements BodyListener {

    /** As much as the gRPC port takes of one message. */
    static final int MOST_BYTES = 4 << 20;

    private final Consumer<byte[]> whole;
    private final Runnable tooLong;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** @param tooLong called once, instead of {@code whole}, where there is more than the limit */
    JsonBody(Consumer<byte[]> whole, Runnable tooLong) {
        this.whole = whole;
        this.tooLong = tooLong;
    }

    @Override
    public void bytes(ByteBuf arrived) {
        try {
            if (bytes == null) {
                return;
            }
            if (bytes.size() + arrived.readableBytes() > MOST_BYTES) {
                bytes = null;
                tooLong.run();
                return;
            }
            byte[] copy = new byte[arrived.readableBytes()];
            arrived.readBytes(copy);
            bytes.writeBytes(copy);
        } finally {
            arrived.release();
        }
    }

    @Override
    public void chunkEnd() {}

    @Override
    public void pause() {}

    @Override
    public void end() {
        if (bytes != null) {
            whole.accept(bytes.toByteArray());
        }
    }

    @Override
    public void broken(String reason) {
        bytes = null;
    }
}
