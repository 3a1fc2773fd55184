package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An edge with less memory than its objects are large. */
final class LittleMemoryTest {

    private static final int CHUNK_BYTES = 20_000;
    private static final int CHUNKS = 50;

    @RegisterExtension
    static final Millrace MILLRACE =
            Millrace.onItsOwn(Map.of("millrace.edge.cache-bytes", "1000000", "millrace.edge.window-bytes", "100000"));

    private final Http http = new Http();

    @Test
    void objectsThatTheCacheHasNoRoomForAreServedAllTheSame() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertEquals(
                    201,
                    http.put(MILLRACE.ingest("/little/" + i + ".ts"), random(90_000, i))
                            .statusCode());
        }
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 20; i++) {
                assertArrayEquals(
                        random(90_000, i),
                        http.get(MILLRACE.edge("/little/" + i + ".ts")).body());
            }
        }
    }

    @Test
    void anObjectThatIsLargerThanTheWindowIsServedFromRedis() throws Exception {
        byte[] body = random(3_000_000, 1);
        http.put(MILLRACE.ingest("/little/large.ts"), body);

        assertArrayEquals(body, http.get(MILLRACE.edge("/little/large.ts")).body());
    }

    @Test
    void aReaderThatIsFurtherBehindThanTheWindowGetsEveryByte() throws Exception {
        byte[] body = random(CHUNKS * CHUNK_BYTES, 2);
        try (ChunkedPut put = ChunkedPut.open(MILLRACE.ingest("/little/live.ts"))) {
            put.chunk(chunk(body, 0));
            await().until(() ->
                    http.send("HEAD", MILLRACE.edge("/little/live.ts")).statusCode() == 200);
            try (ChunkedGet early = ChunkedGet.send(MILLRACE.edge("/little/live.ts"))) {
                assertArrayEquals(chunk(body, 0), next(early));
                for (int i = 1; i < CHUNKS; i++) {
                    put.chunk(chunk(body, i));
                    assertArrayEquals(chunk(body, i), next(early));
                }
                try (ChunkedGet late = ChunkedGet.send(MILLRACE.edge("/little/live.ts"))) {
                    assertEquals(200, late.status());
                    assertEquals(201, put.end());
                    assertArrayEquals(body, late.body());
                }
            }
        }
    }

    /** As many bytes as a chunk has; a busy machine may have taken the chunk in in pieces. */
    private static byte[] next(ChunkedGet get) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < CHUNK_BYTES) {
            bytes.writeBytes(get.chunk());
        }
        return bytes.toByteArray();
    }

    private static byte[] chunk(byte[] body, int i) {
        return Arrays.copyOfRange(body, i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES);
    }

    private static byte[] random(int bytes, int seed) {
        byte[] random = new byte[bytes];
        new Random(seed).nextBytes(random);
        return random;
    }
}
