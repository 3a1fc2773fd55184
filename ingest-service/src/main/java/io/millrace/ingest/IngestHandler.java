package io.millrace.ingest;

import io.millrace.chunklog.InvalidPathException;
import io.millrace.wire.Exchange;
import io.millrace.wire.ExchangeHandler;
import io.millrace.wire.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Tells the requests to an ingest apart. Used by every event loop; holds no state of a request. */
final class IngestHandler implements ExchangeHandler {

    static final String ALLOWED = "PUT, POST, DELETE, HEAD, MKCOL, PROPFIND, OPTIONS";

    private final Answers answers;
    private final ChannelAccess access;
    private final UploadRequests uploads;
    private final DeleteRequests deletes;
    private final HeadRequests heads;
    private final MkcolRequests mkcols;
    private final PropfindRequests propfinds;
    private final OptionsRequests options;

    IngestHandler(Intake intake, ChannelAccess access) {
        this.answers = intake.answers();
        this.access = access;
        this.uploads = new UploadRequests(intake, access);
        this.deletes = new DeleteRequests(intake);
        this.heads = new HeadRequests(intake);
        this.mkcols = new MkcolRequests(intake);
        this.propfinds = new PropfindRequests(intake);
        this.options = new OptionsRequests(intake.answers());
    }

    @Override
    public void handle(Exchange exchange) {
        try {
            switch (exchange.method().name()) {
                case "PUT", "POST", "DELETE", "HEAD", "MKCOL", "PROPFIND" -> changeOrLook(exchange);
                case "OPTIONS" -> options.handle(exchange);
                case "GET", "PATCH", "TRACE", "CONNECT" ->
                    refuse(
                            exchange,
                            HttpResponseStatus.METHOD_NOT_ALLOWED,
                            "objects are uploaded here and read at an edge");
                default ->
                    refuse(
                            exchange,
                            HttpResponseStatus.NOT_IMPLEMENTED,
                            "the method is unknown here; known are " + ALLOWED);
            }
        } catch (InvalidPathException e) {
            answers.problem(exchange, HttpResponseStatus.BAD_REQUEST, e.getMessage());
        }
    }

    private void changeOrLook(Exchange exchange) throws InvalidPathException {
        if (!access.ready()) {
            answers.controlPlaneIsAway(exchange);
            return;
        }
        String method = exchange.method().name();
        Requested requested = method.equals("MKCOL") ? access.readDirectory(exchange) : access.read(exchange);
        if (method.equals("PROPFIND") && !access.sameChannel(requested)) {
            // It would be told of a directory that another channel than the object's decides about.
            requested = access.readDirectory(exchange);
        }
        whenAllowed(exchange, method, requested);
    }

    private void whenAllowed(Exchange exchange, String method, Requested requested) throws InvalidPathException {
        RequestedPath path = requested.path();
        switch (method) {
            case "DELETE" ->
                access.check(
                        exchange,
                        requested,
                        permission -> withoutBody(
                                exchange,
                                () -> path.object()
                                        .ifPresentOrElse(
                                                object -> deletes.object(exchange, object),
                                                () -> deletes.directory(exchange, path.directory()))));
            case "HEAD" ->
                access.check(
                        exchange,
                        requested,
                        permission -> path.object()
                                .ifPresentOrElse(
                                        object -> heads.object(exchange, object),
                                        () -> heads.directory(exchange, path.directory())));
            case "MKCOL" ->
                access.check(
                        exchange,
                        requested,
                        permission -> withoutBody(exchange, () -> mkcols.handle(exchange, path.directory())));
            case "PROPFIND" ->
                access.check(
                        exchange,
                        requested,
                        permission -> withoutBody(
                                exchange, () -> propfinds.handle(exchange, path.object(), path.directory())));
            default -> uploads.handle(exchange, requested, path.requireObject());
        }
    }

    /** Acts on a request when its body, which means nothing, has ended. */
    private void withoutBody(Exchange exchange, Runnable action) {
        exchange.receive(new DiscardedBody(
                action,
                () -> answers.problem(
                        exchange,
                        HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                        "the request's body is longer than " + DiscardedBody.MOST_BYTES
                                + " bytes, and not needed at all")));
    }

    private void refuse(Exchange exchange, HttpResponseStatus status, String detail) {
        answers.problem(exchange, Problem.of(status, detail).with(HttpHeaderNames.ALLOW, ALLOWED));
    }
}
