package io.millrace.wire;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

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

    /** With a port for TLS, whose files are written into a directory. */
    static TestServer withTls(Path directory, ExchangeHandler handler, String... settings) throws IOException {
        TestCertificates pair = TestCertificates.of("test", "EC");
        Path certificate = Files.writeString(directory.resolve("test.crt"), pair.certificatePem());
        Path key = Files.writeString(directory.resolve("test.key"), pair.keyPem());
        List<String> all = new ArrayList<>(
                List.of("tls.port", "0", "tls.certificate", certificate.toString(), "tls.key", key.toString()));
        all.addAll(List.of(settings));
        return new TestServer(handler, all.toArray(new String[0]));
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

    RawClient connectTls() throws IOException {
        return new RawClient(openTls());
    }

    /** A connection whose client agrees to a protocol in the handshake, if any are named. */
    Socket openTls(String... protocols) throws IOException {
        SSLSocket socket = (SSLSocket)
                TestCertificates.client(null).getSocketFactory().createSocket("127.0.0.1", listener.tlsPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        return socket;
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
