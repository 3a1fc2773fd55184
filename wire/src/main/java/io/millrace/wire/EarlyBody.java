package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What of a body came before somebody listened. Bounded, because the first bytes end the reading; owned by the event
 * loop of its exchange; empty when it was handed on or nobody will listen any more.
 */
final class EarlyBody {

    private enum Mark {
        END
    }

    private record Broken(String reason) {}

    private final Queue<Object> events = new ArrayDeque<>();

    boolean isEmpty() {
        return events.isEmpty();
    }

    void bytes(ByteBuf bytes) {
        events.add(bytes);
    }

    void chunkEnd() {
        events.add(ChunkEnd.INSTANCE);
    }

    void end() {
        events.add(Mark.END);
    }

    void broken(String reason) {
        events.add(new Broken(reason));
    }

    /** Hands everything on in its order; true if that was the end of the body, good or bad. */
    boolean handTo(BodyListener listener) {
        boolean ended = false;
        while (!events.isEmpty()) {
            switch (events.remove()) {
                case ByteBuf bytes -> listener.bytes(bytes);
                case ChunkEnd end -> listener.chunkEnd();
                case Broken broken -> {
                    ended = true;
                    listener.broken(broken.reason());
                }
                default -> {
                    ended = true;
                    listener.end();
                }
            }
        }
        return ended;
    }

    /** Forgets what nobody will hear. */
    void release() {
        events.forEach(ReferenceCountUtil::release);
        events.clear();
    }
}
