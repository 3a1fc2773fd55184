package io.millrace.edge;

import io.millrace.chunklog.ContentHeaders;
import io.millrace.chunklog.ObjectKind;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.ObjectState;
import io.millrace.wire.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.Map;

/** Objects for tests. */
final class TestObjects {

    static final ObjectPath SEGMENT = new ObjectPath("/live/", "a.m4s");
    static final Instant ENDED = Instant.ofEpochSecond(1_700_000_000);

    private TestObjects() {}

    static ObjectState.Open open() {
        return new ObjectState.Open(1, ContentHeaders.of("video/mp4"), ObjectKind.SEGMENT);
    }

    static ObjectState.Complete complete(long length, Instant ended) {
        return complete(length, ended, ObjectKind.SEGMENT, Map.of());
    }

    static ObjectState.Complete complete(long length, Instant ended, ObjectKind kind, Map<String, String> others) {
        return new ObjectState.Complete(1, new ContentHeaders("video/mp4", others), kind, length, ended);
    }

    /** An upload in progress whose one reference is the caller's. */
    static LiveObject growing(long windowBytes) {
        return LiveObject.growing(SEGMENT, open(), 0, 0, windowBytes, new GrowingMemory(Long.MAX_VALUE));
    }

    /** A chunk with room for its framing, as the log delivers it. */
    static ByteBuf chunk(int bytes) {
        return Unpooled.buffer(16 + bytes + 2).setIndex(16, 16).writeZero(bytes);
    }

    static void append(LiveObject object, int bytes) {
        object.append(Frame.of(chunk(bytes)));
        object.wakeReaders();
    }
}
