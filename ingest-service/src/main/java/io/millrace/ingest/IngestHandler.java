package io.millrace.ingest;

import io.millrace.chunklog.Announcement;
import io.millrace.chunklog.AnnouncementPublisher;
import io.millrace.chunklog.ChunkLog;
import io.millrace.chunklog.InvalidPathException;
import io.millrace.chunklog.ObjectPath;
import io.millrace.wire.Exchange;
import io.millrace.wire.ExchangeHandler;
import io.millrace.wire.Problem;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Tells the requests to an ingest apart. Used by every event loop; holds no state of a request. */
final class IngestHandler implements ExchangeHandler {

    private static final String ALLOWED = "PUT, POST, DELETE, OPTIONS";

    private final ChunkLog log;
    private final AnnouncementPublisher announcements;
    private final IngestConfig config;
    private final IngestCounters counters;

    IngestHandler(ChunkLog log, AnnouncementPublisher announcements, IngestConfig config, IngestCounters counters) {
        this.log = log;
        this.announcements = announcements;
        this.config = config;
        this.counters = counters;
    }

    @Override
    public void handle(Exchange exchange) {
        try {
            switch (exchange.method().name()) {
                case "PUT", "POST" -> upload(exchange, ObjectPath.parse(exchange.path()));
                case "DELETE" -> delete(exchange, ObjectPath.parse(exchange.path()));
                case "OPTIONS" -> options(exchange);
                case "GET", "HEAD", "PATCH", "TRACE", "CONNECT" ->
                    Problem.of(HttpResponseStatus.METHOD_NOT_ALLOWED, "objects are uploaded here and read at an edge")
                            .with(HttpHeaderNames.ALLOW, ALLOWED)
                            .respond(exchange);
                default ->
                    Problem.of(HttpResponseStatus.NOT_IMPLEMENTED, "the method is unknown here; known are " + ALLOWED)
                            .with(HttpHeaderNames.ALLOW, ALLOWED)
                            .respond(exchange);
            }
        } catch (InvalidPathException e) {
            Problem.of(HttpResponseStatus.BAD_REQUEST, e.getMessage()).respond(exchange);
        }
    }

    private void upload(Exchange exchange, ObjectPath path) {
        if (!exchange.bodyIsFramed()) {
            Problem.of(
                            HttpResponseStatus.LENGTH_REQUIRED,
                            "send the body with Transfer-Encoding: chunked or with a Content-Length")
                    .respond(exchange);
            return;
        }
        exchange.receive(new Upload(exchange, path, log, announcements, config, counters));
    }

    private void delete(Exchange exchange, ObjectPath path) {
        exchange.receive(new DiscardedBody(() -> log.delete(path)
                .whenComplete((newest, failure) -> exchange.eventLoop().execute(() -> {
                    if (failure != null) {
                        Problem.of(HttpResponseStatus.SERVICE_UNAVAILABLE, "the store does not answer; try again")
                                .with(HttpHeaderNames.RETRY_AFTER, 1)
                                .respond(exchange);
                        return;
                    }
                    counters.deletes.increment();
                    if (newest > 0) {
                        announcements.publish(new Announcement.Deleted(path, newest));
                    }
                    exchange.respond(HttpResponseStatus.NO_CONTENT, new DefaultHttpHeaders(), Unpooled.EMPTY_BUFFER);
                }))));
    }

    private static void options(Exchange exchange) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.ALLOW, ALLOWED);
        exchange.respond(HttpResponseStatus.NO_CONTENT, headers, Unpooled.EMPTY_BUFFER);
    }
}
