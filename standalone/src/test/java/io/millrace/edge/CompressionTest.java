package io.millrace.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import io.millrace.standalone.Millrace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Texts are compressed once, whoever asks. */
final class CompressionTest {

    private static final int PLAYERS = 20;

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private final Asking asking = new Asking();
    private final OwnEdge edge = new OwnEdge(MILLRACE, Map.of());

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void aPlaylistIsCompressedOnceForEachCodingThatIsAskedFor() throws Exception {
        byte[] playlist = text(1, 5_000);
        asking.put(MILLRACE.ingest("/coded/a.m3u8"), playlist);
        for (int round = 0; round < 3; round++) {
            for (HttpResponse<byte[]> answer : together("/coded/a.m3u8", "gzip, br")) {
                assertEquals("gzip", Asking.header(answer, "Content-Encoding"));
                assertArrayEquals(playlist, gunzipped(answer.body()));
            }
            for (HttpResponse<byte[]> answer : together("/coded/a.m3u8", "zstd")) {
                assertEquals("zstd", Asking.header(answer, "Content-Encoding"));
                assertArrayEquals(playlist, Zstd.decompress(answer.body(), playlist.length));
            }
        }
        assertEquals(2, edge.compressed());
    }

    @Test
    void nothingIsCompressedForWhoHasItAlreadyOrTakesItAsItIs() throws Exception {
        asking.put(MILLRACE.ingest("/coded/b.m3u8"), text(2, 5_000));
        HttpResponse<byte[]> plain = asking.get(edge.at("/coded/b.m3u8"));
        assertEquals("", Asking.header(plain, "Content-Encoding"));
        String etag = Asking.header(plain, "ETag").replaceFirst("\"$", "-gzip\"");
        assertEquals(
                304,
                asking.get(edge.at("/coded/b.m3u8"), "Accept-Encoding", "gzip", "If-None-Match", etag)
                        .statusCode());
        asking.get(edge.at("/coded/b.m3u8"), "Accept-Encoding", "gzip", "Range", "bytes=0-9");
        assertEquals(0, edge.compressed());
    }

    @Test
    void anObjectThatIsReplacedWhileItIsCompressedIsServedOldOrNewAndNeverMixed() throws Exception {
        for (int round = 0; round < 10; round++) {
            String path = "/coded/" + round + ".txt";
            byte[] older = text(2 * round, 2_000_000);
            byte[] newer = text(2 * round + 1, 2_000_000);
            asking.put(MILLRACE.ingest(path), older, "Content-Type", "text/plain");
            CompletableFuture<HttpResponse<byte[]>> one = asking.getLater(edge.at(path), "Accept-Encoding", "gzip");
            asking.put(MILLRACE.ingest(path), newer, "Content-Type", "text/plain");
            byte[] served = plain(one.join());
            assertTrue(Arrays.equals(served, older) || Arrays.equals(served, newer), "round " + round);
            int number = round;
            await().untilAsserted(() -> assertArrayEquals(
                    newer, plain(asking.get(edge.at(path), "Accept-Encoding", "gzip")), "round " + number));
        }
    }

    private List<HttpResponse<byte[]>> together(String path, String codings) {
        List<CompletableFuture<HttpResponse<byte[]>>> asked = new ArrayList<>();
        for (int i = 0; i < PLAYERS; i++) {
            asked.add(asking.getLater(edge.at(path), "Accept-Encoding", codings));
        }
        return asked.stream().map(CompletableFuture::join).toList();
    }

    /** What is still in progress is sent as it is. */
    private static byte[] plain(HttpResponse<byte[]> answer) throws IOException {
        return Asking.header(answer, "Content-Encoding").equals("gzip") ? gunzipped(answer.body()) : answer.body();
    }

    private static byte[] gunzipped(byte[] coded) throws IOException {
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(coded))) {
            return plain.readAllBytes();
        }
    }

    /** Takes its time to compress. */
    private static byte[] text(int seed, int bytes) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(bytes);
        while (text.length() < bytes) {
            text.append(Integer.toString(random.nextInt(), 36)).append('\n');
        }
        return text.substring(0, bytes).getBytes(StandardCharsets.US_ASCII);
    }
}
