package io.millrace.wire;

import io.netty.buffer.ByteBuf;

/** Takes the body of a request, on the event loop of its exchange. {@code end} or {@code broken} is the last call. */
public interface BodyListener {

    /** Bytes as they arrived; the listener owns the buffer. */
    void bytes(ByteBuf bytes);

    /** The bytes so far end a chunk of HTTP/1.1's chunked coding; bodies that are not chunked so have none. */
    void chunkEnd();

    /** What had arrived on the socket has been handed over; more will come later. */
    void pause();

    /** The body is whole. */
    void end();

    /** The body will not become whole: the connection broke, was silent for too long, or broke the protocol. */
    void broken(String reason);
}
