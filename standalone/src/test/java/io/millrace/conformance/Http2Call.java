package io.millrace.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.conformance.Request.Body;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** HTTP/2 on a connection of its own, from its preface on; requests are its streams, one at a time. */
final class Http2Call implements Call {

    /** What the connection hands over: a frame, or its end. */
    private record Noted(int stream, Heard heard, boolean last, int windowBytes) {}

    private final Channel channel;
    private final String authority;
    private final BlockingQueue<Noted> noted = new LinkedBlockingQueue<>();
    private final Notes notes = new Notes();
    private Http2FrameStream stream;
    private boolean ended;

    private Http2Call(InetSocketAddress server, String authority, EventLoopGroup loops, SslContext tls) {
        this.authority = authority;
        Http2FrameCodec codec =
                Http2FrameCodecBuilder.forClient().validateHeaders(false).build();
        channel = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel opened) {
                        if (tls != null) {
                            opened.pipeline().addLast(tls.newHandler(opened.alloc()));
                        }
                        opened.pipeline().addLast(codec, notes);
                    }
                })
                .connect(server)
                .syncUninterruptibly()
                .channel();
    }

    /**
     * Connects.
     *
     * @param tls null for prior knowledge on a plain connection
     */
    static Http2Call connect(InetSocketAddress server, String authority, EventLoopGroup loops, SslContext tls) {
        return new Http2Call(server, authority, loops, tls);
    }

    @Override
    public void send(Request request) {
        Http2Headers headers = new DefaultHttp2Headers(false)
                .method(request.method())
                .path(request.target())
                .scheme(channel.pipeline().get(io.netty.handler.ssl.SslHandler.class) == null ? "http" : "https")
                .authority(authority);
        request.headers().forEach(header -> headers.add(header.name().toLowerCase(Locale.ROOT), header.value()));
        if (request.body() instanceof Body.Sized(String text) && !request.has("Content-Length")) {
            headers.addLong("content-length", text.getBytes(UTF_8).length);
        }
        stream = notes.newStream();
        ended = false;
        channel.writeAndFlush(new DefaultHttp2HeadersFrame(headers, request.body() instanceof Body.None).stream(stream))
                .addListener(sent -> {
                    if (!sent.isSuccess()) {
                        // The service has told what it takes, and this is more.
                        noted.add(new Noted(0, new Heard.CutOff("not sent: " + sent.cause()), false, 0));
                    }
                });
        switch (request.body()) {
            case Body.Sized(String text) -> data(text.getBytes(UTF_8), true);
            case Body.Chunked(List<String> texts) -> {
                texts.forEach(text -> data(text.getBytes(UTF_8), false));
                end();
            }
            case Body.None _, Body.StaysOpen _ -> {}
        }
    }

    @Override
    public void raw(byte[] bytes) {
        throw new AssertionError("a case with raw lines is one of HTTP/1.1: it needs the tag [HTTP/1.1]");
    }

    @Override
    public void data(byte[] bytes) {
        data(bytes, false);
    }

    @Override
    public void end() {
        data(new byte[0], true);
    }

    @Override
    public void hangUp() {
        channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL).stream(stream))
                .syncUninterruptibly();
    }

    @Override
    public Heard next() throws IOException {
        if (ended) {
            ended = false;
            return new Heard.End();
        }
        Noted next = take();
        if (next.windowBytes() > 0) {
            channel.writeAndFlush(new DefaultHttp2WindowUpdateFrame(next.windowBytes()).stream(stream));
        }
        if (next.heard() instanceof Heard.Data(byte[] bytes) && bytes.length == 0) {
            return next.last() ? new Heard.End() : next();
        }
        ended = next.last();
        return next.heard();
    }

    /** Frames of other streams, as that of a request before, are passed over. */
    private Noted take() throws IOException {
        while (true) {
            Noted next;
            try {
                next = noted.poll(LIMIT_MS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
            if (next == null) {
                throw new IOException("nothing came for " + LIMIT_MS + " ms");
            }
            if (next.stream() == 0 || stream == null || next.stream() == stream.id()) {
                return next;
            }
        }
    }

    @Override
    public void awaitClose() throws IOException {
        while (true) {
            Noted next = take();
            if (next.stream() == 0) {
                return;
            }
        }
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
    }

    private void data(byte[] bytes, boolean last) {
        channel.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), last).stream(stream));
    }

    /** Puts down what comes; on the event loop. */
    private final class Notes extends Http2ChannelDuplexHandler {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            switch (message) {
                case Http2HeadersFrame frame -> note(frame, head(frame.headers()), frame.isEndStream(), 0);
                case Http2DataFrame frame ->
                    note(
                            frame,
                            new Heard.Data(ByteBufUtil.getBytes(frame.content())),
                            frame.isEndStream(),
                            frame.initialFlowControlledBytes());
                case Http2ResetFrame frame ->
                    note(frame, new Heard.CutOff("the stream was reset: " + frame.errorCode()), false, 0);
                case Http2GoAwayFrame frame
                when frame.errorCode() != Http2Error.NO_ERROR.code() ->
                    noted.add(new Noted(
                            0, new Heard.CutOff("the connection is given up: " + frame.errorCode()), false, 0));
                default -> {}
            }
            ReferenceCountUtil.release(message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            noted.add(new Noted(0, new Heard.CutOff("the connection was closed"), false, 0));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            noted.add(new Noted(0, new Heard.CutOff("the connection failed: " + cause), false, 0));
        }

        private void note(Http2StreamFrame frame, Heard heard, boolean last, int windowBytes) {
            noted.add(new Noted(frame.stream().id(), heard, last, windowBytes));
        }

        private static Heard.Head head(Http2Headers headers) {
            List<Heard.Header> lines = new ArrayList<>();
            headers.forEach(header -> {
                if (header.getKey().charAt(0) != ':') {
                    lines.add(new Heard.Header(
                            header.getKey().toString(), header.getValue().toString()));
                }
            });
            int status = Integer.parseInt(headers.status().toString());
            return new Heard.Head(status, lines, ":status " + status + "\n" + Heard.lines(lines));
        }
    }
}
