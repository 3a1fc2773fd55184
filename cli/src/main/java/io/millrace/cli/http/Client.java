package io.millrace.cli.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes requests of a data plane's port, over connections that are kept. Used by any threads, which wait for what they have
 * asked for; what comes back is heard on its one event loop.
 */
public final class Client implements AutoCloseable {

    private static final int CLOSE_SECONDS = 5;

    private final Vertx vertx;
    private final HttpClient client;
    private final Map<String, String> headers;
    private final Duration timeout;

    /**
     * Connects to nothing yet.
     *
     * @param headers that every request has
     * @param connections the most to one server at a time; further requests wait
     * @param http2 whether HTTP/2 is spoken where TLS agrees on it, and always without TLS
     * @throws io.millrace.cli.CommandFailedException if the options contradict each other, or a file can't be used
     */
    public Client(ConnectionOptions options, Map<String, String> headers, int connections, boolean http2) {
        this.headers = Map.copyOf(headers);
        this.timeout = options.timeout();
        this.vertx = vertx();
        try {
            HttpClientOptions http = new HttpClientOptions()
                    .setProtocolVersion(http2 ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
                    .setUseAlpn(http2)
                    .setHttp2ClearTextUpgrade(false)
                    .setMaxPoolSize(connections)
                    .setConnectTimeout((int) options.connectTimeout().toMillis());
            Tls tls = Tls.of(options, vertx);
            tls.own().ifPresent(http::setKeyCertOptions);
            tls.trusted().ifPresent(http::setTrustOptions);
            this.client = vertx.createHttpClient(http);
        } catch (RuntimeException e) {
            close(vertx);
            throw e;
        }
    }

    /** One event loop is enough, and nothing is looked for in files. */
    static Vertx vertx() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    /**
     * A request that nothing is sent of yet.
     *
     * @param more headers besides those that every request has
     * @throws IOException if there is no connection
     */
    public HttpClientRequest request(HttpMethod method, URI uri, Map<String, String> more)
            throws IOException, InterruptedException {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(Target.host(uri))
                .setPort(Target.port(uri))
                .setSsl(Target.tls(uri))
                .setURI(Target.path(uri))
                .putHeader(HttpHeaders.USER_AGENT, "millrace");
        headers.forEach(options::putHeader);
        more.forEach(options::putHeader);
        return Waiting.await(client.request(options).toCompletionStage(), timeout, "no connection");
    }

    /** How long a server may take no byte, or give no answer. */
    public Duration timeout() {
        return timeout;
    }

    @Override
    public void close() {
        close(vertx);
    }

    static void close(Vertx vertx) {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // The process ends anyway.
        }
    }
}
