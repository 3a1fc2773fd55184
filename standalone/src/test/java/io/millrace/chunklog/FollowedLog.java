package io.millrace.chunklog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** What a reader of a log was told. */
final class FollowedLog implements ChunkLogReader.Listener {

    private final ConcurrentLinkedQueue<String> chunks = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<EndMark> end = new CompletableFuture<>();
    private final CompletableFuture<String> lost = new CompletableFuture<>();

    @Override
    public void chunks(List<StoredChunk> next) {
        next.forEach(chunk -> {
            chunks.add(chunk.bytes().toString(UTF_8));
            chunk.bytes().release();
        });
    }

    @Override
    public void ended(EndMark mark) {
        end.complete(mark);
    }

    @Override
    public void lost(String reason) {
        lost.complete(reason);
        end.completeExceptionally(new IllegalStateException(reason));
    }

    /** The texts of the chunks so far. */
    List<String> chunks() {
        return List.copyOf(chunks);
    }

    /** Waits for the end mark. */
    EndMark end() throws Exception {
        return end.get(60, TimeUnit.SECONDS);
    }

    /** Waits until the log is lost; why it was. */
    String lost() throws Exception {
        return lost.get(60, TimeUnit.SECONDS);
    }
}
