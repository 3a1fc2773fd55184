package io.millrace.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An object of the {@link Broadcaster}: its bytes in blocks that are framed once for all readers. Used by one thread. */
final class BroadcastObject {

    /** The bytes that one read of the upload brought. */
    record Block(ByteBuffer framed, int headBytes, int payloadBytes) {

        static Block of(ByteBuffer payload) {
            byte[] head = (Integer.toHexString(payload.remaining()) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            int size = payload.remaining();
            ByteBuffer framed = ByteBuffer.allocateDirect(head.length + size + 2)
                    .put(head)
                    .put(payload)
                    .put((byte) '\r')
                    .put((byte) '\n')
                    .flip();
            return new Block(framed, head.length, size);
        }

        ByteBuffer bytes(boolean withFrame) {
            return withFrame ? framed.duplicate() : framed.slice(headBytes, payloadBytes);
        }
    }

    final List<Block> blocks = new ArrayList<>();
    final List<BroadcastConnection> followers = new ArrayList<>();
    private long payloadBytes;
    private boolean complete;

    void add(ByteBuffer payload) {
        payloadBytes += payload.remaining();
        blocks.add(Block.of(payload));
    }

    void complete() {
        complete = true;
    }

    boolean isComplete() {
        return complete;
    }

    long payloadBytes() {
        return payloadBytes;
    }

    /** Tells everyone who follows that there is more. */
    void announce() {
        for (BroadcastConnection follower : List.copyOf(followers)) {
            follower.more();
        }
    }
}
