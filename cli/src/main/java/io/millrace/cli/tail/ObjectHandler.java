package io.millrace.cli.tail;

import io.millrace.cli.tail.Latency.Arrival;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** One request and its response. Owned by the event loop of its connection. */
final class ObjectHandler extends SimpleChannelInboundHandler<HttpObject> {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;

    private final Tail tail;
    private final FullHttpRequest request;
    private final CompletableFuture<Ended> ended = new CompletableFuture<>();
    private boolean answered;
    private int status;

    ObjectHandler(Tail tail, FullHttpRequest request) {
        this.tail = tail;
        this.request = request;
    }

    /** Ends with the response; never with a failure. */
    CompletableFuture<Ended> ended() {
        return ended;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        tail.asked(now());
        ctx.writeAndFlush(request);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject message) {
        Arrival now = now();
        if (message.decoderResult().isFailure()) {
            end(
                    Ended.FAILED,
                    "the answer is no HTTP/1.1: "
                            + message.decoderResult().cause().getMessage(),
                    now);
            return;
        }
        if (message instanceof HttpResponse response) {
            answered = true;
            status = response.status().code();
            if (status == OK) {
                tail.head(head(response), now);
            } else {
                refused(now);
            }
        }
        if (message instanceof HttpContent content && status == OK) {
            if (content.content().isReadable()) {
                tail.chunk(content.content(), now);
            }
            if (content instanceof LastHttpContent) {
                end(Ended.COMPLETE, "", now);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (answered) {
            end(Ended.ABORTED, "the connection was closed before the end", now());
        } else {
            end(Ended.FAILED, "the connection was closed without an answer", now());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        String reason = cause instanceof ReadTimeoutException ? "nothing came for too long" : cause.getMessage();
        end(answered ? Ended.ABORTED : Ended.FAILED, reason, now());
        ctx.close();
    }

    private void end(Ended how, String reason, Arrival now) {
        if (!ended.isDone()) {
            tail.end(how, reason, now);
            ended.complete(how);
        }
    }

    /** What is not there yet may come, so that nothing is told of it. */
    private void refused(Arrival now) {
        if (status == NOT_FOUND || status == GONE) {
            ended.complete(Ended.ABSENT);
        } else {
            end(Ended.FAILED, "the server answered " + status, now);
        }
    }

    private static Head head(HttpResponse response) {
        String type = response.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        String timing = response.headers().get("Server-Timing", "");
        return new Head(response.status().code(), type, HttpUtil.isTransferEncodingChunked(response), timing);
    }

    private static Arrival now() {
        return new Arrival(Instant.now(), System.nanoTime());
    }
}
