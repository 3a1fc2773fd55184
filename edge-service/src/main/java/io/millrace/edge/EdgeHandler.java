package io.millrace.edge;

import io.millrace.chunklog.InvalidPathException;
import io.millrace.edge.cmcd.Cmcd;
import io.millrace.edge.cmcd.CmcdMetrics;
import io.millrace.edge.mount.Mount;
import io.millrace.edge.mount.Mounts;
import io.millrace.wire.Exchange;
import io.millrace.wire.ExchangeHandler;
import io.millrace.wire.Problem;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;
import java.util.Set;

/** Sends each request to what answers it. Used by every event loop; holds no state of a request. */
final class EdgeHandler implements ExchangeHandler {

    private static final String ALLOWED = "GET, HEAD, OPTIONS";

    /** Methods that are known and not for an edge; others are not known. */
    private static final Set<String> NOT_ALLOWED = Set.of(
            "PUT",
            "POST",
            "DELETE",
            "PATCH",
            "TRACE",
            "CONNECT",
            "SOURCE",
            "PROPFIND",
            "PROPPATCH",
            "MKCOL",
            "COPY",
            "MOVE",
            "LOCK",
            "UNLOCK",
            "REPORT",
            "SEARCH");

    private final Serving serving;
    private final ReadAccess access;
    private final Mounts mounts;
    private final Optional<String> clockPath;
    private final ClockAnswer clock;
    private final Optional<DirectoryAnswer> directories;
    private final CmcdMetrics players;

    /**
     * @param clockPath nothing where no clock is told
     * @param directories nothing where directories are not listed
     */
    EdgeHandler(
            Serving serving,
            ReadAccess access,
            Mounts mounts,
            Optional<String> clockPath,
            ClockAnswer clock,
            Optional<DirectoryAnswer> directories,
            CmcdMetrics players) {
        this.serving = serving;
        this.access = access;
        this.mounts = mounts;
        this.clockPath = clockPath;
        this.clock = clock;
        this.directories = directories;
        this.players = players;
    }

    @Override
    public void handle(Exchange exchange) {
        serving.counters().requests.increment();
        switch (exchange.method().name()) {
            case "GET", "HEAD" -> read(exchange);
            case "OPTIONS" -> options(exchange);
            default -> refuseMethod(exchange);
        }
    }

    private void read(Exchange exchange) {
        Cmcd.of(exchange.query(), exchange.headers()).ifPresent(players::count);
        if (isClock(exchange.path())) {
            tellTime(exchange);
            return;
        }
        try {
            RequestTarget target = access.target(exchange.path());
            if (!target.tokens().isEmpty() && isClock(target.fullPath())) {
                tellTime(exchange); // a manifest's relative URL of the clock has inherited the token
            } else {
                access.check(exchange, target, admission -> read(exchange, target, admission));
            }
        } catch (InvalidPathException e) {
            serving.policies().refuse(exchange, Problem.of(HttpResponseStatus.BAD_REQUEST, e.getMessage()));
        }
    }

    private boolean isClock(String path) {
        return clockPath.isPresent() && path.equals(clockPath.orElseThrow());
    }

    /** The time is no secret: neither a channel nor a rule is asked. */
    private void tellTime(Exchange exchange) {
        HttpHeaders headers = serving.policies().headers(exchange);
        exchange.respond(HttpResponseStatus.OK, headers, clock.body(headers));
    }

    private void read(Exchange exchange, RequestTarget target, Admission admission) {
        Optional<Mount> mount = mounts.find(target.directory(), target.name());
        if (mount.isPresent()) {
            HttpHeaders headers = admission.policies().headers(exchange);
            admission.policies().caching().tellMount(headers, admission.restricted());
            mount.orElseThrow().serve(exchange, target.directory(), target.name(), headers, access);
        } else if (!target.isDirectory()) {
            new ObjectRequest(exchange, target.path(), admission, serving).find();
        } else if (directories.isPresent()) {
            directories.orElseThrow().send(exchange, target.directory(), admission.policies());
        } else {
            admission
                    .policies()
                    .refuse(
                            exchange,
                            Problem.of(
                                    HttpResponseStatus.NOT_FOUND,
                                    "the path names a directory, and directories are not listed here"));
        }
    }

    /** The same for a page's preflight and anything else, whatever is at the path. */
    private void options(Exchange exchange) {
        HttpHeaders headers = new DefaultHttpHeaders();
        policies(exchange).cors().preflight(exchange.headers(), headers);
        headers.set(HttpHeaderNames.ALLOW, ALLOWED);
        headers.set(HttpHeaderNames.CACHE_CONTROL, CachePolicy.NO_STORE);
        exchange.respond(HttpResponseStatus.NO_CONTENT, headers, Unpooled.EMPTY_BUFFER);
    }

    private Policies policies(Exchange exchange) {
        try {
            return access.policies(access.target(exchange.path()));
        } catch (InvalidPathException e) {
            return serving.policies();
        }
    }

    private void refuseMethod(Exchange exchange) {
        String method = exchange.method().name();
        policies(exchange)
                .refuse(
                        exchange,
                        NOT_ALLOWED.contains(method)
                                ? Problem.of(
                                                HttpResponseStatus.METHOD_NOT_ALLOWED,
                                                "objects are read here and uploaded at an ingest")
                                        .with(HttpHeaderNames.ALLOW, ALLOWED)
                                : Problem.of(
                                        HttpResponseStatus.NOT_IMPLEMENTED, "the method " + method + " is not known"));
    }
}
