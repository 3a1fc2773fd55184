package io.millrace.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Requests for which a service is trained, one after the other; each of them must be answered as it is meant. */
final class Lesson implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** A request without a body; what is answered, as text. */
    String ask(String method, InetSocketAddress server, String target) throws IOException, InterruptedException {
        return send(method, server, target, HttpRequest.BodyPublishers.noBody()).body();
    }

    /** A request with a body; what is answered, as text. */
    String tell(String method, InetSocketAddress server, String target, String body)
            throws IOException, InterruptedException {
        return send(method, server, target, HttpRequest.BodyPublishers.ofString(body))
                .body();
    }

    /** Where a GET is sent to, as a path. */
    String redirected(InetSocketAddress server, String target) throws IOException, InterruptedException {
        HttpResponse<String> answer = send("GET", server, target, HttpRequest.BodyPublishers.noBody());
        return answer.headers()
                .firstValue("location")
                .map(location -> URI.create(location).getRawPath())
                .orElseThrow(() -> new IOException(target + " redirects nowhere: " + answer));
    }

    private HttpResponse<String> send(
            String method, InetSocketAddress server, String target, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.getPort() + target);
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri).method(method, body).timeout(LIMIT).build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 400) {
            throw new IOException(method + ' ' + target + " is answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer;
    }

    @Override
    public void close() {
        client.close();
    }
}
