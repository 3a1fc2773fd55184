package io.millrace.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.standalone.ChunkedGet;
import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.Millrace;
import java.io.EOFException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An endless upload of which Redis keeps the newest bytes only, and an edge fewer still. */
final class TrimmedUploadTest {

    private static final int CHUNK_BYTES = 50_000;
    private static final int CHUNKS = 80;
    private static final int KEPT_BYTES = 1_000_000;

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onItsOwn(Map.of(
            "millrace.retention.window-bytes",
            Integer.toString(KEPT_BYTES),
            "millrace.edge.window-bytes",
            Integer.toString(2 * CHUNK_BYTES)));

    private final Asking asking = new Asking();
    private final byte[] body = new byte[CHUNKS * CHUNK_BYTES];

    TrimmedUploadTest() {
        new Random(5).nextBytes(body);
    }

    @Test
    void aRangeOfWhatIsLetGoBeginsWithTheOldestByteAndSaysSo() throws Exception {
        try (ChunkedPut put = pushed("/endless/a.ts");
                ChunkedGet get = ChunkedGet.send(MILLRACE.edge("/endless/a.ts"), "Range: bytes=10-")) {
            assertEquals(206, get.status());
            String told = get.headers().get("content-range");
            assertTrue(told.endsWith("-9007199254740991/*"), told);
            int first = Integer.parseInt(told.substring("bytes ".length(), told.indexOf('-')));
            assertTrue(first > 10 && first <= body.length - KEPT_BYTES / 2, told);
            put.end();
            assertArrayEquals(Arrays.copyOfRange(body, first, body.length), get.body());
        }
    }

    @Test
    void aClosedRangeOfWhatIsLetGoIsNotSatisfiable() throws Exception {
        try (ChunkedPut put = pushed("/endless/b.ts")) {
            HttpResponse<byte[]> answer = asking.get(MILLRACE.edge("/endless/b.ts"), "Range", "bytes=10-20");
            assertEquals(416, answer.statusCode());
            put.end();
        }
    }

    @Test
    void aReaderWhoseBytesAreLetGoInTheMiddleIsCutOff() throws Exception {
        try (ChunkedPut put = ChunkedPut.open(MILLRACE.ingest("/endless/c.ts"))) {
            put.chunk(chunk(0));
            await().until(() -> asking.send("HEAD", MILLRACE.edge("/endless/c.ts"), "Range", "bytes=0-")
                            .statusCode()
                    == 206);
            // More than the sockets' buffers hold, which the client does not take.
            try (ChunkedGet get = ChunkedGet.send(MILLRACE.edge("/endless/c.ts"), "Range: bytes=0-")) {
                assertEquals(206, get.status());
                for (int round = 0; round < 10; round++) {
                    for (int i = 0; i < CHUNKS; i++) {
                        put.chunk(chunk(i));
                    }
                }
                put.end();
                assertThrows(EOFException.class, get::body);
            }
        }
    }

    private ChunkedPut pushed(String path) throws Exception {
        ChunkedPut put = ChunkedPut.open(MILLRACE.ingest(path));
        for (int i = 0; i < CHUNKS; i++) {
            put.chunk(chunk(i));
        }
        await().until(() -> Asking.header(
                        asking.send("HEAD", MILLRACE.edge(path), "Range", "bytes=" + (body.length - 1) + "-"),
                        "Content-Range")
                .endsWith("-" + (body.length - 1) + "/*"));
        return put;
    }

    private byte[] chunk(int i) {
        return Arrays.copyOfRange(body, i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES);
    }
}
