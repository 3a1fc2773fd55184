package io.millrace.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.edge.EdgeServer;
import io.millrace.ingest.IngestServer;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A stop lets what is in progress end. */
final class DrainTest {

    @RegisterExtension
    static final Millrace MILLRACE =
            Millrace.onItsOwn(Map.of("millrace.ingest.drain", "60s", "millrace.edge.drain", "60s"));

    private final Http http = new Http();

    @Test
    void anUploadInProgressEndsWellAndNoFurtherOneBegins() throws Exception {
        IngestServer stopping = MILLRACE.startIngest();
        URI uri = Millrace.at(stopping.port(), "/drain/a.ts");
        try (ChunkedPut put = ChunkedPut.open(uri)) {
            put.chunk("before ");
            await().until(() -> http.status(MILLRACE.edge("/drain/none.ts")) == 404);
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(stopping::close);
            await().until(() -> http.status(Millrace.at(stopping.port(), "/drain/b.ts")) == -1);

            put.chunk("after");
            assertEquals(201, put.end());
            stopped.get(60, TimeUnit.SECONDS);
        }
        assertEquals(
                "before after",
                new String(http.get(MILLRACE.edge("/drain/a.ts")).body(), UTF_8));
    }

    @Test
    void aReaderInTheMiddleOfAnObjectGetsTheRest() throws Exception {
        EdgeServer stopping = MILLRACE.startEdge();
        try (ChunkedPut put = ChunkedPut.open(MILLRACE.ingest("/drain/c.ts"));
                ChunkedGet get = open(put, Millrace.at(stopping.port(), "/drain/c.ts"))) {
            assertEquals("before", get.text());
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(stopping::close);
            await().until(() -> http.status(Millrace.at(stopping.port(), "/drain/c.ts")) == -1);

            put.chunk("after");
            assertEquals("after", get.text());
            assertEquals(201, put.end());
            assertEquals(0, get.chunk().length);
            stopped.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void anIdleConnectionIsClosedAtOnce() throws Exception {
        EdgeServer stopping = MILLRACE.startEdge();
        URI uri = Millrace.at(stopping.port(), "/drain/none.ts");
        try (ChunkedGet idle = ChunkedGet.send(uri)) {
            assertEquals(404, idle.status());
            assertEquals(Integer.parseInt(idle.headers().get("content-length")), idle.body().length);
            stopping.close();
            assertThrows(IOException.class, idle::chunk);
        }
    }

    private ChunkedGet open(ChunkedPut put, URI uri) throws IOException {
        put.chunk("before");
        await().until(() -> http.send("HEAD", uri).statusCode() == 200);
        return ChunkedGet.send(uri);
    }
}
