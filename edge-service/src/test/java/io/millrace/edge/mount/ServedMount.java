package io.millrace.edge.mount;

import io.millrace.chunklog.InvalidPathException;
import io.millrace.chunklog.ObjectPath;
import io.millrace.edge.listing.Visibility;
import io.millrace.wire.Exchange;
import io.millrace.wire.HttpListener;
import io.millrace.wire.ListenerConfig;
import io.millrace.wire.Problem;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A directory served as {@code /vod/} on a free port, and clients for it. */
final class ServedMount implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    final Mounts mounts;
    private final HttpListener listener;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    ServedMount(Path directory, boolean listing) {
        mounts = Mounts.open(List.of("vod=" + directory), new MountOptions(listing, 5, Duration.ofSeconds(60)));
        ListenerConfig config = new SmallRyeConfigBuilder()
                .withMapping(ListenerConfig.class, "test")
                .withDefaultValue("test.port", "0")
                .withDefaultValue("test.host", "127.0.0.1")
                .withDefaultValue("test.max-client-errors", "0")
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(ListenerConfig.class, "test");
        listener = HttpListener.start(vertx, "edge", config, this::handle);
    }

    private void handle(Exchange exchange) {
        String path = exchange.path();
        try {
            ObjectPath parsed = ObjectPath.parse(path.endsWith("/") ? path + "-" : path);
            String name = path.endsWith("/") ? "" : parsed.name();
            mounts.find(parsed.directory(), name)
                    .ifPresentOrElse(
                            mount -> mount.serve(
                                    exchange,
                                    parsed.directory(),
                                    name,
                                    new DefaultHttpHeaders().set("Access-Control-Allow-Origin", "*"),
                                    Visibility.ALL),
                            () -> Problem.of(HttpResponseStatus.GONE, "not a mount")
                                    .respond(exchange));
        } catch (InvalidPathException e) {
            Problem.of(HttpResponseStatus.BAD_REQUEST, e.getMessage()).respond(exchange);
        }
    }

    int port() {
        return listener.port();
    }

    HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    HttpResponse<byte[]> send(String method, String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(PATIENCE);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** A client that has asked for a file and does not read yet. */
    Socket ask(String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(65_536);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Waits until no file is open any more. */
    boolean allClosed() throws InterruptedException {
        return openFilesBecome(0);
    }

    boolean openFilesBecome(long wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (mounts.openFiles() != wanted && System.nanoTime() < deadline) {
            Thread.sleep(1);
        }
        return mounts.openFiles() == wanted;
    }

    @Override
    public void close() {
        client.close();
        listener.close();
        mounts.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
