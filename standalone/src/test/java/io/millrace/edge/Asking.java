package io.millrace.edge;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Requests of players and publishers, each with its whole answer. */
final class Asking {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HttpResponse<byte[]> get(URI uri, String... headers) throws IOException, InterruptedException {
        return send("GET", uri, headers);
    }

    CompletableFuture<HttpResponse<byte[]>> getLater(URI uri, String... headers) {
        return client.sendAsync(request(uri, headers).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> send(String method, URI uri, String... headers) throws IOException, InterruptedException {
        return client.send(
                request(uri, headers).method(method, BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> put(URI uri, byte[] body, String... headers) throws IOException, InterruptedException {
        return client.send(
                request(uri, headers).PUT(BodyPublishers.ofByteArray(body)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> put(URI uri, String body, String... headers) throws IOException, InterruptedException {
        return put(uri, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static HttpRequest.Builder request(URI uri, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(LIMIT);
        return headers.length == 0 ? request : request.headers(headers);
    }
}
