package io.millrace.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/** One HTTP/1.1 connection: its requests in turn, each with its response. Owned by its channel's event loop. */
final class Http1Connection extends ChannelInboundHandlerAdapter implements Connection {

    private final Listening listening;
    private final Peer peer;
    private final ChunkBoundaryDecoder decoder;
    private final boolean once;
    private final Http1Watch quiet;
    private ChannelHandlerContext ctx;
    private Http1Writer writer;
    private Http1Closing closing;
    private Watch watch;

    private Exchange exchange;
    private HttpRequest request;
    private boolean requestDone;
    /** The client broke the protocol and may go on with it. */
    private boolean refused;
    /** The client has closed its side: it sends nothing more, and may still wait for answers. */
    private boolean clientDone;

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
        writer = new Http1Writer(this, context, listening.extras(), new ClientErrors(listening, peer));
        closing = new Http1Closing(context, peer.secure());
        watch = Watch.start(context.channel(), listening.timeouts(), this::tick);
        listening.connections().opened(this);
        context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent
                || (event instanceof SslCloseCompletionEvent tls && tls.isSuccess())) {
            clientDone = true;
            if (closing.hasBegun()) {
                closing.now();
            } else if (pipelined.isEmpty()) {
                clientIsDone();
            }
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (closing.hasBegun()) {
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
        closing.begun();
        pipelined.forEach(ReferenceCountUtil::release);
        pipelined.clear();
        try {
            broken("the connection was closed");
        } finally {
            // Behind what its end brings about: a stop goes on when there is no connection left.
            listening.connections().closed(this);
        }
        context.fireChannelInactive();
    }

    /** A broken connection says so in more ways than one; whichever comes first ends it. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ConnectionFailure.log(peer.socket(), cause);
        ctx.close();
    }

    private void tick(long nanos) {
        quiet.tick(ctx.channel(), awaited(), reads, requests, nanos).ifPresent(this::expired);
    }

    private Http1Watch.Awaited awaited() {
        if (closing.hasBegun()) {
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

    /** The next answer says so; an idle connection stays, for its client may be sending a request. */
    @Override
    public void leave() {}

    /** No further request: closes now, or after the exchange in progress, or that whose head has come in part. */
    @Override
    public void drain() {
        writer.closes();
        if (exchange == null && !decoder.inHead()) {
            closing.begin(false);
        }
    }

    @Override
    public void close() {
        writer.cutsVisibly();
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
        reading = true;
        writer.answer(head, !once && HttpUtil.isKeepAlive(head));
        exchange = new Exchange(writer, head, listening);
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
        writer.closes();
        refused = true;
        requestDone = true;
        if (writer.done()) {
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
        if (exchange == null || !writer.done()) {
            return;
        }
        if (!requestDone) {
            if (!bodyIsComing()) {
                return; // the decoder is about to say so
            }
            writer.closes();
            setReading(true);
            closing.discard();
            return;
        }
        exchange.finished();
        exchange = null;
        reading = true;
        if (!writer.keepAlive() || listening.connections().draining()) {
            closeWhenSent();
            return;
        }
        takePipelined();
    }

    /** A whole request is still answered, as one that came with its connection's end; half a request is nobody's. */
    private void clientIsDone() {
        writer.closes();
        if (exchange == null || !requestDone || writer.closesLate()) {
            broken("the connection was closed");
            closing.now();
        } else {
            exchange.halfClosed();
        }
    }

    /** A client that is asked to go may have sent its next request before it reads that. */
    private void closeWhenSent() {
        closing.begin(refused || !pipelined.isEmpty() || leaving());
    }

    /** An answer that is given at once ends up here again; the call in progress then goes on. */
    private void takePipelined() {
        if (takingPipelined) {
            return;
        }
        takingPipelined = true;
        try {
            while (!pipelined.isEmpty() && !closing.hasBegun() && (exchange == null || !requestDone)) {
                take(pipelined.remove());
            }
        } finally {
            takingPipelined = false;
        }
        if (!pipelined.isEmpty() || closing.hasBegun()) {
            return;
        }
        if (clientDone) {
            clientIsDone();
        } else {
            ctx.channel().config().setAutoRead(reading);
            bodyPauses();
        }
    }

    @Override
    public EventLoop eventLoop() {
        return ctx.channel().eventLoop();
    }

    Peer peer() {
        return peer;
    }

    /** Whether the next answer is to be the last. */
    boolean leaving() {
        return listening.connections().leaving();
    }

    /** The response of the exchange in progress is out. */
    void answered() {
        finish();
    }

    void setReading(boolean read) {
        reading = read;
        ctx.channel().config().setAutoRead(read && pipelined.isEmpty());
    }

    /** Whether there is more of the request's body. */
    boolean bodyIsComing() {
        return !requestDone
                && (HttpUtil.isTransferEncodingChunked(request) || HttpUtil.getContentLength(request, 0L) > 0);
    }
}
