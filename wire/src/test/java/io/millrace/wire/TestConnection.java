package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.local.LocalServerChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client's connection with the pipeline of a listener on its other side, and no network between. */
final class TestConnection implements AutoCloseable {

    /** Netty's HTTP/2 takes a channel for a server's by its parent. */
    final EmbeddedChannel channel =
            new EmbeddedChannel(new LocalServerChannel(), DefaultChannelId.newInstance(), true, false);

    final OpenConnections open;
    /** The requests that were handed on, in their order. */
    final List<Exchange> exchanges = new ArrayList<>();

    TestConnection() {
        this(exchange -> {});
    }

    /**
     * @param handler what is done with each request after it was noted
     * @param settings names and values in turn
     */
    TestConnection(ExchangeHandler handler, String... settings) {
        channel.freezeTime();
        ExchangeHandler noting = exchange -> {
            exchanges.add(exchange);
            handler.handle(exchange);
        };
        Listening listening = Listening.of(Runnable::run, "test", TestListenerConfig.of(settings), noting);
        open = listening.connections();
        channel.pipeline().addLast(new ProtocolDetector(listening, false));
    }

    /** What the server gets in one read. */
    void send(String bytes) {
        send(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
    }

    void send(ByteBuf bytes) {
        channel.writeInbound(bytes);
    }

    void sendByteByByte(String bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            send(bytes.substring(i, i + 1));
        }
    }

    /** What the server has sent since the last call, without the lines that tell the date and the keep-alive time. */
    String received() {
        StringBuilder text = new StringBuilder();
        ByteBuf bytes = channel.readOutbound();
        while (bytes != null) {
            text.append(bytes.toString(StandardCharsets.ISO_8859_1));
            bytes.release();
            bytes = channel.readOutbound();
        }
        return text.toString().replaceAll("(?i)(date|keep-alive): [^\r]*\r\n", "");
    }

    /** Lets time pass in which nothing comes. */
    void wait(Duration time) {
        Duration step = Duration.ofMillis(100);
        for (Duration left = time; left.isPositive(); left = left.minus(step)) {
            channel.advanceTimeBy(step.toMillis(), TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    boolean closed() {
        return !channel.isOpen();
    }

    boolean reads() {
        return channel.config().isAutoRead();
    }

    static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    static HttpHeaders noHeaders() {
        return new DefaultHttpHeaders();
    }

    static void ok(Exchange exchange, String content) {
        exchange.respond(HttpResponseStatus.OK, noHeaders(), text(content));
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }
}
