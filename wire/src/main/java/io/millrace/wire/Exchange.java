package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One request and its response. Owned by one event loop, on which everything here is called; ends when the response is
 * sent and the request read, or when the connection goes.
 */
public final class Exchange {

    private enum Response {
        PENDING,
        STREAMING,
        DONE
    }

    private final Transport transport;
    private final HttpRequest request;
    private final String path;
    private final String query;

    private Response response = Response.PENDING;
    private BodyListener body;
    /**
     * What of the body came before somebody listened: bytes, and {@link ChunkEnd} and {@link LastHttpContent} as marks.
     * Bounded, because reading is off meanwhile; let go when nobody will listen any more.
     */
    private final Queue<Object> early = new ArrayDeque<>();

    private Runnable whenClosed = () -> {};
    private Runnable whenWritable = () -> {};

    Exchange(Transport transport, HttpRequest request) {
        this.transport = transport;
        this.request = request;
        String target = originForm(request.uri());
        int mark = target.indexOf('?');
        this.path = mark < 0 ? target : target.substring(0, mark);
        this.query = mark < 0 ? "" : target.substring(mark + 1);
    }

    public HttpMethod method() {
        return request.method();
    }

    /** The request target's path as it came, percent-encoded. */
    public String path() {
        return path;
    }

    /** The request target's query without its question mark, or an empty string. */
    public String query() {
        return query;
    }

    public HttpHeaders headers() {
        return request.headers();
    }

    public EventLoop eventLoop() {
        return transport.eventLoop();
    }

    public SocketAddress remoteAddress() {
        return transport.remoteAddress();
    }

    /** Whether the client tells how long its body is, or that it is chunked; HTTP/2 needs neither. */
    public boolean bodyIsFramed() {
        return transport instanceof Http2Stream
                || HttpUtil.isTransferEncodingChunked(request)
                || request.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
    }

    /** Takes the body from here on, with what of it is there already. */
    public void receive(BodyListener listener) {
        this.body = listener;
        if (HttpUtil.is100ContinueExpected(request)) {
            transport.sendContinue();
        }
        transport.setReading(true);
        boolean ended = early.isEmpty();
        while (!early.isEmpty()) {
            switch (early.remove()) {
                case ByteBuf bytes -> listener.bytes(bytes);
                case ChunkEnd end -> listener.chunkEnd();
                default -> {
                    ended = true;
                    listener.end();
                }
            }
        }
        if (!ended) {
            listener.pause();
        }
    }

    /** Holds the rest of the body back, in the client's socket at last; what has been read already still comes. */
    public void setReading(boolean reading) {
        transport.setReading(reading);
    }

    /** Sends a whole response. Takes the body over; it may be empty. */
    public void respond(HttpResponseStatus status, HttpHeaders headers, ByteBuf content) {
        if (response != Response.PENDING) {
            content.release();
            return;
        }
        done();
        transport.sendResponse(status, headers, content);
    }

    /** Begins a response whose body follows in frames. The head goes out with the next flush. */
    public void begin(HttpResponseStatus status, HttpHeaders headers) {
        if (response == Response.PENDING) {
            response = Response.STREAMING;
            transport.sendHead(status, headers);
        }
    }

    /** Sends a part of a chunk; the frame stays its owner's. Goes out with the next flush. */
    public void send(Frame frame, int from, int to) {
        if (response == Response.STREAMING) {
            transport.sendFrame(frame, from, to);
        }
    }

    public void flush() {
        transport.flush();
    }

    /** Whether more should be sent now; if not, wait for {@link #onWritable}. */
    public boolean writable() {
        return transport.writable();
    }

    /** Ends a streamed response well. */
    public void end() {
        if (response == Response.STREAMING) {
            done();
            transport.sendEnd();
        }
    }

    /** Ends a streamed response so that no client can take it for whole; before a response, just hangs up. */
    public void cutOff() {
        if (response != Response.DONE) {
            done();
            transport.cutOff();
        }
    }

    /** Whether a response is being sent or has been sent. */
    public boolean responded() {
        return response != Response.PENDING;
    }

    /** Called once, if the client goes away before the response is done. */
    public void onClosed(Runnable action) {
        whenClosed = action;
    }

    /** Called whenever there is room to send again. */
    public void onWritable(Runnable action) {
        whenWritable = action;
    }

    /** Lets the service act on the request. Its faults end the exchange and nothing else. */
    void handle(ExchangeHandler handler) {
        try {
            handler.handle(this);
        } catch (RuntimeException e) {
            Problem fault = Problem.ofFault(this, e);
            if (responded()) {
                cutOff();
            } else {
                fault.respond(this);
            }
        }
    }

    void bytes(ByteBuf bytes) {
        if (body != null) {
            body.bytes(bytes);
        } else if (response == Response.DONE) {
            bytes.release();
        } else {
            early.add(bytes);
            transport.setReading(false);
        }
    }

    void chunkEnd() {
        if (body != null) {
            body.chunkEnd();
        } else if (!early.isEmpty()) {
            early.add(ChunkEnd.INSTANCE);
        }
    }

    void readComplete() {
        if (body != null) {
            body.pause();
        }
    }

    void bodyEnd() {
        if (body != null) {
            body.end();
        } else if (response != Response.DONE) {
            early.add(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    void bodyBroken(String reason) {
        if (body != null) {
            body.broken(reason);
        }
    }

    void writabilityChanged() {
        whenWritable.run();
    }

    void closed() {
        if (response != Response.DONE) {
            done();
            whenClosed.run();
        }
    }

    /** The response is over: a body that nobody has asked for will not be asked for. */
    private void done() {
        response = Response.DONE;
        early.forEach(ReferenceCountUtil::release);
        early.clear();
    }

    /** RFC 9112, section 3.2: a server takes the absolute form too. */
    private static String originForm(String target) {
        if (target.startsWith("/")) {
            return target;
        }
        int authority = target.indexOf("://");
        int path = authority < 0 ? -1 : target.indexOf('/', authority + 3);
        return path < 0 ? target : target.substring(path);
    }
}
