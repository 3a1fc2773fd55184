package io.millrace.edge;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A player that speaks one version of HTTP; its targets are sent as they are written. Ends when it is closed. */
final class Player implements AutoCloseable {

    /** What a stream that was heard to its end says. */
    static final String END = "the end";

    private static final int LIMIT_SECONDS = 60;

    private final Vertx vertx = Vertx.vertx();

    private final HttpClient client;
    private final int port;

    /** An answer as a whole. */
    record Got(int status, MultiMap headers, String body) {

        String header(String name) {
            String value = headers.get(name);
            return value == null ? "" : value;
        }
    }

    Player(HttpVersion version, URI edge) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(version).setHttp2ClearTextUpgrade(false));
        this.port = edge.getPort();
    }

    /** @param headers names and values in turn */
    Got get(String target, String... headers) throws Exception {
        return send(HttpMethod.GET, target, headers);
    }

    Got send(HttpMethod method, String target, String... headers) throws Exception {
        return await(later(method, target, headers));
    }

    private Future<Got> later(HttpMethod method, String target, String... headers) {
        return onLoop(() -> request(method, target, headers)
                .compose(HttpClientRequest::send)
                .compose(response -> response.body()
                        .map(Buffer::toString)
                        .map(body -> new Got(response.statusCode(), response.headers(), body))));
    }

    /** What a reader hears of a stream: texts, then {@link #END} or what went wrong. */
    BlockingQueue<Object> listen(String target, String... headers) throws Exception {
        BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        HttpClientResponse response = await(onLoop(() -> request(HttpMethod.GET, target, headers)
                .compose(HttpClientRequest::send)
                .onSuccess(answer -> answer.handler(bytes -> {
                            if (bytes.length() > 0) {
                                heard.add(bytes.toString());
                            }
                        })
                        .exceptionHandler(heard::add)
                        .endHandler(end -> heard.add(END)))));
        if (response.statusCode() != 200) {
            throw new AssertionError("answered with " + response.statusCode());
        }
        return heard;
    }

    static Object next(BlockingQueue<Object> heard) throws InterruptedException {
        return heard.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** On the event loop from the beginning, so that nothing of an answer comes before somebody listens to it. */
    private <T> Future<T> onLoop(Supplier<Future<T>> asked) {
        Promise<T> promise = Promise.promise();
        vertx.runOnContext(now -> asked.get().onComplete(promise));
        return promise.future();
    }

    private Future<HttpClientRequest> request(HttpMethod method, String target, String... headers) {
        return client.request(method, port, "127.0.0.1", target).map(request -> {
            for (int i = 0; i < headers.length; i += 2) {
                request.headers().add(headers[i], headers[i + 1]);
            }
            return request;
        });
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
