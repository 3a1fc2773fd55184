package io.millrace.cli.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * The client of an ingest: uploads and deletions over connections that are kept. Used by any threads, which wait for what
 * they have asked for.
 *
 * <p>It is Vert.x's client: a write is a chunk, an answer is seen while the body is still sent, and a body can be cut off.
 * The JDK's client does not look for an answer before the body has ended (docs/decisions/0010).
 */
public final class Publisher implements AutoCloseable {

    private static final String CONTENT_LENGTH = "Content-Length";

    private final Client client;

    /**
     * Connects to nothing yet.
     *
     * @param connections the most to one server at a time; further requests wait
     * @param http2 whether HTTP/2 is spoken where TLS agrees on it, and always without TLS
     * @throws io.millrace.cli.CommandFailedException if the options contradict each other, or a file can't be used
     */
    public Publisher(ConnectionOptions options, int connections, boolean http2) {
        Map<String, String> headers = new HashMap<>(Map.of(HttpHeaders.USER_AGENT.toString(), "millrace-push"));
        Credentials.of(options, System.getenv())
                .header()
                .ifPresent(value -> headers.put(HttpHeaders.AUTHORIZATION.toString(), value));
        this.client = new Client(options, headers, connections, http2);
    }

    /**
     * Begins an upload: returns when its head is sent.
     *
     * @throws IOException if there is no connection
     */
    public Put put(URI uri) throws IOException, InterruptedException {
        return put(uri, Map.of());
    }

    /**
     * The same with more headers; with a {@code Content-Length} among them the body is not chunked.
     *
     * @throws IOException if there is no connection
     */
    public Put put(URI uri, Map<String, String> headers) throws IOException, InterruptedException {
        boolean chunked = !headers.containsKey(CONTENT_LENGTH);
        Put put = new Put(client.request(HttpMethod.PUT, uri, headers).setChunked(chunked), client.timeout());
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
        try (Put deletion = new Put(client.request(HttpMethod.DELETE, uri, Map.of()), client.timeout())) {
            return deletion.end();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
