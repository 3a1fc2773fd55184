package io.millrace.wire;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A listener on a free port of the loopback. */
final class TestServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final HttpListener listener;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx;

    TestServer(ExchangeHandler handler, String... settings) {
        this(new VertxOptions(), handler, settings);
    }

    /** With epoll instead of NIO. */
    static TestServer onEpoll(ExchangeHandler handler, String... settings) {
        return new TestServer(new VertxOptions().setPreferNativeTransport(true), handler, settings);
    }

    private TestServer(VertxOptions options, ExchangeHandler handler, String... settings) {
        vertx = Vertx.vertx(options.setEventLoopPoolSize(2).setWorkerPoolSize(2));
        try {
            listener = HttpListener.start(vertx, "test", TestListenerConfig.of(settings), handler);
        } catch (RuntimeException e) {
            vertx.close();
            throw e;
        }
        listener.register(meters);
    }

    static void ok(Exchange exchange) {
        exchange.respond(HttpResponseStatus.OK, new DefaultHttpHeaders(), TestConnection.text("ok"));
    }

    Vertx vertx() {
        return vertx;
    }

    RawClient connect() {
        return new RawClient(listener.port());
    }

    /** What the metric says of a limit. */
    long refused(Limit limit) {
        return (long) meters.get("millrace.test.refused")
                .tag("limit", limit.tag())
                .functionCounter()
                .count();
    }

    int connections() {
        return (int) meters.get("millrace.test.connections").gauge().value();
    }

    /** Waits until something is so; fails where that takes absurdly long. */
    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come to that");
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Override
    public void close() {
        listener.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
