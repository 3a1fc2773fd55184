package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.channels.FileChannel;
import java.time.Duration;

/** How one exchange travels: over an HTTP/1.1 connection or an HTTP/2 stream. Used on its event loop only. */
sealed interface Transport permits Http1Writer, Http2Stream {

    EventLoop eventLoop();

    Peer peer();

    /** The connection to the client; an HTTP/2 stream's too. */
    Channel socket();

    void sendContinue();

    /** A whole response; {@code body} may be empty, and is left out for HEAD. Takes the buffer over. */
    void sendResponse(HttpResponseStatus status, HttpHeaders headers, ByteBuf body);

    /** The head of a response whose frames follow; without a Content-Length its end is marked by the protocol. */
    void sendHead(HttpResponseStatus status, HttpHeaders headers);

    /** Some of a chunk; not flushed. */
    void sendFrame(Frame frame, int from, int to);

    /** Bytes, framed where the protocol frames; not flushed. Takes the buffer over. */
    void sendBytes(ByteBuf bytes);

    /** Whether {@link #sendRegion} is possible: nothing between us and the socket needs to see the bytes. */
    boolean sendsRegions();

    /** A part of a file, copied by the kernel; not flushed. The file stays its owner's until the listener is told. */
    void sendRegion(FileChannel file, long from, long length, ChannelFutureListener sent);

    void flush();

    /** Whether the socket, and for HTTP/2 the peer's window, has room. */
    boolean writable();

    void sendEnd();

    /** Ends the response, and closes the connection so much later; it takes no further request. */
    void sendEndThenClose(Duration delay);

    /** Ends the response so that no client can take it for whole. */
    void cutOff();

    /** The same behind what was sent, which reaches the client. */
    void cutOffBehind();

    /** Resets the connection (HTTP/2: the stream) behind what was sent. */
    void reset();

    /** Lets the request's body come, or holds it back in the peer's socket. */
    void setReading(boolean reading);
}
