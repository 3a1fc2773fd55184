package io.millrace.standalone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** An upload of a chunk every few milliseconds, until it is ended or ends, and a reader who follows it from the start. */
final class LiveTransfer implements AutoCloseable {

    private static final long CHUNK_EVERY_MS = 5;
    private static final long LIMIT_SECONDS = 60;
    /** Within which a reader hears that it has ended: less than a lease, after which it would notice by itself. */
    private static final long END_SECONDS = 20;

    private static final int NO_ANSWER = -1;

    private final ChunkedPut put;
    private final ScheduledExecutorService encoder = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService player = Executors.newVirtualThreadPerTaskExecutor();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> answer = new CompletableFuture<>();
    private final CompletableFuture<Boolean> endedCleanly;
    private int chunks;

    private LiveTransfer(ChunkedPut put, ChunkedGet get) {
        this.put = put;
        this.endedCleanly = CompletableFuture.supplyAsync(() -> follow(get), player);
    }

    /** Returns when the reader has the first chunk. */
    static LiveTransfer start(URI ingest, URI edge) throws IOException {
        ChunkedPut put = ChunkedPut.open(ingest);
        put.chunk("first\n");
        LiveTransfer transfer = new LiveTransfer(put, GrowingObject.get(edge));
        transfer.sent.writeBytes("first\n".getBytes(StandardCharsets.US_ASCII));
        transfer.encoder.scheduleAtFixedRate(transfer::next, 0, CHUNK_EVERY_MS, TimeUnit.MILLISECONDS);
        return transfer;
    }

    /** How much the reader has. */
    int readBytes() {
        return read.size();
    }

    /** Whether the ingest has ended it. */
    boolean refused() {
        return answer.isDone();
    }

    /** Ends it, where the ingest has not; whether it was stored. */
    boolean end() throws Exception {
        encoder.execute(() -> answerOf(put::end));
        return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS) == 201;
    }

    /** The reader has what was sent, or the start of it and then no clean end; once the transfer has ended. */
    byte[] assertReadInOrder(boolean stored) throws Exception {
        boolean clean = endedCleanly.get(END_SECONDS, TimeUnit.SECONDS);
        byte[] expected = sent.toByteArray();
        assertTrue(read.size() <= expected.length);
        assertArrayEquals(Arrays.copyOf(expected, read.size()), read.toByteArray());
        if (clean) {
            assertTrue(stored, "a clean end of an upload that was answered with " + answer.get());
            assertEquals(expected.length, read.size());
        }
        return expected;
    }

    private void next() {
        if (answer.isDone()) {
            return;
        }
        String chunk = "%09d\n".formatted(++chunks);
        try {
            put.chunk(chunk);
            sent.writeBytes(chunk.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException _) {
            answerOf(put::answer); // it is refused, with an answer perhaps
        }
    }

    private interface Answer {
        int status() throws IOException;
    }

    private void answerOf(Answer ending) {
        if (answer.isDone()) {
            return;
        }
        try {
            answer.complete(ending.status());
        } catch (IOException _) {
            answer.complete(NO_ANSWER);
        }
    }

    private boolean follow(ChunkedGet get) {
        try (get) {
            for (byte[] chunk = get.chunk(); chunk.length > 0; chunk = get.chunk()) {
                read.writeBytes(chunk);
            }
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        encoder.shutdownNow();
        put.close();
        player.shutdownNow();
    }
}
