package io.millrace.doctor;

import io.millrace.standalone.Millrace;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A proxy that passes requests on as they come, but for one thing that it does wrong. Owned by an event loop of its own. */
final class BentProxy implements AutoCloseable {

    private static final List<String> OF_ONE_CONNECTION = List.of("Connection", "Keep-Alive", "Transfer-Encoding");
    private static final int LATE_MS = 400;
    private static final int LONG_MS = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();
    private final HttpServer server;
    private final URI behind;
    private final Bend bend;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** @param behind whom it asks */
    BentProxy(URI behind, Bend bend) {
        this.behind = behind;
        this.bend = bend;
        this.server = vertx.createHttpServer()
                .requestHandler(this::pass)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    URI at(String path) {
        return Millrace.at(server.actualPort(), path);
    }

    /** Methods and paths, in the order in which they came. */
    List<String> requests() {
        return requests;
    }

    private void pass(HttpServerRequest from) {
        requests.add(from.method() + " " + from.path());
        if (bend == Bend.REFUSES_DELETE && from.method().equals(HttpMethod.DELETE)) {
            from.response().setStatusCode(405).end();
        } else if (bend == Bend.REFUSES_EXPECT && from.headers().contains("Expect")) {
            from.response().setStatusCode(417).end();
        } else if (bend == Bend.REDIRECTS) {
            from.response()
                    .setStatusCode(301)
                    .putHeader("Location", "https://elsewhere/")
                    .end();
        } else {
            from.pause();
            RequestOptions options = new RequestOptions()
                    .setMethod(from.method())
                    .setHost(behind.getHost())
                    .setPort(behind.getPort())
                    .setURI(from.uri())
                    .setHeaders(passed(from.headers()));
            client.request(options).onSuccess(to -> request(from, to)).onFailure(failure -> cut(from));
        }
    }

    private void request(HttpServerRequest from, HttpClientRequest to) {
        to.setChunked(
                !from.headers().contains("Content-Length") && from.method().equals(HttpMethod.PUT));
        to.response()
                .onSuccess(answer -> response(from.response(), from, answer))
                .onFailure(failure -> cut(from));
        to.continueHandler(nothing -> from.response().writeContinue());
        from.handler(piece -> later(bend == Bend.DELAYS_UPLOADS, () -> to.write(piece)));
        from.endHandler(nothing -> later(bend == Bend.DELAYS_UPLOADS, to::end));
        from.exceptionHandler(failure -> {
            if (bend == Bend.COMPLETES_UPLOADS) {
                to.end();
            } else if (bend != Bend.LEAVES_UPLOADS_OPEN) {
                to.reset();
            }
        });
        if (bend == Bend.CUTS_LONG_UPLOADS && from.method().equals(HttpMethod.PUT)) {
            vertx.setTimer(LONG_MS, timer -> cut(from));
        }
        if (from.headers().contains("Expect")) {
            to.sendHead();
        }
        from.resume();
    }

    private void response(HttpServerResponse to, HttpServerRequest request, HttpClientResponse from) {
        to.setStatusCode(from.statusCode());
        to.headers().addAll(bent(passed(from.headers())));
        boolean bodiless =
                request.method().equals(HttpMethod.HEAD) || from.statusCode() == 204 || from.statusCode() == 304;
        to.setChunked(!bodiless && !from.headers().contains("Content-Length"));
        boolean waits = bend == Bend.DELAYS_RESPONSES && to.isChunked();
        from.handler(piece -> later(waits, () -> to.write(bent(piece))));
        from.endHandler(nothing -> later(waits, to::end));
        from.exceptionHandler(failure -> {
            if (bend == Bend.COMPLETES_RESPONSES) {
                to.end();
            } else {
                cut(request);
            }
        });
        to.closeHandler(nothing -> from.request().reset());
        if (!bodiless) {
            to.write(Buffer.buffer());
        }
        if (bend == Bend.CUTS_LONG_RESPONSES) {
            vertx.setTimer(LONG_MS, timer -> {
                if (!to.ended()) {
                    cut(request);
                }
            });
        }
    }

    private void later(boolean waits, Runnable action) {
        if (waits) {
            vertx.setTimer(LATE_MS, timer -> action.run());
        } else {
            action.run();
        }
    }

    private MultiMap passed(MultiMap headers) {
        MultiMap passed = MultiMap.caseInsensitiveMultiMap().addAll(headers);
        OF_ONE_CONNECTION.forEach(passed::remove);
        if (bend == Bend.DROPS_RANGES) {
            passed.remove("Range");
        }
        return passed;
    }

    private MultiMap bent(MultiMap headers) {
        if (bend == Bend.WEAKENS_TAGS && headers.contains("ETag")) {
            headers.set("ETag", "W/" + headers.get("ETag"));
        } else if (bend == Bend.CHANGES_TYPES && headers.contains("Content-Type")) {
            headers.set("Content-Type", "application/octet-stream");
        } else if (bend == Bend.DROPS_CACHE_CONTROL) {
            headers.remove("Cache-Control");
        }
        return headers;
    }

    private Buffer bent(Buffer piece) {
        return bend == Bend.CHANGES_BYTES && piece.length() > 1000
                ? piece.copy().setByte(999, (byte) (piece.getByte(999) + 1))
                : piece;
    }

    private static void cut(HttpServerRequest request) {
        request.connection().close();
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
