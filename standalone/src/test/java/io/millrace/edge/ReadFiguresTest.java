package io.millrace.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.millrace.edge.figures.LiveFigures;
import io.millrace.proto.control.v1.Reading;
import io.millrace.standalone.ChunkedGet;
import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.Millrace;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an edge tells of how soon it hands chunks on. Its clock stands still but where a test has it go on. */
final class ReadFiguresTest {

    private static final int CHUNK_BYTES = 64 << 10;
    /** Together more than the buffers of two sockets hold. */
    private static final int MANY = 512;
    /** So many that an edge gets them from Redis one after the other, and a reader waits in between. */
    private static final int PAGES = 64;

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private final AtomicLong nanos = new AtomicLong();
    private final OwnEdge edge = new OwnEdge(MILLRACE, new LiveFigures(10, InstantSource.system(), nanos::get));
    private final String path;

    ReadFiguresTest(TestInfo test) {
        path = "/figures/" + test.getTestMethod().orElseThrow().getName() + "/a.ts";
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void aReaderAtTheLiveEndIsTimedWithEachChunk() throws Exception {
        try (ChunkedPut put = upload();
                ChunkedGet get = follow("before")) {
            assertFalse(reading().hasLatency(), "what was there before it began");
            untilTimed(put, get);
        }
    }

    @Test
    void whoReadsWhatWasUploadedBeforeIsNotTimed() throws Exception {
        try (ChunkedPut put = upload()) {
            for (int i = 0; i < PAGES; i++) {
                put.chunk(new byte[CHUNK_BYTES]);
            }
            assertEquals(201, put.end());
        }
        try (ChunkedGet get = ChunkedGet.send(edge.at(path))) {
            assertEquals("before".length() + PAGES * CHUNK_BYTES, get.body().length);
        }
        await().until(() -> reading().getReaders() == 0);
        assertFalse(reading().hasLatency());
    }

    @Test
    void whatAReaderIsLateToTakeIsNotTimed() throws Exception {
        try (ChunkedPut put = upload();
                ChunkedGet late = follow("before")) {
            untilTimed(put, late);
            long before = edge.growingBytes();
            for (int i = 0; i < MANY; i++) {
                put.chunk(new byte[CHUNK_BYTES]);
            }
            await().until(() -> edge.growingBytes() == before + MANY * CHUNK_BYTES);
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(5));
            assertEquals(201, put.end());
            assertEquals(MANY * CHUNK_BYTES, late.body().length);
            await().until(() -> reading().getReaders() == 0);
            assertEquals(0, reading().getLatency().getMax().getSeconds());
        }
    }

    private ChunkedPut upload() throws Exception {
        return ChunkedPut.open(MILLRACE.ingest(path)).chunk("before");
    }

    /** Reads it from the start, when another edge has its first chunk: by then it is stored. */
    private ChunkedGet follow(String first) throws Exception {
        await().until(() -> {
            try (ChunkedGet get = ChunkedGet.send(MILLRACE.edge(path))) {
                return get.status() == 200 && get.text().equals(first);
            }
        });
        ChunkedGet get = ChunkedGet.send(edge.at(path));
        assertEquals(first, get.text());
        return get;
    }

    /** Now and then a reader has the next chunk before it has begun to wait for it. */
    private void untilTimed(ChunkedPut put, ChunkedGet get) {
        await().until(() -> {
            put.chunk("after");
            assertEquals("after", get.text());
            return reading().hasLatency();
        });
    }

    private Reading reading() {
        return edge.liveDirectories().getFirst().getReading();
    }
}
