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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The client of an ingest: uploads and deletions over connections that are kept. Used by any threads, which wait for what
 * they have asked for.
 *
 * <p>It is Vert.x's client: a write is a chunk, an answer is seen while the body is still sent, and a body can be cut off.
 * The JDK's client does not look for an answer before the body has ended (docs/decisions/0010).
 */
public final class Publisher implements AutoCloseable {

    private static final String USER_AGENT = "millrace-push";
    private static final int CLOSE_SECONDS = 5;

    private final Vertx vertx;
    private final HttpClient client;
    private final Credentials credentials;
    private final Duration timeout;

    /**
     * Connects to nothing yet.
     *
     * @param connections the most to one server at a time; further requests wait
     * @param http2 whether HTTP/2 is spoken where TLS agrees on it, and always without TLS
     * @throws io.millrace.cli.CommandFailedException if the options contradict each other, or a file can't be used
     */
    public Publisher(ConnectionOptions options, int connections, boolean http2) {
        this.credentials = Credentials.of(options, System.getenv());
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
     * Begins an upload: returns when its head is sent.
     *
     * @throws IOException if there is no connection
     */
    public Put put(URI uri) throws IOException, InterruptedException {
        Put put = new Put(request(HttpMethod.PUT, uri).setChunked(true), timeout);
        boolean begun = false;
        try {
            put.begin();
            begun = true;
            return put;
        } finally {
            if (!begun) {
                put.close();
            }
        }
    }

    /**
     * Deletes an object; what is not there is deleted all the same.
     *
     * @throws IOException if there is no answer
     */
    public Answer delete(URI uri) throws IOException, InterruptedException {
        try (Put deletion = new Put(request(HttpMethod.DELETE, uri), timeout)) {
            return deletion.end();
        }
    }

    private HttpClientRequest request(HttpMethod method, URI uri) throws IOException, InterruptedException {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(Target.host(uri))
                .setPort(Target.port(uri))
                .setSsl(Target.tls(uri))
                .setURI(Target.path(uri))
                .putHeader(HttpHeaders.USER_AGENT, USER_AGENT);
        credentials.header().ifPresent(value -> options.putHeader(HttpHeaders.AUTHORIZATION, value));
        return Waiting.await(client.request(options).toCompletionStage(), timeout, "no connection");
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
