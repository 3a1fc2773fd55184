package io.millrace.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.standalone.ChunkedGet;
import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.Millrace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** More uploads at once than an edge's memory holds. */
final class ManyUploadsTest {

    private static final int UPLOADS = 12;
    private static final int CHUNKS = 40;
    private static final int CHUNK_BYTES = 50_000;
    private static final long BOUND_BYTES = 4_000_000;

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private final Asking asking = new Asking();

    @Test
    void memoryIsBoundedAndReadersThatAreBehindStillGetEveryByte() throws Exception {
        try (OwnEdge edge = new OwnEdge(MILLRACE, Map.of("growing-bytes", Long.toString(BOUND_BYTES)))) {
            List<ChunkedPut> puts = new ArrayList<>();
            List<ChunkedGet> behind = new ArrayList<>();
            for (int i = 0; i < UPLOADS; i++) {
                puts.add(ChunkedPut.open(MILLRACE.ingest(path(i))).chunk(chunk(i, 0)));
            }
            for (int i = 0; i < UPLOADS; i++) {
                String path = path(i);
                await().until(() -> asking.send("HEAD", edge.at(path)).statusCode() == 200);
                behind.add(ChunkedGet.send(edge.at(path))); // it takes what the sockets hold, and no more yet
            }
            for (int round = 1; round < CHUNKS; round++) {
                for (int i = 0; i < UPLOADS; i++) {
                    puts.get(i).chunk(chunk(i, round));
                }
                // One chunk of each may come while room is made for another.
                assertTrue(edge.growingBytes() <= BOUND_BYTES + UPLOADS * CHUNK_BYTES, "held: " + edge.growingBytes());
            }
            await().until(() -> edge.shedBytes() > 0);
            for (int i = 0; i < UPLOADS; i++) {
                assertEquals(201, puts.get(i).end());
            }
            for (int i = 0; i < UPLOADS; i++) {
                assertArrayEquals(body(i), behind.get(i).body(), "upload " + i);
                assertArrayEquals(body(i), asking.get(edge.at(path(i))).body(), "upload " + i + " once more");
            }
            await().until(() -> edge.growingBytes() == 0 && edge.tails() == 0 && edge.readers() == 0);
            for (int i = 0; i < UPLOADS; i++) {
                puts.get(i).close();
                behind.get(i).close();
            }
        }
    }

    private static String path(int upload) {
        return "/many/" + upload + ".ts";
    }

    private static byte[] body(int upload) {
        byte[] body = new byte[CHUNKS * CHUNK_BYTES];
        for (int i = 0; i < CHUNKS; i++) {
            System.arraycopy(chunk(upload, i), 0, body, i * CHUNK_BYTES, CHUNK_BYTES);
        }
        return body;
    }

    private static byte[] chunk(int upload, int number) {
        byte[] chunk = new byte[CHUNK_BYTES];
        new Random(upload * 1000L + number).nextBytes(chunk);
        return chunk;
    }
}
