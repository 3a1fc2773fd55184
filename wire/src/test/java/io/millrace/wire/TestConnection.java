package io.millrace.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client's connection with the pipeline of a listener on its other side, and no network between. */
final class TestConnection implements AutoCloseable {

    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

    final OpenConnections open = new OpenConnections();
    final EmbeddedChannel channel = new EmbeddedChannel();
    /** The requests that were handed on, in their order. */
    final List<Exchange> exchanges = new ArrayList<>();

    TestConnection() {
        this(exchange -> {});
    }

    /** @param handler what is done with each request after it was noted */
    TestConnection(ExchangeHandler handler) {
        channel.freezeTime();
        ExchangeHandler noting = exchange -> {
            exchanges.add(exchange);
            handler.handle(exchange);
        };
        channel.pipeline().addLast(new ProtocolDetector(noting, IDLE_TIMEOUT, open));
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

    /** What the server has sent since the last call, without the lines that tell the date. */
    String received() {
        StringBuilder text = new StringBuilder();
        ByteBuf bytes = channel.readOutbound();
        while (bytes != null) {
            text.append(bytes.toString(StandardCharsets.ISO_8859_1));
            bytes.release();
            bytes = channel.readOutbound();
        }
        return text.toString().replaceAll("date: [^\r]*\r\n", "");
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
