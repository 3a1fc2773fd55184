package io.millrace.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.chunklog.ChunkLog;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.ObjectState;
import io.millrace.chunklog.Page;
import io.millrace.edge.EdgeServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What an encoder writes and what readers get, over any kind of Redis. */
abstract class ReadingAndWriting {

    private static final AtomicInteger DIRECTORIES = new AtomicInteger();

    private final Http http = new Http();
    private final String directory = "/" + getClass().getSimpleName() + "/" + DIRECTORIES.incrementAndGet() + "/";

    abstract Millrace millrace();

    @Test
    void whatWasPutIsReadWithItsLengthAndType() throws Exception {
        byte[] body = random(100_000, 1);

        HttpResponse<byte[]> put = http.put(millrace().ingest(directory + "a.ts"), body);
        HttpResponse<byte[]> got = http.get(millrace().edge(directory + "a.ts"));

        assertEquals(201, put.statusCode());
        assertEquals(
                directory + "a.ts", put.headers().firstValue("Content-Location").orElse(""));
        assertEquals(200, got.statusCode());
        assertArrayEquals(body, got.body());
        assertEquals("100000", got.headers().firstValue("Content-Length").orElse(""));
        assertEquals("video/mp2t", got.headers().firstValue("Content-Type").orElse(""));
        assertEquals(put.headers().firstValue("ETag"), got.headers().firstValue("ETag"));
    }

    @Test
    void aReaderGetsEachChunkBeforeTheNextOneIsSent() throws Exception {
        try (ChunkedPut put = ChunkedPut.open(millrace().ingest(directory + "live.m4s"))) {
            put.chunk("chunk 0");
            awaitOpen("live.m4s");
            try (ChunkedGet get = ChunkedGet.send(millrace().edge(directory + "live.m4s"))) {
                assertEquals(200, get.status());
                assertEquals("chunked", get.headers().get("transfer-encoding"));
                assertEquals("chunk 0", get.text());
                for (int i = 1; i < 50; i++) {
                    put.chunk("chunk " + i);
                    assertEquals("chunk " + i, get.text());
                }
                assertEquals(201, put.end());
                assertEquals(0, get.chunk().length);
            }
        }
    }

    @Test
    void aChunkOfAMebibyteStaysOneChunk() throws Exception {
        byte[] large = random(1 << 20, 2);
        try (ChunkedPut put = ChunkedPut.open(millrace().ingest(directory + "large.m4s"))) {
            put.chunk("small").chunk(large).chunk("small");
            put.end();
        }

        Page page = chunks("large.m4s");
        List<Integer> sizes = page.chunks().stream()
                .map(chunk -> chunk.bytes().readableBytes())
                .toList();
        page.chunks().forEach(chunk -> chunk.bytes().release());

        assertTrue(sizes.size() <= 10, "pieces as large as they came, not one a read of 8 KiB: " + sizes);
        assertEquals((1 << 20) + 10, sizes.stream().mapToInt(size -> size).sum());
        assertEquals(5, sizes.getFirst());
        assertEquals(5, sizes.getLast());
    }

    @Test
    void chunksThatArriveTogetherStayApart() throws Exception {
        try (ChunkedPut put = ChunkedPut.open(millrace().ingest(directory + "together.m4s"))) {
            put.write("3\r\none\r\n3\r\ntwo\r\n5\r\nthree\r\n0\r\n\r\n");
            assertEquals(201, put.answer());
        }

        Page page = chunks("together.m4s");
        List<String> texts = page.chunks().stream()
                .map(chunk -> chunk.bytes().toString(UTF_8))
                .toList();
        page.chunks().forEach(chunk -> chunk.bytes().release());

        assertEquals(List.of("one", "two", "three"), texts);
    }

    @Test
    void twoHundredReadersSlowAndLateOnesTooGetEveryByteInOrder() throws Exception {
        URI object = millrace().edge(directory + "many.ts");
        int chunks = 120;
        byte[] body = random(chunks * 20_000, 3);
        AtomicInteger sent = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                ChunkedPut put = ChunkedPut.open(millrace().ingest(directory + "many.ts"))) {
            put.chunk(slice(body, 0));
            awaitOpen("many.ts");
            List<Future<byte[]>> readers = new ArrayList<>();
            for (int reader = 0; reader < 200; reader++) {
                int joinsAt = reader % 4 == 0 ? reader / 2 : 0;
                boolean slow = reader % 5 == 0;
                readers.add(threads.submit(() -> read(object, sent, joinsAt, slow)));
            }
            for (int i = 1; i < chunks; i++) {
                put.chunk(slice(body, i));
                sent.set(i);
            }
            assertEquals(201, put.end());
            for (Future<byte[]> reader : readers) {
                assertArrayEquals(body, reader.get(60, TimeUnit.SECONDS));
            }
        }
    }

    @Test
    void anUploadThatIsCutOffIsNeverACleanEnd() throws Exception {
        try (ChunkedPut put = ChunkedPut.open(millrace().ingest(directory + "cut.ts"))) {
            put.chunk("so far");
            awaitOpen("cut.ts");
            try (ChunkedGet get = ChunkedGet.send(millrace().edge(directory + "cut.ts"))) {
                assertEquals("so far", get.text());
                put.hangUp();
                assertThrows(IOException.class, get::chunk);
            }
        }
        await().until(() -> http.status(millrace().edge(directory + "cut.ts")) == 404);
    }

    @Test
    void anUploadShortOfItsContentLengthIsCutOff() throws Exception {
        URI uri = millrace().ingest(directory + "short.ts");
        try (ChunkedPut put = ChunkedPut.open(uri)) {
            put.end();
            put.write("PUT " + uri.getPath() + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nten bytes!");
            awaitOpen("short.ts");
            try (ChunkedGet get = ChunkedGet.send(millrace().edge(directory + "short.ts"))) {
                assertEquals("ten bytes!", get.text());
                put.hangUp();
                assertThrows(IOException.class, get::chunk);
            }
        }
    }

    @Test
    void theCompleteVersionStaysWhileANewOneIsUploadedAndAfterItIsCutOff() throws Exception {
        URI object = millrace().edge(directory + "again.ts");
        assertEquals(
                201,
                http.put(millrace().ingest(directory + "again.ts"), "old".getBytes(UTF_8))
                        .statusCode());
        try (ChunkedPut put = ChunkedPut.open(millrace().ingest(directory + "again.ts"))) {
            put.chunk("new");
            awaitOpen("again.ts");
            assertArrayEquals("old".getBytes(UTF_8), http.get(object).body());
            put.hangUp();
        }
        await().until(() -> state("again.ts").open().isEmpty());

        assertArrayEquals("old".getBytes(UTF_8), http.get(object).body());
    }

    @Test
    void aReplacedObjectIsOldOrNewAndNeverAnythingBetween() throws Exception {
        URI playlist = millrace().edge(directory + "list.m3u8");
        byte[] body = "#EXTM3U ".repeat(20_000).getBytes(UTF_8);
        http.put(millrace().ingest(directory + "list.m3u8"), stamped(body, 0));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> writer = threads.submit(() -> {
                int last = 0;
                for (int version = 1; version <= 40; version++) {
                    assertEquals(
                            204,
                            http.put(millrace().ingest(directory + "list.m3u8"), stamped(body, version))
                                    .statusCode());
                    last = version;
                }
                return last;
            });
            int newest = 0;
            while (newest < 40) {
                byte[] got = http.get(playlist).body();
                assertEquals(body.length, got.length);
                assertArrayEquals(stamped(body, got[0]), got);
                assertTrue(got[0] >= newest, "never back to an older version");
                newest = got[0];
            }
            assertEquals(40, writer.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void aPlaylistIsNotServedBeforeItIsWhole() throws Exception {
        try (ChunkedPut put = ChunkedPut.open(millrace().ingest(directory + "first.mpd"))) {
            put.chunk("<MPD>");
            awaitOpen("first.mpd");
            try (ChunkedGet get = ChunkedGet.send(millrace().edge(directory + "first.mpd"), "Prefer: wait=10")) {
                put.chunk("</MPD>");
                assertEquals(201, put.end());
                assertEquals(200, get.status());
                assertEquals("<MPD></MPD>", new String(get.body(), UTF_8));
            }
        }
    }

    @Test
    void aRequestForTheNextSegmentIsAnsweredWhenItsUploadOpens() throws Exception {
        http.put(millrace().ingest(directory + "seg1.m4s"), "one".getBytes(UTF_8));
        awaitLive("seg1.m4s");
        try (ChunkedGet get = ChunkedGet.send(millrace().edge(directory + "seg2.m4s"), "Prefer: wait=10");
                ChunkedPut put = ChunkedPut.open(millrace().ingest(directory + "seg2.m4s"))) {
            put.chunk("two");
            assertEquals(200, get.status());
            assertEquals("two", get.text());
            assertEquals(201, put.end());
            assertEquals(0, get.chunk().length);
        }
    }

    @Test
    void theNewerOfTwoUploadsOfOnePathWinsAndTheirBytesNeverMix() throws Exception {
        URI uri = millrace().ingest(directory + "race.ts");
        try (ChunkedPut older = ChunkedPut.open(uri)) {
            older.chunk("older ");
            awaitOpen("race.ts");
            long first = state("race.ts").open().orElseThrow().generation();
            try (ChunkedGet reader = ChunkedGet.send(millrace().edge(directory + "race.ts"));
                    ChunkedPut newer = ChunkedPut.open(uri)) {
                assertEquals("older ", reader.text());
                newer.chunk("newer");
                await().until(() -> state("race.ts").open().orElseThrow().generation() > first);
                assertEquals(201, newer.end());
                older.chunk("older");
                older.end();
                assertEquals("older", reader.text());
                assertEquals(0, reader.chunk().length);
            }
        }
        await().until(() ->
                new String(http.get(millrace().edge(directory + "race.ts")).body(), UTF_8).equals("newer"));
    }

    @Test
    void anObjectIsReadAtTwoEdgesWhileItIsUploadedAndAtOneThatStartsInTheMiddle() throws Exception {
        EdgeServer second = millrace().startEdge();
        try (ChunkedPut put = ChunkedPut.open(millrace().ingest(directory + "wide.ts"))) {
            put.chunk("one ");
            awaitOpen("wide.ts");
            try (ChunkedGet here = ChunkedGet.send(millrace().edge(directory + "wide.ts"));
                    ChunkedGet there = ChunkedGet.send(Millrace.at(second.port(), directory + "wide.ts"))) {
                assertEquals("one ", here.text());
                assertEquals("one ", there.text());
                EdgeServer third = millrace().startEdge();
                put.chunk("two ");
                try (ChunkedGet late = ChunkedGet.send(Millrace.at(third.port(), directory + "wide.ts"))) {
                    assertEquals("one ", late.text());
                    assertEquals("two ", late.text());
                    put.chunk("three");
                    assertEquals(201, put.end());
                    assertEquals("three", new String(late.body(), UTF_8));
                }
                assertEquals("two three", new String(here.body(), UTF_8));
                assertEquals("two three", new String(there.body(), UTF_8));
            }
        }
    }

    @Test
    void anObjectOfTwoHundredMegabytesPasses() throws Exception {
        byte[] piece = random(1 << 20, 5);
        URI object = millrace().edge(directory + "huge.mp4");
        try (ChunkedPut put = ChunkedPut.open(millrace().ingest(directory + "huge.mp4"))) {
            for (int i = 0; i < 200; i++) {
                put.chunk(piece);
            }
            assertEquals(201, put.end());
        }
        try (ChunkedGet get = ChunkedGet.send(object)) {
            assertEquals(Integer.toString(200 << 20), get.headers().get("content-length"));
            byte[] body = get.body();
            for (int i = 0; i < 200; i++) {
                assertTrue(Arrays.equals(body, i << 20, (i + 1) << 20, piece, 0, 1 << 20), "mebibyte " + i);
            }
        }
        http.send("DELETE", millrace().ingest(directory + "huge.mp4"));
    }

    @Test
    void twoThousandSmallObjectsPass() throws Exception {
        try (ChunkedPut put = ChunkedPut.open(millrace().ingest(directory + "s0.ts"))) {
            for (int i = 0; i < 2000; i++) {
                if (i > 0) {
                    put.next(millrace().ingest(directory + "s" + i + ".ts"));
                }
                put.chunk(random(10_000, i));
                assertEquals(201, put.end());
            }
        }
        for (int i = 0; i < 2000; i++) {
            assertArrayEquals(
                    random(10_000, i),
                    http.get(millrace().edge(directory + "s" + i + ".ts")).body(),
                    "object " + i);
        }
    }

    @Test
    void anEmptyUploadIsAProbeAndLeavesNothing() throws Exception {
        assertEquals(
                204,
                http.put(millrace().ingest(directory + "probe.ts"), new byte[0]).statusCode());
        try (ChunkedPut put = ChunkedPut.open(millrace().ingest(directory + "probe.ts"))) {
            assertEquals(204, put.end());
        }
        assertTrue(state("probe.ts").absent());
    }

    @Test
    void aProbeLeavesAnExistingObjectAlone() throws Exception {
        http.put(millrace().ingest(directory + "kept.ts"), "kept".getBytes(UTF_8));
        http.put(millrace().ingest(directory + "kept.ts"), new byte[0]);

        assertEquals(
                "kept",
                new String(http.get(millrace().edge(directory + "kept.ts")).body(), UTF_8));
    }

    @Test
    void aDeletedObjectIsGoneAndDeletingItAgainIsFine() throws Exception {
        URI object = millrace().edge(directory + "gone.ts");
        http.put(millrace().ingest(directory + "gone.ts"), "here".getBytes(UTF_8));
        assertEquals(200, http.get(object).statusCode());

        assertEquals(
                204,
                http.send("DELETE", millrace().ingest(directory + "gone.ts")).statusCode());
        await().until(() -> http.status(object) == 410);
        assertEquals(
                204,
                http.send("DELETE", millrace().ingest(directory + "gone.ts")).statusCode());
    }

    @Test
    void aDeleteWithAnEmptyChunkedBodyKeepsTheConnection() throws Exception {
        URI uri = millrace().ingest(directory + "del.ts");
        try (ChunkedPut connection = ChunkedPut.open(uri)) {
            connection.chunk("x").end();
            connection.write("DELETE " + uri.getPath() + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            assertEquals(204, connection.end());
            connection.next(uri);
            assertEquals(201, connection.chunk("y").end());
        }
    }

    @Test
    void anUploadWhoseObjectIsDeletedMeanwhileDoesNotSucceed() throws Exception {
        URI uri = millrace().ingest(directory + "doomed.ts");
        try (ChunkedPut put = ChunkedPut.open(uri)) {
            put.chunk("first");
            awaitOpen("doomed.ts");
            http.send("DELETE", uri);
            assertEquals(503, put.chunk("second").end());
        }
        assertTrue(state("doomed.ts").absent());
    }

    @Test
    void anObjectThatTheClientHasIsNotSentAgain() throws Exception {
        http.put(millrace().ingest(directory + "tag.ts"), "1".getBytes(UTF_8));
        String first = etag("tag.ts");
        http.put(millrace().ingest(directory + "tag.ts"), "2".getBytes(UTF_8));
        await().until(() -> !etag("tag.ts").equals(first));

        HttpResponse<byte[]> unchanged =
                http.get(millrace().edge(directory + "tag.ts"), "If-None-Match", etag("tag.ts"));

        assertEquals(304, unchanged.statusCode());
        assertFalse(etag("tag.ts").isEmpty());
    }

    private byte[] read(URI object, AtomicInteger sent, int joinsAt, boolean slow) throws IOException {
        await().until(() -> sent.get() >= joinsAt);
        try (ChunkedGet get = ChunkedGet.send(object)) {
            assertEquals(200, get.status());
            if (slow) {
                // Reads nothing until much has been sent: its connection is full by then.
                await().until(() -> sent.get() >= 100);
            }
            return get.body();
        }
    }

    private String etag(String name) throws IOException, InterruptedException {
        return http.get(millrace().edge(directory + name))
                .headers()
                .firstValue("ETag")
                .orElse("");
    }

    private ObjectState state(String name) throws Exception {
        return log().find(new ObjectPath(directory, name)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Page chunks(String name) throws Exception {
        long generation = state(name).complete().orElseThrow().generation();
        return log().read(new ObjectPath(directory, name), generation, 0, 1000)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private void awaitOpen(String name) {
        await().until(() -> state(name).open().isPresent());
    }

    /** Until the edge has heard of an upload to the directory: from then on it holds requests. */
    private void awaitLive(String name) {
        await().until(() -> {
            http.put(millrace().ingest(directory + name), "again".getBytes(UTF_8));
            return new String(http.get(millrace().edge(directory + name)).body(), UTF_8).equals("again");
        });
    }

    private ChunkLog log() {
        return millrace().chunkLog();
    }

    private static byte[] slice(byte[] body, int chunk) {
        return Arrays.copyOfRange(body, chunk * 20_000, (chunk + 1) * 20_000);
    }

    private static byte[] stamped(byte[] body, int version) {
        byte[] stamped = body.clone();
        stamped[0] = (byte) version;
        stamped[stamped.length - 1] = (byte) version;
        return stamped;
    }

    private static byte[] random(int bytes, int seed) {
        byte[] random = new byte[bytes];
        new Random(seed).nextBytes(random);
        return random;
    }
}
