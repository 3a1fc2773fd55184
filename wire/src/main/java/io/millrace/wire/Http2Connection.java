package io.millrace.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.ArrayList;
import java.util.List;

/** One HTTP/2 connection, apart from its streams: when it closes. Owned by its channel's event loop. */
final class Http2Connection extends ChannelInboundHandlerAdapter implements Connection {

    private static final int STREAM_WINDOW_BYTES = 1 << 20;
    private static final int CONNECTION_WINDOW_BYTES = 16 << 20;

    /** Netty's own limit for resets; all streams may end so at once, and then those that follow them. */
    private static final int LEAST_RESETS = 200;

    private static final int RESET_SECONDS = 30;
    private static final int RESETS_A_STREAM = 4;

    /** Streams in progress may take any time; the drain's own limit ends with {@link #close}. */
    private static final int UNLIMITED = -1;

    private final Listening listening;
    private final Peer peer;
    private final boolean once;
    private final Http2FrameCodec codec;
    private final ClientErrors errors;
    /** By their numbers. */
    private final IntObjectMap<Http2Stream> streams = new IntObjectHashMap<>();

    private final Stillness waiting = new Stillness();
    private final Stillness sending = new Stillness();
    private ChannelHandlerContext ctx;
    private Watch watch;
    private long requests;
    private boolean askedToGo;
    private boolean draining;
    private boolean gone;

    private Http2Connection(Listening listening, Peer peer, boolean once) {
        this.listening = listening;
        this.peer = peer;
        this.once = once;
        this.codec = codec(listening.config(), new Http2FrameNotes(listening.refusals(), this::sentData));
        this.errors = new ClientErrors(listening, peer);
    }

    /**
     * Puts the handlers of HTTP/2 at a pipeline's end.
     *
     * @param once whether the connection is closed behind its first request
     */
    static void speak(ChannelPipeline pipeline, Listening listening, Peer peer, boolean once) throws Http2Exception {
        Http2Connection connection = new Http2Connection(listening, peer, once);
        Http2FrameCodec codec = connection.codec;
        pipeline.addLast(codec);
        pipeline.addLast(new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.pipeline()
                        .addLast(
                                new Http2RequestCodec(listening.refusals()),
                                new Http2Stream(connection, listening, peer));
            }
        }));
        pipeline.addLast(connection);
        codec.connection()
                .local()
                .flowController()
                .incrementWindowSize(codec.connection().connectionStream(), CONNECTION_WINDOW_BYTES);
    }

    private static Http2FrameCodec codec(ListenerConfig config, Http2FrameNotes notes) {
        int resets =
                (int) Math.min(Integer.MAX_VALUE, Math.max(LEAST_RESETS, (long) RESETS_A_STREAM * config.maxStreams()));
        return Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .initialWindowSize(STREAM_WINDOW_BYTES)
                        .maxConcurrentStreams(config.maxStreams())
                        .maxHeaderListSize(config.maxHeaderBytes()))
                .decoderEnforceMaxRstFramesPerWindow(resets, RESET_SECONDS)
                .encoderEnforceMaxRstFramesPerWindow(resets, RESET_SECONDS)
                .frameLogger(notes)
                .build();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        watch = Watch.start(context.channel(), listening.timeouts(), this::tick);
        listening.connections().opened(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        watch.stop();
        gone = true;
        closedIfOver();
        context.fireChannelInactive();
    }

    /** Frames that concern no stream end here. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }

    /** A broken connection says so in more ways than one; the codec closes what has to be closed. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        ConnectionFailure.log(peer.socket(), cause);
    }

    void opened(Http2Stream stream) {
        streams.put(stream.number(), stream);
    }

    void closed(Http2Stream stream) {
        streams.remove(stream.number());
        closedIfOver();
    }

    /** Behind what the end of its streams brings about: a stop goes on when there is no connection left. */
    private void closedIfOver() {
        if (gone && streams.isEmpty()) {
            listening.connections().closed(this);
        }
    }

    private void sentData(int number) {
        Http2Stream stream = streams.get(number);
        if (stream != null) {
            stream.taken();
        }
    }

    /** Whether a client has more streams than it was told: Netty counts only when the client has said that it heard. */
    boolean crowded() {
        return streams.size() > listening.config().maxStreams();
    }

    /** A request has come. */
    void requested() {
        requests++;
        if (once) {
            drain();
        } else if (listening.connections().leaving()) {
            leave();
        }
    }

    /** Takes note of an answer's status; the last of too many bad ones ends the connection. */
    void answered(boolean last) {
        if (last) {
            drain();
        }
    }

    ClientErrors errors() {
        return errors;
    }

    private void tick(long nanos) {
        if (!Watch.sending(ctx.channel())) {
            sending.none();
        } else if (sending.after(Watch.sent(ctx.channel()), nanos)
                >= listening.timeouts().sendNanos()) {
            listening.refusals().count(Limit.SEND_TIMEOUT);
            close();
            return;
        }
        List<Http2Stream> present = new ArrayList<>(streams.values());
        present.forEach(stream -> stream.tick(nanos));
        if (!present.isEmpty()) {
            waiting.none();
        } else if (waiting.after(requests, nanos) >= patienceNanos()) {
            ctx.close();
        }
    }

    /** Before the first request the connection is as one whose head has not come. */
    private long patienceNanos() {
        return requests == 0
                ? listening.timeouts().headerNanos()
                : listening.timeouts().keepAliveNanos();
    }

    @Override
    public EventLoop eventLoop() {
        return ctx.channel().eventLoop();
    }

    /**
     * RFC 9113, section 6.8: a first GOAWAY with the highest number of a stream, so that the requests on their way are taken.
     * A new connection gets it behind its first request, for which it was opened.
     */
    @Override
    public void leave() {
        if (requests > 0 && !askedToGo && !draining) {
            askedToGo = true;
            ctx.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(Integer.MAX_VALUE));
        }
    }

    /** Netty's codec sends GOAWAY, unless one was sent, and closes the connection after its last stream. */
    @Override
    public void drain() {
        if (askedToGo && !draining) {
            ctx.write(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
        }
        draining = true;
        codec.gracefulShutdownTimeoutMillis(UNLIMITED);
        ctx.close();
    }

    @Override
    public void close() {
        new ArrayList<>(streams.values()).forEach(Http2Stream::cutOff);
        ctx.channel().unsafe().close(ctx.voidPromise());
    }
}
