package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.timeout.IdleStateEvent;
import java.time.Duration;

/**
 * Looks at a connection's first bytes and puts the codecs of its protocol in its own place: HTTP/2 with prior knowledge
 * (RFC 9113, section 3.3) or HTTP/1.1.
 */
final class ProtocolDetector extends ChannelInboundHandlerAdapter {

    private static final int MAX_LINE_BYTES = 8 << 10;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final int STREAM_WINDOW_BYTES = 1 << 20;
    private static final int CONNECTION_WINDOW_BYTES = 16 << 20;
    private static final int MAX_STREAMS = 1000;

    private final ExchangeHandler handler;
    private final Duration idleTimeout;
    private final OpenConnections connections;
    /** A beginning that may be the preface's. */
    private ByteBuf seen = Unpooled.EMPTY_BUFFER;

    ProtocolDetector(ExchangeHandler handler, Duration idleTimeout, OpenConnections connections) {
        this.handler = handler;
        this.idleTimeout = idleTimeout;
        this.connections = connections;
    }

    /**
     * What was looked at goes on to the codecs within the same read: the end of the read is told by the channel, once,
     * when everything that has arrived was handed on.
     */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        seen = seen.isReadable() ? Unpooled.wrappedBuffer(seen, (ByteBuf) message) : (ByteBuf) message;
        ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
        int common = Math.min(seen.readableBytes(), preface.readableBytes());
        boolean http2 = seen.slice(seen.readerIndex(), common).equals(preface.slice(0, common));
        if (http2 && common < preface.readableBytes()) {
            return;
        }
        if (http2) {
            speakHttp2(ctx);
        } else {
            speakHttp1(ctx.pipeline());
        }
        ByteBuf first = seen;
        seen = Unpooled.EMPTY_BUFFER;
        ctx.fireChannelRead(first);
        ctx.pipeline().remove(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        seen.release();
        seen = Unpooled.EMPTY_BUFFER;
        super.channelInactive(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof IdleStateEvent) {
            ctx.close();
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    private void speakHttp1(ChannelPipeline pipeline) {
        pipeline.addLast(new ChunkBoundaryDecoder(new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxChunkSize(Integer.MAX_VALUE)));
        pipeline.addLast(new HttpResponseEncoder());
        pipeline.addLast(new Http1Connection(handler, connections));
    }

    private void speakHttp2(ChannelHandlerContext ctx) throws Http2Exception {
        Http2FrameCodec codec = Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings()
                        .initialWindowSize(STREAM_WINDOW_BYTES)
                        .maxConcurrentStreams(MAX_STREAMS)
                        .maxHeaderListSize(MAX_HEADER_BYTES))
                .build();
        ctx.pipeline().addLast(codec);
        ctx.pipeline().addLast(new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.pipeline()
                        .addLast(
                                HttpListener.idle(idleTimeout),
                                new Http2StreamFrameToHttpObjectCodec(true),
                                new Http2Stream(handler));
            }
        }));
        ctx.pipeline().addLast(new Http2Connection(codec, connections));
        codec.connection()
                .local()
                .flowController()
                .incrementWindowSize(codec.connection().connectionStream(), CONNECTION_WINDOW_BYTES);
    }
}
