package io.millrace.cli.doctor;

import io.millrace.cli.http.Answer;
import io.millrace.cli.http.Client;
import io.millrace.cli.http.Publisher;
import io.millrace.cli.http.Put;
import io.millrace.cli.http.Target;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A directory of its own in the Millrace that is looked at, with both ways to it. Objects are named by whoever puts them; every name
 * is used once. Used by any threads.
 */
final class Site {

    /** Put beside a URL's path, so that no cache has an answer for it; to an edge the query is no part of a name. */
    private static final String PAST_CACHES = "millrace-doctor=";

    /** The first object that is put, which stays until the end. */
    static final String GREETING = "greeting.m4s";

    private final URI ingest;
    private final URI edge;
    private final Publisher publisher;
    private final Client reader;
    private final Neighbours neighbours;
    private final AtomicInteger names = new AtomicInteger();
    private final AtomicInteger questions = new AtomicInteger();
    private final Set<String> put = ConcurrentHashMap.newKeySet();

    /**
     * Asks nothing yet.
     *
     * @param ingest the directory at the ingest
     * @param edge the same directory at the edge
     */
    Site(URI ingest, URI edge, Publisher publisher, Client reader, Neighbours neighbours) {
        this.ingest = ingest;
        this.edge = edge;
        this.publisher = publisher;
        this.reader = reader;
        this.neighbours = neighbours;
    }

    /** How long the other side may give no answer where there is nothing to wait for. */
    Duration timeout() {
        return reader.timeout();
    }

    /** A name that nothing has yet, such as {@code 7.m4s}. */
    String name(String extension) {
        return names.incrementAndGet() + extension;
    }

    /** The bytes of the object of a name. */
    static Payload payload(String name) {
        return new Payload(name.hashCode());
    }

    /** Begins an upload. */
    Put put(String name, Map<String, String> headers) throws IOException, InterruptedException {
        put.add(name);
        return publisher.put(Target.below(ingest, name), headers);
    }

    /** Uploads some bytes as a whole. */
    Answer put(String name, byte[] bytes, Map<String, String> headers) throws IOException, InterruptedException {
        try (Put upload = put(name, headers)) {
            upload.write(bytes, bytes.length);
            return ended(upload);
        }
    }

    /** Ends an upload, and takes note of who has answered. */
    Answer ended(Put upload) throws IOException, InterruptedException {
        Answer answer = upload.end();
        neighbours.answered(upload);
        return answer;
    }

    Answer delete(String name) throws IOException, InterruptedException {
        return publisher.delete(Target.below(ingest, name));
    }

    /** Reads as players do: what is between may answer from what it keeps. */
    Reading read(String name, Map<String, String> headers) throws IOException, InterruptedException {
        return ask(HttpMethod.GET, name, Target.below(edge, name), 0, headers);
    }

    /** Reads what is at the edge now. */
    Reading readPastCaches(String name, long from, Map<String, String> headers)
            throws IOException, InterruptedException {
        return ask(HttpMethod.GET, name, pastCaches(name), from, headers);
    }

    /** Asks what is at the edge now. */
    Reading headPastCaches(String name, Map<String, String> headers) throws IOException, InterruptedException {
        return ask(HttpMethod.HEAD, name, pastCaches(name), 0, headers);
    }

    private URI pastCaches(String name) {
        return Target.with(Target.below(edge, name), PAST_CACHES + questions.incrementAndGet());
    }

    private Reading ask(HttpMethod method, String name, URI uri, long from, Map<String, String> headers)
            throws IOException, InterruptedException {
        // Who asks for what is not there wants to know that at once.
        Map<String, String> all = new HashMap<>(Map.of("Prefer", "wait=0"));
        all.putAll(headers);
        return Reading.begin(reader.request(method, uri, all), payload(name), from);
    }

    /**
     * Waits until a response has ended, however.
     *
     * @throws IOException if it has not in time
     */
    void awaitEnd(Reading reading) throws IOException, InterruptedException {
        if (!reading.awaitEnd(timeout())) {
            throw new IOException("the edge did not end its answer");
        }
    }

    /** Takes note of who has answered at the edge. */
    void seen(Reading reading) throws IOException {
        neighbours.answered(reading);
    }

    /** Deletes all that was put, as far as that can be done. */
    void clear() throws InterruptedException {
        for (String name : put) {
            try {
                delete(name);
            } catch (IOException e) {
                return; // the ingest is away: its retention ends them
            }
        }
    }
}
