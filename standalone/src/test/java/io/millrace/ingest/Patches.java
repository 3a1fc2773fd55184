package io.millrace.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.ObjectState;
import io.millrace.standalone.Millrace;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Uploads of a part of an object, over any kind of Redis. */
abstract class Patches {

    private static final AtomicInteger DIRECTORIES = new AtomicInteger();
    private static final String TEN = "0123456789";

    private final Requests http = new Requests(HttpClient.Version.HTTP_1_1);
    private final ObjectPath path = new ObjectPath("/patch/" + DIRECTORIES.incrementAndGet() + "/", "a.ts");
    private final URI ingest = millrace().ingest(path.toString());
    private final URI edge = millrace().edge(path.toString());

    abstract Millrace millrace();

    @BeforeEach
    void tenBytesAreThere() throws Exception {
        assertEquals(201, http.put(ingest, TEN).statusCode());
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void bytesInTheMiddleAreReplaced(HttpClient.Version version) throws Exception {
        assertEquals(
                204,
                new Requests(version)
                        .put(ingest, "abcd", "Content-Range", "bytes 4-7/10")
                        .statusCode());
        assertEquals("0123abcd89", stored());
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void bytesWithoutALengthAreLaidOver(HttpClient.Version version) throws Exception {
        ByteArrayInputStream body = new ByteArrayInputStream("abcd".getBytes(UTF_8));
        assertEquals(
                204,
                new Requests(version)
                        .putStream(ingest, body, "Range", "bytes=4-")
                        .statusCode());
        assertEquals("0123abcd89", stored());
    }

    @Test
    void gpacTellsTheRangeAsARequestsRange() throws Exception {
        http.put(ingest, "abcd", "Range", "bytes=4-7");
        assertEquals("0123abcd89", stored());
    }

    @Test
    void theFirstBytesAreReplaced() throws Exception {
        http.put(ingest, "ab", "Range", "bytes=0-");
        assertEquals("ab23456789", stored());
    }

    @Test
    void theLastBytesAreReplaced() throws Exception {
        http.put(ingest, "ab", "Range", "bytes=8-9");
        assertEquals("01234567ab", stored());
    }

    @Test
    void bytesAreAppended() throws Exception {
        http.put(ingest, "ab", "Range", "bytes=10-");
        http.put(ingest, "cd", "Content-Range", "bytes 12-13/14");
        assertEquals(TEN + "abcd", stored());
    }

    @Test
    void bytesThatReachBeyondTheEndReplaceAndAppend() throws Exception {
        http.put(ingest, "abcd", "Content-Range", "bytes 8-11/12");
        assertEquals("01234567abcd", stored());
    }

    @Test
    void theTypeStaysThatOfTheObject() throws Exception {
        ObjectPath note = new ObjectPath(path.directory(), "note");
        http.put(millrace().ingest(note.toString()), TEN, "Content-Type", "text/plain");
        http.put(millrace().ingest(note.toString()), "ab", "Range", "bytes=0-1", "Content-Type", "image/png");
        assertEquals("text/plain", complete(note).contentType());
    }

    @Test
    void whatCantBeAppliedChangesNothing() throws Exception {
        assertEquals(400, http.put(ingest, "ab", "Range", "bytes=11-12").statusCode());
        assertEquals(400, http.put(ingest, "ab", "Range", "bytes=4-7").statusCode());
        assertEquals(416, http.put(ingest, "abcdef", "Range", "bytes=4-7").statusCode());
        assertEquals(
                400, http.put(ingest, "abcd", "Content-Range", "bytes 4-7/99").statusCode());
        assertEquals(TEN, stored());
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aBodyThatTurnsOutTooLongOrTooShortChangesNothing(HttpClient.Version version) throws Exception {
        Requests requests = new Requests(version);
        assertEquals(
                416,
                requests.putStream(ingest, new ByteArrayInputStream(new byte[6]), "Range", "bytes=4-7")
                        .statusCode());
        assertEquals(
                400,
                requests.putStream(ingest, new ByteArrayInputStream(new byte[2]), "Range", "bytes=4-7")
                        .statusCode());
        assertEquals(TEN, stored());
    }

    @Test
    void anEmptyBodyIsAProbe() throws Exception {
        long before = complete(path).generation();
        assertEquals(204, http.put(ingest, "", "Range", "bytes=4-7").statusCode());
        assertEquals(before, complete(path).generation());
    }

    @Test
    void whereNothingIsARangeFromTheBeginningIsANewObject() throws Exception {
        ObjectPath other = new ObjectPath(path.directory(), "new.ts");
        URI uri = millrace().ingest(other.toString());
        assertEquals(400, http.put(uri, "abcd", "Range", "bytes=4-7").statusCode());
        assertEquals(400, http.put(uri, "abcd", "Range", "bytes=0-3").statusCode());
        assertTrue(state(other).absent());
        assertEquals(201, http.put(uri, "abcd", "Range", "bytes=0-").statusCode());
        assertEquals("abcd", http.text(millrace().edge(other.toString())));
    }

    @Test
    void theOlderVersionIsServedUntilThePatchIsComplete() throws Exception {
        try (ChunkedPatch patch = ChunkedPatch.open(ingest, "bytes=4-7")) {
            patch.chunk("ab");
            await().until(() -> state(path).open().isPresent());
            assertEquals(TEN, http.text(edge));
            patch.chunk("cd");
            assertEquals(204, patch.end());
        }
        assertEquals("0123abcd89", stored());
    }

    @Test
    void aPatchThatIsCutOffLeavesTheOlderVersion() throws Exception {
        try (ChunkedPatch patch = ChunkedPatch.open(ingest, "bytes=4-7")) {
            patch.chunk("ab");
            await().until(() -> state(path).open().isPresent());
        }
        await().until(() -> state(path).open().isEmpty());
        assertEquals(TEN, stored());
    }

    @Test
    void anUploadThatCompletesDuringAPatchIsNotUndone() throws Exception {
        try (ChunkedPatch patch = ChunkedPatch.open(ingest, "bytes=4-7")) {
            patch.chunk("ab");
            await().until(() -> state(path).open().isPresent());
            assertEquals(204, http.put(ingest, "newer").statusCode());
            patch.chunk("cd");
            assertEquals(409, patch.end());
        }
        assertEquals("newer", stored());
    }

    @Test
    void ofTwoPatchesAtOnceOneIsRefused() throws Exception {
        try (ChunkedPatch first = ChunkedPatch.open(ingest, "bytes=0-1");
                ChunkedPatch second = ChunkedPatch.open(ingest, "bytes=8-9")) {
            first.chunk("a");
            await().until(() -> state(path).open().isPresent());
            long open = state(path).open().orElseThrow().generation();
            second.chunk("c");
            await().until(() -> state(path).open().orElseThrow().generation() > open);
            first.chunk("b");
            assertEquals(204, first.end());
            second.chunk("d");
            assertEquals(409, second.end());
        }
        assertEquals("ab23456789", stored());
    }

    @Test
    void aPatchOfAnObjectThatIsDeletedMeanwhileIsRefused() throws Exception {
        try (ChunkedPatch patch = ChunkedPatch.open(ingest, "bytes=4-7")) {
            patch.chunk("ab");
            await().until(() -> state(path).open().isPresent());
            assertEquals(204, http.send("DELETE", ingest).statusCode());
            patch.chunk("cd");
            assertTrue(patch.end() >= 409);
        }
        assertTrue(state(path).absent());
    }

    @Test
    void aLargeObjectIsPatchedWithoutBeingHeldInMemory() throws Exception {
        byte[] body = new byte[50 << 20];
        new Random(3).nextBytes(body);
        byte[] middle = new byte[5 << 20];
        new Random(4).nextBytes(middle);
        int at = 21 << 20;
        long windowBytes = 1 << 20;
        // What is held besides the window: a page of the log, and the piece of the body that came with the first byte.
        long slackBytes = 3 << 20;
        try (OwnIngest own = new OwnIngest(millrace(), Map.of("window-bytes", Long.toString(windowBytes)));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertEquals(204, http.put(own.at(path.toString()), body).statusCode());
            Future<Integer> patched = threads.submit(() -> http.putStream(
                            own.at(path.toString()), new ByteArrayInputStream(middle), "Range", "bytes=" + at + "-")
                    .statusCode());
            long most = 0;
            while (!patched.isDone()) {
                most = Math.max(most, own.inFlightBytes());
                Thread.onSpinWait();
            }
            assertEquals(204, patched.get(60, TimeUnit.SECONDS));
            assertTrue(most < windowBytes + slackBytes, "held " + most + " bytes");
            await().until(() -> own.inFlightBytes() == 0 && own.openUploads() == 0);
        }
        System.arraycopy(middle, 0, body, at, middle.length);
        await().until(() -> complete(path).length() == body.length);
        assertArrayEquals(body, http.bytes(edge));
    }

    @Test
    void aPatchHoldsAPlaceAsAnyUploadDoes() throws Exception {
        try (OwnIngest own = new OwnIngest(millrace(), Map.of("uploads", "1"))) {
            URI uri = own.at(path.toString());
            try (ChunkedPatch patch = ChunkedPatch.open(uri, "bytes=4-7")) {
                await().until(() -> own.openUploads() == 1);
                assertEquals(503, http.put(uri, "x", "Range", "bytes=0-0").statusCode());
                assertEquals(204, patch.chunk("abcd").end());
            }
            await().until(() -> own.openUploads() == 0);
            assertFalse(http.put(uri, "x", "Range", "bytes=0-0").statusCode() == 503);
        }
    }

    private String stored() throws Exception {
        long generation = complete(path).generation();
        await().until(() -> http.send("GET", edge)
                .headers()
                .firstValue("ETag")
                .orElse("")
                .startsWith("\"" + Long.toHexString(generation)));
        return http.text(edge);
    }

    private ObjectState state(ObjectPath of) throws Exception {
        return millrace().chunkLog().find(of).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private ObjectState.Complete complete(ObjectPath of) throws Exception {
        return state(of).complete().orElseThrow();
    }
}
