package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Redis that stands still for a while. */
final class SlowRedisTest {

    private static final int CHUNK_BYTES = 64 << 10;
    private static final int CHUNKS = 1600;
    private static final long WINDOW_BYTES = 1 << 20;
    /** What the kernel's socket buffers and one round of reads may hold besides. */
    private static final long SLACK_BYTES = 24 << 20;

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onItsOwn(
            Map.of("millrace.ingest.window-bytes", Long.toString(WINDOW_BYTES), "millrace.redis.timeout", "60s"));

    private final Http http = new Http();

    @AfterEach
    void redisGoesOn() {
        MILLRACE.backing().redisProcess().resume();
    }

    @Test
    void theEncoderIsHeldBackAndTheUploadGoesOnWhereItStopped() throws Exception {
        byte[] body = new byte[CHUNKS * CHUNK_BYTES];
        new Random(7).nextBytes(body);
        AtomicLong sent = new AtomicLong();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                ChunkedPut put = ChunkedPut.open(MILLRACE.ingest("/slow/a.ts"))) {
            put.chunk(chunk(body, 0));
            MILLRACE.backing().redisProcess().pause();

            Future<Integer> upload = threads.submit(() -> push(put, body, sent));
            await().during(2, TimeUnit.SECONDS).atMost(20, TimeUnit.SECONDS).until(() -> unchanged(sent));

            assertTrue(sent.get() < WINDOW_BYTES + SLACK_BYTES, "held back, not buffered: " + sent.get());
            assertTrue(MILLRACE.ingestBytes() <= 2 * WINDOW_BYTES + CHUNK_BYTES, "taken in: " + MILLRACE.ingestBytes());
            MILLRACE.backing().redisProcess().resume();
            assertEquals(201, upload.get(60, TimeUnit.SECONDS));
        }
        assertArrayEquals(body, http.get(MILLRACE.edge("/slow/a.ts")).body());
    }

    @Test
    void whatTheEdgeHoldsIsServedMeanwhile() throws Exception {
        byte[] body = "held".getBytes(StandardCharsets.UTF_8);
        http.put(MILLRACE.ingest("/slow/held.ts"), body);
        http.get(MILLRACE.edge("/slow/held.ts"));
        MILLRACE.backing().redisProcess().pause();

        assertArrayEquals(body, http.get(MILLRACE.edge("/slow/held.ts")).body());
        assertEquals(503, http.get(MILLRACE.edge("/slow/unknown.ts")).statusCode());
    }

    private final AtomicLong lastSeen = new AtomicLong(-1);

    private boolean unchanged(AtomicLong sent) {
        long now = sent.get();
        return lastSeen.getAndSet(now) == now;
    }

    private static int push(ChunkedPut put, byte[] body, AtomicLong sent) throws IOException {
        for (int i = 1; i < CHUNKS; i++) {
            put.chunk(chunk(body, i));
            sent.addAndGet(CHUNK_BYTES);
        }
        return put.end();
    }

    private static byte[] chunk(byte[] body, int i) {
        return Arrays.copyOfRange(body, i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES);
    }
}
