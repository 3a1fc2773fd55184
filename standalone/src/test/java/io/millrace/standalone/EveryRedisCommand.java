package io.millrace.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.control.store.Change;
import io.millrace.control.store.ControlStore;
import io.millrace.control.store.EdgeStore;
import io.millrace.control.store.LiveStore;
import io.millrace.control.store.StoreConfig;
import io.millrace.edge.EdgeServer;
import io.millrace.ingest.IngestServer;
import io.millrace.proto.control.store.v1.EdgeReport;
import io.millrace.proto.control.store.v1.StoredEdge;
import io.millrace.proto.control.store.v1.StoredResource;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ReportLiveRequest;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * All that the services do with Redis, each as a user of its own: an ingest and an edge that keep two segments of a
 * directory and 20000 bytes of an upload, with a lease of a second, and the store of a control plane.
 */
final class EveryRedisCommand {

    private final Millrace millrace;
    /** The Redis as a user reaches it. */
    private final UnaryOperator<String> uris;

    private final Predicate<String> ran;
    private final Http http = new Http();
    private IngestServer ingest;
    private EdgeServer edge;

    /** @param ran whether a script of this name has been run */
    EveryRedisCommand(Millrace millrace, UnaryOperator<String> uris, Predicate<String> ran) {
        this.millrace = millrace;
        this.uris = uris;
        this.ran = ran;
    }

    void run(String ingestUser, String edgeUser, String controlUser) throws Exception {
        ingest = millrace.startIngest(uris.apply(ingestUser));
        edge = millrace.startEdge(uris.apply(edgeUser));
        objectsAreStoredAndRead();
        partsAreReplaced();
        uploadsInProgressAreFollowed();
        anUploadOutgrowsItsWindow();
        directoriesAreListed();
        objectsAreDeleted();
        theControlPlaneChangesItsStore(uris.apply(controlUser));
    }

    private void objectsAreStoredAndRead() throws Exception {
        for (int i = 0; i < 4; i++) {
            put("/users/live/segment-" + i + ".ts", "segment " + i);
        }
        put("/users/live/index.m3u8", "#EXTM3U\n");
        put("/users/live/index.m3u8", "#EXTM3U\n#EXT-X-ENDLIST\n");
        await().until(() -> http.status(read("/users/live/segment-0.ts")) == 404
                || http.status(read("/users/live/segment-0.ts")) == 410);
        assertEquals("segment 3", text("/users/live/segment-3.ts"));
        assertEquals(404, http.status(read("/users/live/none.ts")));
        assertEquals(200, http.send("HEAD", write("/users/live/segment-3.ts")).statusCode());
    }

    private void partsAreReplaced() throws Exception {
        put("/users/parts/a.bin", "0123456789");
        http.put(write("/users/parts/a.bin"), "abcd".getBytes(UTF_8), "Content-Range", "bytes 4-7/10");
        assertEquals("0123abcd89", text("/users/parts/a.bin"));
    }

    /** Also one that is silent for longer than an edge believes, and one that hangs up. */
    private void uploadsInProgressAreFollowed() throws Exception {
        try (ChunkedPut put = ChunkedPut.open(write("/users/growing/a.ts")).chunk("first");
                ChunkedGet get = GrowingObject.get(read("/users/growing/a.ts"))) {
            assertEquals("first", get.text());
            try (ChunkedGet held = ChunkedGet.send(read("/users/growing/b.ts"), "Prefer: wait=10");
                    ChunkedPut next = ChunkedPut.open(write("/users/growing/b.ts"))) {
                next.chunk("other");
                assertEquals("other", held.text());
                next.hangUp();
            }
            // The ingest goes on to hold it, and the edge asks whether it is there still.
            await().until(() -> ran.test("renew") && ran.test("reaches"));
            put.chunk("last");
            assertEquals(201, put.end());
            assertEquals("last", get.text());
        }
    }

    private void anUploadOutgrowsItsWindow() throws Exception {
        byte[] chunk = new byte[8_000];
        try (ChunkedPut put = ChunkedPut.open(write("/users/long/endless.ts"))) {
            for (int i = 0; i < 10; i++) {
                put.chunk(chunk);
            }
            assertEquals(201, put.end());
        }
    }

    private void directoriesAreListed() throws Exception {
        assertEquals(200, http.status(read("/users/")));
        assertEquals(200, http.status(read("/users/live/")));
        assertEquals(
                207, http.send("PROPFIND", write("/users/live/"), "Depth", "1").statusCode());
    }

    private void objectsAreDeleted() throws Exception {
        assertEquals(204, http.send("DELETE", write("/users/live/segment-3.ts")).statusCode());
    }

    private static void theControlPlaneChangesItsStore(String uri) {
        StoreConfig config = new SmallRyeConfigBuilder()
                .withMapping(StoreConfig.class)
                .withSources(new PropertiesConfigSource(Map.of("millrace.redis.uri", uri), "test", 100))
                .addDiscoveredConverters()
                .build()
                .getConfigMapping(StoreConfig.class);
        try (ControlStore store = ControlStore.connect(config.redis(), 100)) {
            String name = "channels/cam";
            StoredResource channel = StoredResource.newBuilder()
                    .setChannel(Channel.newBuilder().setPathPrefix("/cam/"))
                    .build();
            store.commit(new Change()
                    .at(name, 0)
                    .fewer("channels", 10)
                    .claim("/cam/", name)
                    .put(name, channel));
            store.commit(new Change().needs(name).use(name, 1).put(name + "/keys/k", channel));
            store.commit(new Change().use(name, -1));
            assertTrue(store.find(name).isPresent());
            assertEquals(1, store.list("channels", "", 10).size());
            assertEquals(2, store.all().size());
            assertEquals(3, store.changes(1, 10).size());
            store.commit(new Change().unused(name).release("/cam/").delete(name));
            store.renew(store.mark().storeId());

            EdgeStore edges = store.edges();
            edges.watched(Duration.ofSeconds(1));
            long version = edges.put(
                            "edge-1",
                            0,
                            StoredEdge.newBuilder().setDrained(true).build(),
                            Optional.empty())
                    .orElseThrow();
            assertTrue(edges.report("edge-1", EdgeReport.getDefaultInstance()));
            assertEquals(1, edges.read().edges().size());
            assertTrue(edges.find("edge-1").isPresent());
            edges.forget("edge-1", version);

            LiveStore live = store.live(Duration.ofSeconds(10));
            assertTrue(live.put(
                    ReportLiveRequest.newBuilder().setInstance("ingest-1").build()));
            assertEquals(1, live.read(Map.of()).size());
        }
    }

    private void put(String path, String body) throws Exception {
        int status = http.put(write(path), body.getBytes(UTF_8)).statusCode();
        assertEquals(2, status / 100, path);
    }

    private String text(String path) throws Exception {
        return new String(http.get(read(path)).body(), UTF_8);
    }

    private URI write(String path) {
        return Millrace.at(ingest.port(), path);
    }

    private URI read(String path) {
        return Millrace.at(edge.port(), path);
    }
}
