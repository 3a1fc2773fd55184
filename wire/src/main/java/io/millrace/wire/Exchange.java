package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

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
    private final Listening listening;
    private final HttpRequest request;
    /** The answer has headers only. */
    private final boolean bodiless;

    private final RequestTarget target;
    private final InetAddress client;
    /** Null where the exchange is not logged. */
    private final AccessEntry log;
    /** Parameters of the query, in lower case, whose values are secret. */
    private Set<String> hidden = Set.of();
    /** Whether a trusted proxy's client was counted for it. */
    private boolean counted;

    private Response response = Response.PENDING;
    private boolean finished;
    /** The client has closed its side. */
    private boolean clientIsDone;

    private final RequestBody body;

    /** Null where no file is sent, or the kernel does it. */
    private FileSending files;

    private Runnable whenClosed = () -> {};
    private Runnable whenHalfClosed = () -> {};
    private Runnable whenWritable = () -> {};

    Exchange(Transport transport, HttpRequest request, Listening listening) {
        this.transport = transport;
        this.listening = listening;
        this.request = request;
        this.bodiless = request.method().equals(HttpMethod.HEAD);
        this.target = RequestTarget.of(request.uri());
        this.body = new RequestBody(transport);
        Peer peer = transport.peer();
        this.client = peer.trusted() ? listening.proxies().client(peer.address(), request.headers()) : peer.address();
        this.log = listening.accessLog().covers(request.method())
                ? new AccessEntry(listening.accessLog().service())
                : null;
    }

    public HttpMethod method() {
        return request.method();
    }

    /** The request target's path as it came, percent-encoded. */
    public String path() {
        return target.path();
    }

    /** The request target's query without its question mark, or an empty string. */
    public String query() {
        return target.query();
    }

    public HttpHeaders headers() {
        return request.headers();
    }

    public EventLoop eventLoop() {
        return transport.eventLoop();
    }

    /** Who the connection is from. */
    public SocketAddress remoteAddress() {
        return transport.peer().socket();
    }

    /** The client: the peer, or whom a trusted proxy speaks for. */
    public InetAddress clientAddress() {
        return client;
    }

    /** Whether the request came over TLS. */
    public boolean secure() {
        return transport.peer().secure();
    }

    /** The subject of the client's certificate (RFC 2253), where it has shown one, which is verified then. */
    public Optional<String> clientCertificate() {
        return transport.peer().certificate();
    }

    /** The other names in that certificate. */
    public AlternativeNames clientNames() {
        return transport.peer().names();
    }

    /** Has the values of a query's parameter left out of logs, besides those whose names say that they are secret. */
    public void hide(String parameter) {
        Set<String> more = new HashSet<>(hidden);
        more.add(parameter.toLowerCase(Locale.ROOT));
        hidden = more;
    }

    /** The path without the keys and tokens that are in it, for logs. */
    public String loggedPath() {
        return LoggedTarget.path(path());
    }

    String loggedQuery() {
        return LoggedTarget.query(query(), hidden);
    }

    /** Tells whom the request was found to come from, for the access log. */
    public void user(String name) {
        if (log != null) {
            log.user(name);
        }
    }

    /** Whether the client tells how long its body is, or that it is chunked; HTTP/2 needs neither. */
    public boolean bodyIsFramed() {
        return transport instanceof Http2Stream
                || HttpUtil.isTransferEncodingChunked(request)
                || request.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
    }

    /**
     * Takes the body from here on, with what of it is there already. May be called after {@link ExchangeHandler#handle}
     * has returned; until then the client is held back.
     */
    public void receive(BodyListener listener) {
        if (response == Response.DONE) {
            listener.broken("the exchange is over");
            return;
        }
        if (HttpUtil.is100ContinueExpected(request)) {
            transport.sendContinue();
        }
        body.receive(listener);
    }

    /** Holds the rest of the body back, in the client's socket at last; what has been read already still comes. */
    public void setReading(boolean reading) {
        // The connection may be with the next request by then.
        if (response != Response.DONE) {
            body.setReading(reading);
        }
    }

    /** Sends a whole response. Takes the body over; it may be empty. */
    public void respond(HttpResponseStatus status, HttpHeaders headers, ByteBuf content) {
        if (response != Response.PENDING) {
            content.release();
            return;
        }
        done();
        if (log != null) {
            log.answered(status);
            log.sent(bodiless ? 0 : content.readableBytes());
        }
        transport.sendResponse(status, headers, content);
    }

    /** Begins a response whose body follows in frames. The head goes out with the next flush. */
    public void begin(HttpResponseStatus status, HttpHeaders headers) {
        if (response == Response.PENDING) {
            response = Response.STREAMING;
            if (log != null) {
                log.answered(status);
            }
            transport.sendHead(status, headers);
        }
    }

    /** Sends a part of a chunk; the frame stays its owner's. Goes out with the next flush. */
    public void send(Frame frame, int from, int to) {
        if (response != Response.STREAMING || bodiless) {
            return;
        }
        if (files != null && files.busy()) {
            files.frame(frame, from, to);
            return;
        }
        note(to - from);
        transport.sendFrame(frame, from, to);
    }

    /**
     * Sends bytes that are no chunk of an object: a multipart's boundaries, a generated body. Takes the buffer over;
     * framed where the response is chunked. Goes out with the next flush.
     */
    public void send(ByteBuf bytes) {
        if (response != Response.STREAMING || bodiless || !bytes.isReadable()) {
            bytes.release();
        } else if (files != null && files.busy()) {
            files.bytes(bytes);
        } else {
            note(bytes.readableBytes());
            transport.sendBytes(bytes);
        }
    }

    /**
     * Sends a part of a file: without a copy on plain HTTP/1.1, else read in pieces as the client takes them. What is
     * sent later comes behind it.
     *
     * @param file stays its owner's, open until {@code sent} is called
     * @param from offset of the first byte
     * @param length bytes to send; if the file is shorter the response is cut off
     * @param sent called once, on the event loop, when the bytes were handed to the socket or the exchange is over
     */
    public void sendFile(FileChannel file, long from, long length, Runnable sent) {
        if (response != Response.STREAMING || bodiless || length == 0) {
            sent.run();
            return;
        }
        note(length);
        if (transport.sendsRegions()) {
            transport.sendRegion(file, from, length, written -> sent.run());
            return;
        }
        if (files == null) {
            files = new FileSending(this);
        }
        files.file(file, from, length, sent);
    }

    /** A file's way where its bytes pass through us. */
    FilePieces pieces(FileChannel file, long from, long length, Runnable over) {
        return new FilePieces(file, from, length, transport, listening.files(), over);
    }

    public void flush() {
        transport.flush();
    }

    /** Whether more should be sent now; if not, wait for {@link #onWritable}. */
    public boolean writable() {
        return transport.writable() && (files == null || !files.busy());
    }

    /** Ends a streamed response well. */
    public void end() {
        if (response != Response.STREAMING) {
            return;
        }
        if (files != null && files.busy()) {
            files.end();
            return;
        }
        done();
        transport.sendEnd();
    }

    /** Ends a streamed response so that no client can take it for whole; before a response, just hangs up. */
    public void cutOff() {
        if (response != Response.DONE) {
            done();
            noteCutOff();
            transport.cutOff();
        }
    }

    /**
     * Ends a streamed response well, and leaves its connection open for a while before it is closed. What the client
     * asks for meanwhile is not answered; HTTP/2 is told with GOAWAY then, and its other streams end first.
     */
    public void endThenClose(Duration delay) {
        if (response == Response.STREAMING) {
            done();
            transport.sendEndThenClose(delay);
        }
    }

    /** As {@link #cutOff}, but behind what was sent: that reaches the client, however slowly it takes it. */
    public void cutOffBehind() {
        if (response != Response.DONE) {
            boolean begun = response == Response.STREAMING;
            done();
            noteCutOff();
            if (begun) {
                transport.cutOffBehind();
            } else {
                transport.cutOff();
            }
        }
    }

    /**
     * Resets the connection (TCP RST), on HTTP/2 the stream (RST_STREAM), behind what was sent: that goes to the client
     * first, for which the client has a second.
     */
    public void reset() {
        if (response != Response.DONE) {
            done();
            noteCutOff();
            transport.reset();
        }
    }

    /** The connection's round-trip time in nanoseconds as its kernel has measured it; empty where that tells none. */
    public OptionalLong roundTripNanos() {
        return KernelSocket.roundTripNanos(transport.socket());
    }

    /**
     * Sets the kernel's priority of the connection's packets (SO_PRIORITY), which classful queueing disciplines take for
     * a class where it is as large as one's handle; above 6 that needs CAP_NET_ADMIN.
     *
     * @return whether the kernel takes it
     */
    public boolean priority(int priority) {
        return KernelSocket.priority(transport.socket(), priority);
    }

    /** Whether a response is being sent or has been sent. */
    public boolean responded() {
        return response != Response.PENDING;
    }

    /** Called once, if the client goes away before the response is done. */
    public void onClosed(Runnable action) {
        whenClosed = action;
    }

    /**
     * Called once, if an HTTP/1.1 client closes its side behind its request, or has before: then soon, and not within this
     * call. Most that do so are gone, which only sending to them would show.
     */
    public void onHalfClosed(Runnable action) {
        whenHalfClosed = action;
        if (clientIsDone) {
            eventLoop().execute(this::tellHalfClosed);
        }
    }

    /** Called whenever there is room to send again. */
    public void onWritable(Runnable action) {
        whenWritable = action;
    }

    /** Lets the service act on the request. Its faults end the exchange and nothing else. */
    void handle() {
        if (!client.equals(transport.peer().address())) {
            if (!listening.admission().enterClient(client)) {
                listening.refusals().count(Limit.CONNECTIONS_PER_CLIENT);
                OverLimit.problem(Limit.CONNECTIONS_PER_CLIENT).respond(this);
                return;
            }
            counted = true;
        }
        try {
            listening.handler().handle(this);
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
        if (log != null) {
            log.received(bytes.readableBytes());
        }
        body.bytes(bytes);
    }

    void chunkEnd() {
        body.chunkEnd();
    }

    void readComplete() {
        body.pause();
    }

    void bodyEnd() {
        body.end();
    }

    void bodyBroken(String reason) {
        noteCutOff();
        body.broken(reason);
    }

    void writabilityChanged() {
        if (files != null && files.busy()) {
            files.writable();
        } else {
            whenWritable.run();
        }
    }

    /** The client sends nothing more. */
    void halfClosed() {
        clientIsDone = true;
        tellHalfClosed();
    }

    private void tellHalfClosed() {
        if (response != Response.DONE) {
            whenHalfClosed.run();
        }
    }

    /** The client has gone, or is gone from. */
    void closed() {
        if (response != Response.DONE) {
            done();
            noteCutOff();
            try {
                whenClosed.run();
            } finally {
                finished();
            }
        } else {
            finished();
        }
    }

    /** Both sides are done. */
    void finished() {
        if (finished) {
            return;
        }
        finished = true;
        if (counted) {
            listening.admission().leaveClient(client);
        }
        if (log != null) {
            log.write(this);
        }
    }

    String httpVersion() {
        return transport instanceof Http2Stream
                ? "2"
                : request.protocolVersion().text().substring("HTTP/".length());
    }

    private void done() {
        response = Response.DONE;
        body.answered();
        if (files != null) {
            files.stop();
        }
    }

    private void note(long sentBytes) {
        if (log != null) {
            log.sent(sentBytes);
        }
    }

    private void noteCutOff() {
        if (log != null) {
            log.cutOff();
        }
    }
}
