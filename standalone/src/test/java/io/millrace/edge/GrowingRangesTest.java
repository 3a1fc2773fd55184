package io.millrace.edge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.standalone.ChunkedGet;
import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.Millrace;
import java.io.EOFException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Readers of ranges of an upload in progress, to which something happens meanwhile. */
final class GrowingRangesTest {

    @RegisterExtension
    static final Millrace MILLRACE = Millrace.onOneRedis();

    private static OwnEdge edge;

    private final Asking asking = new Asking();
    private String path;
    private ChunkedPut put;

    @BeforeAll
    static void startAnEdge() {
        edge = new OwnEdge(MILLRACE, Map.of());
    }

    @AfterAll
    static void stopTheEdge() {
        edge.close();
    }

    @BeforeEach
    void tenBytesAreUploaded(TestInfo test) throws Exception {
        path = "/ranges/" + test.getTestMethod().orElseThrow().getName() + ".m4s";
        put = ChunkedPut.open(MILLRACE.ingest(path));
        put.chunk("0123456789");
        await().until(() ->
                asking.send("HEAD", edge.at(path), "Range", "bytes=0-9").statusCode() == 206);
    }

    @AfterEach
    void nothingIsLeftInProgress() throws Exception {
        put.close();
        await().until(() -> edge.readers() == 0 && edge.tails() == 0 && edge.growingBytes() == 0);
    }

    @Test
    void aClosedRangeWaitsForItsLastByteAndTellsHowLong() throws Exception {
        long held = edge.held();
        try (ChunkedGet get = ChunkedGet.send(edge.at(path), "Range: bytes=5-14")) {
            await().until(() -> edge.held() == held + 1);
            put.chunk("abcd");
            await().until(() -> present(14));
            assertFalse(get.answered());
            put.chunk("efgh");
            assertEquals(206, get.status());
            assertEquals("bytes 5-14/*", get.headers().get("content-range"));
            assertTrue(get.headers().get("server-timing").startsWith("hold;dur="));
            assertEquals("56789abcde", text(get.body()));
        }
    }

    @Test
    void aClosedRangeThatWaitsForMoreThanComesGetsWhatThereIsOfTheWholeObject() throws Exception {
        long held = edge.held();
        CompletableFuture<HttpResponse<byte[]>> answer = asking.getLater(edge.at(path), "Range", "bytes=5-100");
        await().until(() -> edge.held() == held + 1);
        put.end();
        assertEquals(206, answer.join().statusCode());
        assertEquals("bytes 5-9/10", Asking.header(answer.join(), "Content-Range"));
        assertEquals("56789", Asking.text(answer.join()));
    }

    @Test
    void aRangeThatWaitsBeyondTheEndIsNotSatisfiable() throws Exception {
        long held = edge.held();
        CompletableFuture<HttpResponse<byte[]>> answer = asking.getLater(edge.at(path), "Range", "bytes=10-");
        await().until(() -> edge.held() == held + 1);
        put.end();
        assertEquals(416, answer.join().statusCode());
        assertEquals("bytes */10", Asking.header(answer.join(), "Content-Range"));
    }

    @Test
    void aRangeThatWaitsForAnUploadThatIsCutOffIsAnsweredAsIfThereHadBeenNone() throws Exception {
        long held = edge.held();
        CompletableFuture<HttpResponse<byte[]>> answer =
                asking.getLater(edge.at(path), "Range", "bytes=5-14", "Prefer", "wait=0");
        await().until(() -> edge.held() == held + 1);
        put.hangUp();
        assertEquals(404, answer.join().statusCode());
        assertEquals("no-store", Asking.header(answer.join(), "Cache-Control"));
    }

    @Test
    void aRangeThatIsSentAsItComesIsCutOffWithTheUpload() throws Exception {
        try (ChunkedGet get = ChunkedGet.send(edge.at(path), "Range: bytes=5-9007199254740991")) {
            assertEquals("bytes 5-9007199254740991/*", get.headers().get("content-range"));
            assertEquals("56789", get.text());
            put.hangUp();
            assertThrows(EOFException.class, get::chunk);
        }
    }

    @Test
    void aReaderGoesOnWithItsGenerationWhenAnotherUploadTakesThePath() throws Exception {
        try (ChunkedGet get = ChunkedGet.send(edge.at(path), "Range: bytes=5-");
                ChunkedPut newer = ChunkedPut.open(MILLRACE.ingest(path))) {
            assertEquals("56789", get.text());
            newer.chunk("NEWER");
            await().until(() -> edge.tails() == 2);
            put.chunk("abc");
            newer.chunk("BYTES");
            assertEquals("abc", get.text());
            // The older upload is not refused, but nothing of it may follow the newer one's bytes or mix with them.
            assertTrue(newer.end() < 300);
            await().until(() -> Asking.text(asking.get(edge.at(path))).equals("NEWERBYTES"));
        }
    }

    @Test
    void aReaderOfADeletedUploadIsCutOffAndNobodyElseBegins() throws Exception {
        try (ChunkedGet get = ChunkedGet.send(edge.at(path), "Range: bytes=0-")) {
            assertEquals("0123456789", get.text());
            asking.send("DELETE", MILLRACE.ingest(path));
            assertThrows(EOFException.class, get::chunk);
        }
        int status = asking.get(edge.at(path), "Prefer", "wait=0").statusCode();
        assertTrue(status == 404 || status == 410, "answered whole: " + status);
    }

    @Test
    void aPartThatIsThereIsNotKeptForAsLongAsTheWhole() throws Exception {
        HttpResponse<byte[]> part = asking.get(edge.at(path), "Range", "bytes=2-4");
        assertEquals("234", Asking.text(part));
        assertEquals("public, max-age=1", Asking.header(part, "Cache-Control"));
        put.end();
        await().until(() -> asking.get(edge.at(path), "Range", "bytes=2-4")
                .headers()
                .firstValue("ETag")
                .isPresent());
        assertEquals(
                "public, max-age=60", Asking.header(asking.get(edge.at(path), "Range", "bytes=2-4"), "Cache-Control"));
    }

    @Test
    void howFarTheUploadIsByNowIsKeptByNoCache() throws Exception {
        HttpResponse<byte[]> present = asking.send("HEAD", edge.at(path), "Range", "bytes=0-");
        assertEquals("bytes 0-9/*", Asking.header(present, "Content-Range"));
        assertEquals("no-store", Asking.header(present, "Cache-Control"));
    }

    private boolean present(int bytes) throws Exception {
        HttpResponse<byte[]> present = asking.send("HEAD", edge.at(path), "Range", "bytes=0-");
        return Asking.header(present, "Content-Range").equals("bytes 0-" + (bytes - 1) + "/*");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
