package io.millrace.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.standalone.ChunkedGet;
import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.Millrace;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every buffer is given back, however a request ends. Netty tells what was not once the collector has found it. */
final class NoLeakTest {

    private static final int REPLACEMENTS = 1_000;
    private static final int ROUNDS = 12;

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private final Asking asking = new Asking();
    private final List<String> leaks = new CopyOnWriteArrayList<>();
    private final OwnEdge edge = new OwnEdge(MILLRACE, Map.of());

    @BeforeEach
    void listen() {
        assertEquals(ResourceLeakDetector.Level.PARANOID, ResourceLeakDetector.getLevel());
        ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + records));
    }

    @AfterEach
    void stop() {
        ByteBufUtil.setLeakListener(null);
        edge.close();
    }

    @Test
    void ofAPlaylistThatIsReplacedAThousandTimesWhileItIsRead() throws Exception {
        asking.put(MILLRACE.ingest("/leaks/a.m3u8"), playlist(0));
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> readers =
                    List.of(threads.submit(() -> read(over, "gzip")), threads.submit(() -> read(over, "identity")));
            for (int i = 1; i <= REPLACEMENTS; i++) {
                assertEquals(
                        204,
                        asking.put(MILLRACE.ingest("/leaks/a.m3u8"), playlist(i))
                                .statusCode());
            }
            over.set(true);
            for (Future<Integer> reader : readers) {
                assertTrue(reader.get(60, TimeUnit.SECONDS) > 0);
            }
        }
        assertNothingLeaks();
    }

    @Test
    void ofEveryWayThatARequestMayEnd() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            String path = "/leaks/every/" + i + ".m4s";
            asking.put(MILLRACE.ingest("/leaks/every/t.json"), playlist(i), "Content-Type", "application/json");
            CompletableFuture<?> held = asking.getLater(edge.at(path), "Prefer", "wait=10");
            try (ChunkedPut put = ChunkedPut.open(MILLRACE.ingest(path))) {
                put.chunk("0123456789");
                await().until(() -> asking.send("HEAD", edge.at(path)).statusCode() == 200);
                ChunkedGet whole = ChunkedGet.send(edge.at(path));
                ChunkedGet range = ChunkedGet.send(edge.at(path), "Range: bytes=3-");
                ChunkedGet waits = ChunkedGet.send(edge.at(path), "Range: bytes=3-900");
                ChunkedGet leaves = ChunkedGet.send(edge.at(path), "Range: bytes=3-900");
                assertEquals(200, whole.status());
                assertEquals(206, range.status());
                leaves.close();
                whole.close();
                asking.get(edge.at(path), "Range", "bytes=2-4");
                asking.get(edge.at(path), "Range", "bytes=-4");
                asking.get(edge.at(path), "If-Match", "\"other\"");
                if (i % 3 == 0) {
                    put.hangUp();
                } else if (i % 3 == 1) {
                    asking.send("DELETE", MILLRACE.ingest(path));
                } else {
                    put.end();
                    waits.status();
                }
                range.close();
                waits.close();
            }
            await().until(held::isDone);
            for (String asked : List.of("bytes=0-1", "bytes=0-1,4-5", "bytes=500-", "bytes=-3")) {
                asking.get(edge.at(path), "Range", asked, "Prefer", "wait=0");
            }
            asking.get(edge.at("/leaks/every/t.json"), "Accept-Encoding", "gzip");
            asking.get(edge.at("/leaks/every/t.json"), "Accept-Encoding", "zstd");
            asking.send("HEAD", edge.at("/leaks/every/t.json"));
        }
        await().until(() -> edge.readers() == 0 && edge.tails() == 0 && edge.growingBytes() == 0);
        assertNothingLeaks();
    }

    private int read(AtomicBoolean over, String coding) throws Exception {
        int answers = 0;
        while (!over.get()) {
            assertEquals(
                    200,
                    asking.get(edge.at("/leaks/a.m3u8"), "Accept-Encoding", coding)
                            .statusCode());
            answers++;
        }
        return answers;
    }

    /** A leak is told when a further buffer is made after the collector has found the lost one. */
    private void assertNothingLeaks() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
        assertEquals(List.of(), leaks);
    }

    private static String playlist(int number) {
        return "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#" + number + "\n" + "#EXTINF:2,\nsegment.m4s\n".repeat(40);
    }
}
