package io.millrace.edge;

import io.millrace.chunklog.ChunkLog;
import io.millrace.chunklog.InvalidPathException;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.ObjectState;
import io.millrace.wire.Exchange;
import io.millrace.wire.ExchangeHandler;
import io.millrace.wire.HttpDate;
import io.millrace.wire.Problem;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Answers the requests to an edge. Used by every event loop; holds no state of a request. */
final class EdgeHandler implements ExchangeHandler {

    private static final String ALLOWED = "GET, HEAD, OPTIONS";
    private static final long STALE_AFTER_MS = 500;

    private final EdgeObjects objects;
    private final HeldRequests held;
    private final ChunkLog log;
    private final EdgeConfig config;
    private final EdgeCounters counters;

    EdgeHandler(EdgeObjects objects, HeldRequests held, ChunkLog log, EdgeConfig config, EdgeCounters counters) {
        this.objects = objects;
        this.held = held;
        this.log = log;
        this.config = config;
        this.counters = counters;
    }

    @Override
    public void handle(Exchange exchange) {
        counters.requests.increment();
        switch (exchange.method().name()) {
            case "GET", "HEAD" -> {
                try {
                    find(exchange, ObjectPath.parse(exchange.path()), deadlineNanos(exchange));
                } catch (InvalidPathException e) {
                    answer(exchange, Problem.of(HttpResponseStatus.BAD_REQUEST, e.getMessage()));
                }
            }
            case "OPTIONS" -> options(exchange);
            default ->
                answer(
                        exchange,
                        Problem.of(
                                        HttpResponseStatus.METHOD_NOT_ALLOWED,
                                        "objects are read here and uploaded at an ingest")
                                .with(HttpHeaderNames.ALLOW, ALLOWED));
        }
    }

    private static void letGo(LiveObject object) {
        if (object != null) {
            object.release();
        }
    }

    private void find(Exchange exchange, ObjectPath path, long deadlineNanos) {
        if (exchange.responded()) {
            return; // the client went away while its request was held
        }
        int seen = objects.changes(path);
        LiveObject known = objects.known(path);
        if (known != null) {
            serve(exchange, known);
        } else if (objects.knownAbsent(path)) {
            absent(exchange, path, deadlineNanos, seen);
        } else {
            lookUp(exchange, path, deadlineNanos, seen);
        }
    }

    private void lookUp(Exchange exchange, ObjectPath path, long deadlineNanos, int seen) {
        CompletableFuture<LiveObject> asked = objects.lookUp(path).toCompletableFuture();
        CompletableFuture<LiveObject> intime = asked.copy().orTimeout(STALE_AFTER_MS, TimeUnit.MILLISECONDS);
        intime.whenComplete((found, failure) -> {
            if (failure != null) {
                asked.thenAccept(EdgeHandler::letGo); // nobody waits for it any more
            }
            exchange.eventLoop().execute(() -> {
                LiveObject object = failure == null ? found : objects.atHand(path);
                if (exchange.responded()) {
                    letGo(object); // the client went away while Redis was asked
                } else if (object != null) {
                    serve(exchange, object);
                } else if (failure == null) {
                    absent(exchange, path, deadlineNanos, seen);
                } else {
                    answer(
                            exchange,
                            Problem.of(HttpResponseStatus.SERVICE_UNAVAILABLE, "the store does not answer")
                                    .with(HttpHeaderNames.RETRY_AFTER, 1));
                }
            });
        });
    }

    /**
     * Held, where the object may come within the time that the client waits; else 404.
     *
     * @param seen the path's changes before it was found to be absent
     */
    private void absent(Exchange exchange, ObjectPath path, long deadlineNanos, int seen) {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        Optional<Runnable> holding = leftMs > 0 && objects.isLive(path)
                ? held.hold(
                        path,
                        exchange.eventLoop(),
                        Duration.ofMillis(leftMs),
                        () -> find(exchange, path, deadlineNanos))
                : Optional.empty();
        if (holding.isEmpty()) {
            answer(exchange, Problem.of(HttpResponseStatus.NOT_FOUND, "there is no object at " + path));
            return;
        }
        exchange.onClosed(holding.get());
        if (seen != objects.changes(path)) {
            held.wake(path);
        }
    }

    private void serve(Exchange exchange, LiveObject object) {
        HttpHeaders headers = new DefaultHttpHeaders();
        cors(headers);
        headers.set(HttpHeaderNames.CONTENT_TYPE, object.contentType());
        headers.set(HttpHeaderNames.CACHE_CONTROL, CachePolicy.of(object.kind()));
        if (object.length() >= 0) {
            String etag = ObjectState.etag(object.generation(), object.length());
            headers.set(HttpHeaderNames.ETAG, etag);
            headers.set(HttpHeaderNames.LAST_MODIFIED, HttpDate.of(object.modified()));
            if (etag.equals(exchange.headers().get(HttpHeaderNames.IF_NONE_MATCH))) {
                object.release();
                exchange.respond(HttpResponseStatus.NOT_MODIFIED, headers, Unpooled.EMPTY_BUFFER);
                return;
            }
            headers.set(HttpHeaderNames.CONTENT_LENGTH, object.length());
        }
        if (exchange.method().equals(HttpMethod.HEAD)) {
            object.release();
            exchange.respond(HttpResponseStatus.OK, headers, Unpooled.EMPTY_BUFFER);
            return;
        }
        exchange.begin(HttpResponseStatus.OK, headers);
        new Reader(exchange, object, log, 0, counters).start();
    }

    /** When a request stops waiting for an object: RFC 7240's {@code Prefer: wait}, bounded, or the default. */
    private long deadlineNanos(Exchange exchange) {
        Duration wait = config.hold();
        wait = PreferWait.of(String.join(",", exchange.headers().getAll("Prefer")))
                .orElse(wait);
        Duration bounded = wait.compareTo(config.holdLimit()) > 0 ? config.holdLimit() : wait;
        return System.nanoTime() + bounded.toNanos();
    }

    private void options(Exchange exchange) {
        HttpHeaders headers = new DefaultHttpHeaders();
        cors(headers);
        headers.set(HttpHeaderNames.ALLOW, ALLOWED);
        headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, ALLOWED);
        headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "*");
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        exchange.respond(HttpResponseStatus.NO_CONTENT, headers, Unpooled.EMPTY_BUFFER);
    }

    private static void answer(Exchange exchange, Problem problem) {
        cors(problem.headers());
        problem.respond(exchange);
    }

    /** Players are on pages of other origins. */
    private static void cors(HttpHeaders headers) {
        headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        headers.set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, "Date, Age, ETag, Content-Range, Content-Length");
    }
}
