package io.millrace.cli.tail;

import io.millrace.cli.CommandFailedException;
import io.millrace.cli.http.ConnectionOptions;
import io.millrace.cli.http.Credentials;
import io.millrace.cli.http.NettyTls;
import io.millrace.cli.http.Target;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Reads objects from an edge over HTTP/1.1, each over a connection of its own. It is Netty's codec, because that shows where
 * a chunk ends; no client does that hides what a connection is.
 */
final class EdgeClient implements AutoCloseable {

    /** The longest chunk that is taken for one; a longer one is cut. */
    private static final int MOST_CHUNK_BYTES = 64 << 20;

    private static final Duration AGAIN = Duration.ofMillis(100);
    private static final int MOST_LINE_BYTES = 8 * 1024;
    private static final int MOST_HEADER_BYTES = 64 * 1024;

    private final ConnectionOptions options;
    private final Credentials credentials;
    private final SslContext tls;
    private final EventLoopGroup loop = new NioEventLoopGroup(1);

    EdgeClient(ConnectionOptions options) {
        this.options = options;
        this.credentials = Credentials.of(options, System.getenv());
        this.tls = NettyTls.context(options);
    }

    /**
     * Reads an object to its end.
     *
     * @param wait how long to ask again for one that is not there: an edge holds a request only where its directory is live
     */
    Ended get(URI uri, Duration wait, Tail tail) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        Ended ended = ask(uri, wait, tail);
        while (ended == Ended.ABSENT && end - System.nanoTime() > AGAIN.toNanos()) {
            Thread.sleep(AGAIN);
            ended = ask(uri, Duration.ofNanos(end - System.nanoTime()), tail);
        }
        if (ended == Ended.ABSENT) {
            tail.absent();
        }
        return ended;
    }

    private Ended ask(URI uri, Duration wait, Tail tail) throws InterruptedException {
        ObjectHandler handler = new ObjectHandler(tail, request(uri, wait));
        Duration silence = options.timeout().plus(wait);
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        options.connectTimeout().toMillis())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (Target.tls(uri)) {
                            channel.pipeline()
                                    .addLast(tls.newHandler(channel.alloc(), Target.host(uri), Target.port(uri)));
                        }
                        channel.pipeline()
                                .addLast(new ReadTimeoutHandler(silence.toMillis(), TimeUnit.MILLISECONDS))
                                .addLast(codec())
                                .addLast(handler);
                    }
                });
        Channel channel;
        try {
            channel =
                    bootstrap.connect(Target.host(uri), Target.port(uri)).sync().channel();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new CommandFailedException(uri + " can't be reached: " + e.getMessage(), e);
        }
        try {
            return handler.ended().get();
        } catch (ExecutionException e) {
            throw new AssertionError(e); // it ends well, however the object does
        } finally {
            channel.close().sync();
        }
    }

    private static HttpClientCodec codec() {
        HttpDecoderConfig config = new HttpDecoderConfig()
                .setMaxInitialLineLength(MOST_LINE_BYTES)
                .setMaxHeaderSize(MOST_HEADER_BYTES)
                .setMaxChunkSize(MOST_CHUNK_BYTES)
                .setAllowPartialChunks(false);
        return new HttpClientCodec(config, HttpClientCodec.DEFAULT_PARSE_HTTP_AFTER_CONNECT_REQUEST, false);
    }

    private FullHttpRequest request(URI uri, Duration wait) {
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, Target.path(uri));
        request.headers().set(HttpHeaderNames.HOST, uri.getRawAuthority());
        request.headers().set(HttpHeaderNames.USER_AGENT, "millrace-tail");
        request.headers().set("Prefer", "wait=" + Math.max(1, wait.toSeconds()));
        credentials.header().ifPresent(value -> request.headers().set(HttpHeaderNames.AUTHORIZATION, value));
        return request;
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
