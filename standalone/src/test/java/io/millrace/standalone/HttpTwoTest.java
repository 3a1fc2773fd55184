package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.StreamResetException;
import java.net.URI;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same over HTTP/2 on a connection without TLS. */
final class HttpTwoTest {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = VERTX.createHttpClient(
            new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));

    private final Http http = new Http();

    @AfterAll
    static void closeTheClient() throws Exception {
        get(VERTX.close());
    }

    @Test
    void whatWasPutIsRead() throws Exception {
        byte[] body = new byte[3_000_000];
        new Random(1).nextBytes(body);

        HttpClientResponse put = get(request(HttpMethod.PUT, MILLRACE.ingest("/h2/a.ts"))
                .compose(request -> request.send(Buffer.buffer(body))));
        Buffer got = get(request(HttpMethod.GET, MILLRACE.edge("/h2/a.ts"))
                .compose(HttpClientRequest::send)
                .compose(HttpClientResponse::body));

        assertEquals(201, put.statusCode());
        assertEquals(HttpVersion.HTTP_2, put.version());
        assertArrayEquals(body, got.getBytes());
        assertArrayEquals(body, http.get(MILLRACE.edge("/h2/a.ts")).body());
    }

    @Test
    void aReaderGetsEachChunkBeforeTheNextOneIsSent() throws Exception {
        HttpClientRequest put = get(request(HttpMethod.PUT, MILLRACE.ingest("/h2/live.m4s")));
        put.setChunked(true);
        get(put.write("chunk 0"));
        BlockingQueue<Object> heard = read("/h2/live.m4s");
        assertEquals("chunk 0", heard.poll(60, TimeUnit.SECONDS));
        for (int i = 1; i < 20; i++) {
            get(put.write("chunk " + i));
            assertEquals("chunk " + i, heard.poll(60, TimeUnit.SECONDS));
        }
        get(put.end());
        assertEquals(201, get(put.response()).statusCode());
        assertEquals("the end", heard.poll(60, TimeUnit.SECONDS));
    }

    @Test
    void anUploadThatIsResetResetsItsReaders() throws Exception {
        HttpClientRequest put = get(request(HttpMethod.PUT, MILLRACE.ingest("/h2/cut.m4s")));
        put.setChunked(true);
        get(put.write("so far"));
        BlockingQueue<Object> heard = read("/h2/cut.m4s");
        assertEquals("so far", heard.poll(60, TimeUnit.SECONDS));

        put.reset();

        assertInstanceOf(StreamResetException.class, heard.poll(60, TimeUnit.SECONDS));
    }

    @Test
    void anErrorThatIsAnsweredBeforeTheBodyLeavesTheConnectionUsable() throws Exception {
        HttpClientResponse refused = get(request(HttpMethod.PUT, MILLRACE.ingest("/h2/directory/"))
                .compose(request -> request.send(Buffer.buffer(new byte[100_000]))));
        assertEquals(400, refused.statusCode());

        HttpClientResponse put =
                get(request(HttpMethod.PUT, MILLRACE.ingest("/h2/after.ts")).compose(request -> request.send("fine")));
        assertEquals(201, put.statusCode());
    }

    /** What a reader hears: texts, then "the end" or what went wrong. */
    private BlockingQueue<Object> read(String path) throws Exception {
        await().until(() -> http.send("HEAD", MILLRACE.edge(path)).statusCode() == 200);
        BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        HttpClientResponse response = get(request(HttpMethod.GET, MILLRACE.edge(path))
                .compose(HttpClientRequest::send)
                .onSuccess(answer -> answer.handler(bytes -> {
                            if (bytes.length() > 0) {
                                heard.add(bytes.toString());
                            }
                        })
                        .exceptionHandler(heard::add)
                        .endHandler(end -> heard.add("the end"))));
        assertEquals(200, response.statusCode());
        return heard;
    }

    private static Future<HttpClientRequest> request(HttpMethod method, URI uri) {
        return CLIENT.request(method, uri.getPort(), uri.getHost(), uri.getPath());
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
