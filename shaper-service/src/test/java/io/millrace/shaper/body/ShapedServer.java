package io.millrace.shaper.body;

import io.millrace.shaper.pace.Pacing;
import io.millrace.shaper.pace.SessionPace;
import io.millrace.shaper.rule.Plan;
import io.millrace.wire.Exchange;
import io.millrace.wire.HttpListener;
import io.millrace.wire.ListenerConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithDefault;
import io.smallrye.config.common.MapBackedConfigSource;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A listener on a free port of the loopback whose responses are shaped by a plan, and the origin that a test plays. */
final class ShapedServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final HttpListener listener;
    private final SessionPace pace = new Pacing().session();
    private final Consumer<ShapedResponse> origin;

    volatile Plan plan;
    /** What the responses told. */
    final List<String> told = new CopyOnWriteArrayList<>();

    private volatile Exchange exchange;
    private volatile ShapedResponse response;

    /** The defaults of a service's listener. */
    @ConfigMapping(prefix = "millrace.test")
    interface TestConfig extends ListenerConfig {

        @Override
        @WithDefault("0")
        int port();

        @Override
        @WithDefault("PT0S")
        Duration drain();
    }

    /** @param origin what the origin does with each response that needs it */
    ShapedServer(Plan plan, Consumer<ShapedResponse> origin) {
        this.plan = plan;
        this.origin = origin;
        vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2).setPreferNativeTransport(true));
        listener = HttpListener.start(vertx, "test", config(), this::handle);
    }

    /** An origin that answers with a text. */
    static Consumer<ShapedResponse> text(String text) {
        return response -> {
            response.head(HttpResponseStatus.OK, sized(text.length()));
            response.bytes(buffer(text));
            response.end();
        };
    }

    /** An origin that answers with a text whose length it does not tell. */
    static Consumer<ShapedResponse> chunks(String... chunks) {
        return response -> {
            response.head(HttpResponseStatus.OK, new DefaultHttpHeaders());
            for (String chunk : chunks) {
                response.bytes(buffer(chunk));
            }
            response.end();
        };
    }

    static HttpHeaders sized(long bytes) {
        return new DefaultHttpHeaders().set(HttpHeaderNames.CONTENT_LENGTH, bytes);
    }

    static ByteBuf buffer(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    private void handle(Exchange asked) {
        exchange = asked;
        ShapedResponse shaped = ShapedResponse.of(asked, plan, pace, new SplittableRandom(1), new Told());
        response = shaped;
        if (shaped.needsOrigin()) {
            origin.accept(shaped);
        } else {
            shaped.start();
        }
    }

    /** Puts a plan in force for the response in progress. */
    void reshape(Plan next) {
        onLoop(() -> response.plan(next));
    }

    /** Does something to the response in progress as its origin. */
    void origin(Consumer<ShapedResponse> action) {
        onLoop(() -> action.accept(response));
    }

    /** Whether the head of the response in progress is sent, as of a moment after all that was asked for. */
    boolean responded() {
        CompletableFuture<Boolean> responded = new CompletableFuture<>();
        onLoop(() -> responded.complete(exchange.responded()));
        return responded.join();
    }

    private void onLoop(Runnable action) {
        await(() -> response != null);
        CompletableFuture<Void> done = new CompletableFuture<>();
        exchange.eventLoop().execute(() -> {
            try {
                action.run();
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        done.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    RawClient connect() {
        return new RawClient(listener.port());
    }

    /** What a client gets for GET, to the end of the connection. */
    String get() {
        return get("/a");
    }

    String get(String path) {
        try (RawClient client = connect()) {
            return client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                    .receiveAll();
        }
    }

    int connections() {
        return listener.connections();
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come to that");
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }

    @Override
    public void close() {
        listener.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static ListenerConfig config() {
        Map<String, String> values = Map.of(
                "millrace.test.idle-timeout", "PT60S",
                "millrace.test.keep-alive", "PT75S",
                "millrace.test.header-timeout", "PT10S",
                "millrace.test.send-timeout", "PT30S",
                "millrace.test.drain-delay", "PT0S",
                "millrace.test.host", "127.0.0.1",
                "millrace.test.tls.reload", "PT1S");
        return new SmallRyeConfigBuilder()
                .withMapping(TestConfig.class)
                .withSources(new MapBackedConfigSource("test", values) {})
                .build()
                .getConfigMapping(TestConfig.class);
    }

    private final class Told implements ShapedListener {

        @Override
        public void reading(boolean reading) {
            told.add("reading " + reading);
        }

        @Override
        public void origin(boolean needed) {
            told.add("origin " + needed);
            if (needed) {
                origin.accept(response);
            }
        }

        @Override
        public void ownAnswer(HttpHeaders headers) {
            headers.set("X-Own", "yes");
        }

        @Override
        public void over() {
            told.add("over");
        }
    }
}
