package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** One HTTP/1.1 connection: its requests in turn, each with its response. Owned by its channel's event loop. */
final class Http1Connection extends ChannelInboundHandlerAdapter implements Transport, Connection {

    private static final Logger LOG = Logger.getLogger(Http1Connection.class);

    /** How long the rest of what nobody wants is read and thrown away, so that the client gets to read the answer. */
    private static final long DISCARD_SECONDS = 5;

    private final Listening listening;
    private final Peer peer;
    private final ChunkBoundaryDecoder decoder;
    private final boolean once;
    private final ClientErrors errors;
    private final Http1Watch quiet;
    private ChannelHandlerContext ctx;
    private Http1Writer writer;
    private Watch watch;

    private Exchange exchange;
    private HttpRequest request;
    private boolean requestDone;
    private boolean responseDone;
    private boolean keepAlive;
    /** The last response is sent: what still comes is not taken. */
    private boolean closing;
    /** The client broke the protocol and may go on with it. */
    private boolean refused;

    private boolean takingPipelined;

    private boolean reading = true;
    private long reads;
    private long requests;

    /** Requests that came before the one in progress was answered; bounded, because reading stops with the first. */
    private final Queue<Object> pipelined = new ArrayDeque<>();

    private Http1Connection(Listening listening, Peer peer, boolean once, ChunkBoundaryDecoder decoder) {
        this.listening = listening;
        this.peer = peer;
        this.once = once;
        this.decoder = decoder;
        this.errors = new ClientErrors(listening, peer);
        this.quiet = new Http1Watch(listening.timeouts());
    }

    /**
     * Puts the handlers of HTTP/1.1 at a pipeline's end.
     *
     * @param once whether the connection is closed behind its first request
     */
    static void speak(ChannelPipeline pipeline, Listening listening, Peer peer, boolean once) {
        ListenerConfig config = listening.config();
        ChunkBoundaryDecoder decoder = new ChunkBoundaryDecoder(config.maxLineBytes(), config.maxHeaderBytes());
        pipeline.addLast(decoder, new ResponseEncoder(), new Http1Connection(listening, peer, once, decoder));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        writer = new Http1Writer(context, listening.extras());
        watch = Watch.start(context.channel(), listening.timeouts(), this::tick);
        listening.connections().opened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (closing) {
            ReferenceCountUtil.release(message);
            return;
        }
        boolean busy = exchange != null && requestDone;
        if (busy || !pipelined.isEmpty()) {
            pipelined.add(message);
            ctx.channel().config().setAutoRead(false);
        } else {
            take(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reads++;
        bodyPauses();
    }

    private void bodyPauses() {
        if (exchange != null && !requestDone) {
            exchange.readComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.writabilityChanged();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        watch.stop();
        listening.connections().closed(this);
        closing = true;
        pipelined.forEach(ReferenceCountUtil::release);
        pipelined.clear();
        broken("the connection was closed");
        context.fireChannelInactive();
    }

    /** A broken connection says so in more ways than one; whichever comes first ends it. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debugf(cause, "connection failed: peer=%s", peer.socket());
        ctx.close();
    }

    private void tick(long nanos) {
        quiet.tick(ctx.channel(), awaited(), reads, requests, nanos).ifPresent(this::expired);
    }

    private Http1Watch.Awaited awaited() {
        if (closing) {
            return Http1Watch.Awaited.NOTHING;
        }
        if (exchange != null) {
            return !requestDone && reading ? Http1Watch.Awaited.BODY : Http1Watch.Awaited.NOTHING;
        }
        if (decoder.inHead()) {
            return Http1Watch.Awaited.HEAD;
        }
        return Watch.sending(ctx.channel()) ? Http1Watch.Awaited.NOTHING : Http1Watch.Awaited.REQUEST;
    }

    private void expired(Http1Watch.Expired what) {
        switch (what) {
            case HEAD -> refuse(Refusal.slowHead());
            case REQUEST -> ctx.close();
            case BODY -> {
                listening.refusals().count(Limit.IDLE_TIMEOUT);
                broken("nothing came for too long");
                ctx.close();
            }
            case SENDING -> {
                listening.refusals().count(Limit.SEND_TIMEOUT);
                // What the socket still holds is not going to be taken either.
                ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
                close();
            }
        }
    }

    /** No further request: closes now, or after the exchange in progress. */
    @Override
    public void drain() {
        keepAlive = false;
        if (exchange == null) {
            closeWhenSent();
        }
    }

    @Override
    public void close() {
        ctx.channel().unsafe().close(ctx.voidPromise());
    }

    private void take(Object message) {
        switch (message) {
            case HttpRequest head -> begin(head);
            case LastHttpContent last -> {
                content(last);
                if (exchange != null && !requestDone) {
                    requestDone = true;
                    exchange.bodyEnd();
                    finish();
                }
            }
            case HttpContent content -> content(content);
            case ChunkEnd end -> {
                if (exchange != null) {
                    exchange.chunkEnd();
                }
            }
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest head) {
        requests++;
        open(head);
        if (head.decoderResult().isFailure()) {
            refuse(Refusal.of(head.decoderResult().cause()));
            return;
        }
        RequestFraming.problem(head)
                .ifPresentOrElse(problem -> refuse(new Refusal(Limit.SYNTAX, problem)), () -> exchange.handle());
    }

    private void open(HttpRequest head) {
        request = head;
        requestDone = false;
        responseDone = false;
        reading = true;
        keepAlive =
                !once && HttpUtil.isKeepAlive(head) && !listening.connections().draining();
        exchange = new Exchange(this, head, listening);
    }

    private void content(HttpContent content) {
        if (exchange == null || requestDone) {
            content.release();
        } else if (content.decoderResult().isFailure()) {
            content.release();
            requestDone = true;
            exchange.bodyBroken("its chunked coding is broken");
            refuse(Refusal.of(content.decoderResult().cause()));
        } else if (content.content().isReadable()) {
            exchange.bytes(content.content());
        } else {
            content.release();
        }
    }

    /** Answers for what nobody else sees, and closes. A response that is being sent already is cut off. */
    private void refuse(Refusal refusal) {
        if (exchange == null) {
            open(Refusal.unknownRequest());
        }
        listening.refusals().count(refusal.limit());
        keepAlive = false;
        refused = true;
        requestDone = true;
        if (responseDone) {
            finish();
        } else if (exchange.responded()) {
            exchange.cutOff();
        } else {
            refusal.problem().respond(exchange);
        }
    }

    private void broken(String reason) {
        Exchange broken = exchange;
        exchange = null;
        if (broken != null) {
            if (!requestDone) {
                broken.bodyBroken(reason);
            }
            broken.closed();
        }
    }

    /** Both sides done: on to the next request. */
    private void finish() {
        if (exchange == null || !responseDone) {
            return;
        }
        if (!requestDone) {
            if (!bodyIsComing()) {
                return; // the decoder is about to say so
            }
            keepAlive = false;
            setReading(true);
            discard();
            return;
        }
        exchange.finished();
        exchange = null;
        reading = true;
        if (!keepAlive || listening.connections().draining()) {
            closeWhenSent();
            return;
        }
        takePipelined();
    }

    private void closeWhenSent() {
        if (closing) {
            return;
        }
        closing = true;
        if (refused && ctx.channel() instanceof DuplexChannel) {
            ctx.channel().config().setAutoRead(true);
            discard();
        } else {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Closing while the client still sends would make its kernel throw the answer away (RFC 9112, section 9.6). */
    private void discard() {
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(sent -> {
            if (closing && !peer.secure() && ctx.channel() instanceof DuplexChannel socket) {
                socket.shutdownOutput();
            }
            ctx.executor().schedule(() -> ctx.close(), DISCARD_SECONDS, TimeUnit.SECONDS);
        });
    }

    /** An answer that is given at once ends up here again; the call in progress then goes on. */
    private void takePipelined() {
        if (takingPipelined) {
            return;
        }
        takingPipelined = true;
        while (!pipelined.isEmpty() && !closing && (exchange == null || !requestDone)) {
            take(pipelined.remove());
        }
        takingPipelined = false;
        if (pipelined.isEmpty() && !closing) {
            ctx.channel().config().setAutoRead(reading);
            bodyPauses();
        }
    }

    @Override
    public EventLoop eventLoop() {
        return ctx.channel().eventLoop();
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public void sendContinue() {
        writer.informed();
    }

    @Override
    public void sendResponse(HttpResponseStatus status, HttpHeaders headers, ByteBuf body) {
        keepAlive &= (requestDone || !bodyIsComing()) && !errors.tooMany(status);
        writer.response(request, status, headers, body, keepAlive);
        responseDone = true;
        finish();
    }

    @Override
    public void sendHead(HttpResponseStatus status, HttpHeaders headers) {
        keepAlive &= Http1Writer.delimits(request, headers) && !errors.tooMany(status);
        writer.head(request, status, headers, keepAlive);
    }

    @Override
    public void sendFrame(Frame frame, int from, int to) {
        writer.frame(frame, from, to);
    }

    @Override
    public void sendBytes(ByteBuf bytes) {
        writer.bytes(bytes);
    }

    @Override
    public boolean sendsRegions() {
        return !peer.secure();
    }

    @Override
    public void sendRegion(FileChannel file, long from, long length, ChannelFutureListener sent) {
        writer.region(file, from, length, written -> {
            sent.operationComplete(written);
            if (!written.isSuccess()) {
                ctx.close();
            }
        });
    }

    @Override
    public void flush() {
        ctx.flush();
    }

    @Override
    public boolean writable() {
        return ctx.channel().isWritable();
    }

    @Override
    public void sendEnd() {
        writer.end();
        responseDone = true;
        finish();
    }

    /** RFC 9112, section 8: without the last chunk, or short of its Content-Length, a message is incomplete. */
    @Override
    public void cutOff() {
        if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            // The end of the connection would be the end of the body: only a reset tells the client.
            ctx.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        responseDone = true;
        ctx.flush();
        ctx.close();
    }

    @Override
    public void setReading(boolean read) {
        reading = read;
        ctx.channel().config().setAutoRead(read && pipelined.isEmpty());
    }

    private boolean bodyIsComing() {
        return HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0;
    }
}
