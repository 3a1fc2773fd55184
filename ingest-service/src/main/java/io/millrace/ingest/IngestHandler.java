package io.millrace.ingest;

import io.millrace.chunklog.InvalidPathException;
import io.millrace.chunklog.ObjectPath;
import io.millrace.wire.Exchange;
import io.millrace.wire.ExchangeHandler;
import io.millrace.wire.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;

/** Tells the requests to an ingest apart. Used by every event loop; holds no state of a request. */
final class IngestHandler implements ExchangeHandler {

    static final String ALLOWED = "PUT, POST, DELETE, HEAD, MKCOL, PROPFIND, OPTIONS";

    private final Answers answers;
    private final PublisherAccess access;
    private final UploadRequests uploads;
    private final DeleteRequests deletes;
    private final HeadRequests heads;
    private final MkcolRequests mkcols;
    private final PropfindRequests propfinds;
    private final OptionsRequests options;

    IngestHandler(Intake intake, PublisherAccess access) {
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
                case "PUT", "POST" -> uploads.handle(exchange, ObjectPath.parse(exchange.path()));
                case "DELETE" -> delete(exchange);
                case "HEAD" -> head(exchange);
                case "MKCOL" -> mkcol(exchange);
                case "PROPFIND" -> propfind(exchange);
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

    private void delete(Exchange exchange) throws InvalidPathException {
        if (DirectoryPath.isMeant(exchange.path())) {
            DirectoryPath directory = DirectoryPath.parse(exchange.path());
            access.check(
                    exchange,
                    directory.path(),
                    () -> withoutBody(exchange, () -> deletes.directory(exchange, directory)));
        } else {
            ObjectPath path = ObjectPath.parse(exchange.path());
            access.check(exchange, path.directory(), () -> withoutBody(exchange, () -> deletes.object(exchange, path)));
        }
    }

    private void head(Exchange exchange) throws InvalidPathException {
        if (DirectoryPath.isMeant(exchange.path())) {
            DirectoryPath directory = DirectoryPath.parse(exchange.path());
            access.check(exchange, directory.path(), () -> heads.directory(exchange, directory));
        } else {
            ObjectPath path = ObjectPath.parse(exchange.path());
            access.check(exchange, path.directory(), () -> heads.object(exchange, path));
        }
    }

    private void mkcol(Exchange exchange) throws InvalidPathException {
        DirectoryPath directory = DirectoryPath.parse(exchange.path());
        access.check(exchange, directory.path(), () -> withoutBody(exchange, () -> mkcols.handle(exchange, directory)));
    }

    private void propfind(Exchange exchange) throws InvalidPathException {
        DirectoryPath directory = DirectoryPath.parse(exchange.path());
        Optional<ObjectPath> object = DirectoryPath.isMeant(exchange.path())
                ? Optional.empty()
                : Optional.of(ObjectPath.parse(exchange.path()));
        String changed = object.map(ObjectPath::directory).orElse(directory.path());
        access.check(
                exchange, changed, () -> withoutBody(exchange, () -> propfinds.handle(exchange, object, directory)));
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
