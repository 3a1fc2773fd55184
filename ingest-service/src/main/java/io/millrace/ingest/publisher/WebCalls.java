package io.millrace.ingest.publisher;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * Calls to other web services: bounded in time, length and number, and without redirects, which could lead anywhere. Used
 * by all threads; stages complete on event loops.
 */
final class WebCalls implements AutoCloseable {

    /** Connections to one service at once. */
    private static final int MOST_CONNECTIONS = 32;

    private static final int MOST_WAITING = 256;
    private static final int CONNECT_MS = 2000;
    private static final String HTTPS = "https";
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    private final Vertx vertx;
    private final HttpClient client;

    /**
     * An answer.
     *
     * @param retryAfter the header, where there is one
     */
    record Answer(int status, String body, Optional<String> retryAfter) {}

    WebCalls(Vertx vertx) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(MOST_CONNECTIONS)
                .setMaxWaitQueueSize(MOST_WAITING)
                .setConnectTimeout(CONNECT_MS));
    }

    /** Whether secrets and keys may travel so: encrypted, or not beyond this machine. */
    static boolean isSafe(URI uri) {
        if (uri.getHost() == null) {
            return false;
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        boolean loopback = host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
        return HTTPS.equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && loopback);
    }

    /** @param mostBytes of the answer; a longer one is a failure */
    CompletionStage<Answer> get(URI uri, Duration timeout, int mostBytes) {
        return call(HttpMethod.GET, uri, null, timeout, mostBytes);
    }

    /** @param mostBytes of the answer; a longer one is a failure */
    CompletionStage<Answer> post(URI uri, Buffer json, Duration timeout, int mostBytes) {
        return call(HttpMethod.POST, uri, json, timeout, mostBytes);
    }

    private CompletionStage<Answer> call(HttpMethod method, URI uri, Buffer json, Duration timeout, int mostBytes) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        long timer = vertx.setTimer(
                timeout.toMillis(),
                expired -> answer.completeExceptionally(
                        new TimeoutException("no whole answer within " + timeout.toMillis() + " ms")));
        answer.whenComplete((whole, failure) -> vertx.cancelTimer(timer));
        client.request(options(method, uri))
                .onFailure(answer::completeExceptionally)
                .onSuccess(request -> {
                    answer.whenComplete((whole, failure) -> {
                        if (failure != null) {
                            request.reset();
                        }
                    });
                    send(request, json, mostBytes, answer);
                });
        return answer;
    }

    private static void send(HttpClientRequest request, Buffer json, int mostBytes, CompletableFuture<Answer> answer) {
        request.response()
                .onFailure(answer::completeExceptionally)
                .onSuccess(response -> read(response, mostBytes, answer));
        if (json == null) {
            request.end();
        } else {
            request.putHeader(HttpHeaderNames.CONTENT_TYPE, "application/json");
            request.end(json);
        }
    }

    private static void read(HttpClientResponse response, int mostBytes, CompletableFuture<Answer> answer) {
        Buffer body = Buffer.buffer();
        response.exceptionHandler(answer::completeExceptionally);
        response.handler(piece -> {
            if (body.length() + piece.length() > mostBytes) {
                answer.completeExceptionally(new IOException("the answer is longer than " + mostBytes + " bytes"));
            } else {
                body.appendBuffer(piece);
            }
        });
        response.endHandler(end -> answer.complete(new Answer(
                response.statusCode(),
                body.toString(),
                Optional.ofNullable(response.getHeader(HttpHeaderNames.RETRY_AFTER)))));
    }

    private static RequestOptions options(HttpMethod method, URI uri) {
        boolean secure = HTTPS.equals(uri.getScheme());
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String host = uri.getHost();
        return new RequestOptions()
                .setMethod(method)
                .setHost(host.startsWith("[") ? host.substring(1, host.length() - 1) : host)
                .setPort(uri.getPort() >= 0 ? uri.getPort() : secure ? HTTPS_PORT : HTTP_PORT)
                .setSsl(secure)
                .setURI(uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery());
    }

    @Override
    public void close() {
        client.close();
    }
}
