package io.millrace.chunklog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** An upload without HTTP. */
final class Writing implements ChunkLogWriter.Events {

    private static final long MOST_SECONDS = 30;

    private final ObjectPath path;
    private final EventLoop loop;
    private final ChunkLogWriter writer;
    private final List<Long> storedNanos = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Long> opened = new CompletableFuture<>();
    private final CompletableFuture<Completion> completed = new CompletableFuture<>();
    private final CompletableFuture<WriteFailure> failed = new CompletableFuture<>();

    private Writing(ChunkLog log, ObjectPath path, ContentHeaders headers, EventLoop loop) {
        this.path = path;
        this.loop = loop;
        this.writer = log.writer(path, headers, Keeping.AS_CONFIGURED, 1 << 20, loop, this);
    }

    /** Begins an upload; returns when its first chunk is stored. */
    static Writing open(ChunkLog log, EventLoop loop, ObjectPath path, ContentHeaders headers, String... chunks) {
        Writing writing = begin(log, loop, path, headers, chunks);
        writing.opened.orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
        return writing;
    }

    /** Begins an upload; returns at once. */
    static Writing begin(ChunkLog log, EventLoop loop, ObjectPath path, ContentHeaders headers, String... chunks) {
        Writing writing = new Writing(log, path, headers, loop);
        for (String chunk : chunks) {
            writing.append(chunk);
        }
        return writing;
    }

    static Writing open(ChunkLog log, EventLoop loop, ObjectPath path, String... chunks) {
        return open(log, loop, path, ContentHeaders.of("video/mp4"), chunks);
    }

    void append(String chunk) {
        loop.execute(() -> writer.append(Unpooled.copiedBuffer(chunk, UTF_8)));
    }

    Completion complete() throws Exception {
        loop.execute(() -> writer.complete(completed::complete));
        return completed.get(MOST_SECONDS, TimeUnit.SECONDS);
    }

    /** Completes, if a generation still is the complete one; what came of it is in {@link #failure} or the answer. */
    CompletableFuture<Completion> completeOver(long generation) {
        loop.execute(() -> writer.completeOver(generation, completed::complete));
        return completed;
    }

    void abort() {
        loop.execute(writer::abort);
    }

    /** Waits until the upload has failed; why it did. */
    WriteFailure failure() throws Exception {
        return failed.get(MOST_SECONDS, TimeUnit.SECONDS);
    }

    ObjectPath path() {
        return path;
    }

    long generation() {
        return opened.join();
    }

    /** Of each chunk that is stored, how long that took. */
    List<Long> storedNanos() {
        return storedNanos;
    }

    @Override
    public void stored(long nanos) {
        storedNanos.add(nanos);
    }

    @Override
    public void progressed() {}

    @Override
    public void opened(long generation) {
        opened.complete(generation);
    }

    @Override
    public void failed(WriteFailure failure) {
        failed.complete(failure);
        IllegalStateException reason = new IllegalStateException(failure.reason());
        opened.completeExceptionally(reason);
        completed.completeExceptionally(reason);
    }
}
