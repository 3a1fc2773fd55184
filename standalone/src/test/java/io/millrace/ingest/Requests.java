package io.millrace.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A publisher's requests in one version of HTTP, each answered before the next is sent. */
final class Requests {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient client;

    Requests(HttpClient.Version version) {
        this.client = HttpClient.newBuilder().version(version).build();
    }

    HttpResponse<String> put(URI uri, String body, String... headers) throws IOException, InterruptedException {
        return send("PUT", uri, BodyPublishers.ofString(body), headers);
    }

    HttpResponse<String> put(URI uri, byte[] body, String... headers) throws IOException, InterruptedException {
        return send("PUT", uri, BodyPublishers.ofByteArray(body), headers);
    }

    /** Without a Content-Length. */
    HttpResponse<String> putStream(URI uri, InputStream body, String... headers)
            throws IOException, InterruptedException {
        return send("PUT", uri, BodyPublishers.ofInputStream(() -> body), headers);
    }

    HttpResponse<String> send(String method, URI uri, String... headers) throws IOException, InterruptedException {
        return send(method, uri, BodyPublishers.noBody(), headers);
    }

    String text(URI uri) throws IOException, InterruptedException {
        return send("GET", uri).body();
    }

    byte[] bytes(URI uri) throws IOException, InterruptedException {
        return client.send(request(uri).build(), HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    private HttpResponse<String> send(String method, URI uri, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        return client.send(
                request(uri, headers).method(method, body).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static HttpRequest.Builder request(URI uri, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(LIMIT);
        return headers.length == 0 ? request : request.headers(headers);
    }
}
