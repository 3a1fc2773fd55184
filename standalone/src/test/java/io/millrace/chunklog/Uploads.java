package io.millrace.chunklog;

import io.millrace.standalone.Millrace;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/** Uploads to a directory of the test's own, over any kind of Redis, and what the log knows of it afterwards. */
abstract class Uploads {

    private static final AtomicInteger DIRECTORIES = new AtomicInteger();

    final EventLoop loop = new DefaultEventLoop();
    final String directory = "/" + getClass().getSimpleName() + "/" + DIRECTORIES.incrementAndGet() + "/";

    abstract Millrace millrace();

    @AfterEach
    void stop() {
        loop.shutdownGracefully();
    }

    ChunkLog log() {
        return millrace().chunkLog();
    }

    /** A log that keeps things otherwise, in the same Redis. */
    ChunkLog log(TestRetention retention) {
        return retention.connect(millrace().chunkLogConfig());
    }

    ObjectPath path(String name) {
        try {
            return ObjectPath.parse(directory + name);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** An upload whose first chunk is stored. */
    Writing open(ChunkLog log, String name, ContentHeaders headers, String chunk) {
        return Writing.open(log, loop, path(name), headers, chunk);
    }

    Writing open(String name, String chunk) {
        return open(log(), name, ContentHeaders.of("video/mp4"), chunk);
    }

    Completion put(String name) throws Exception {
        return put(log(), name);
    }

    Completion put(ChunkLog log, String name) throws Exception {
        return open(log, name, ContentHeaders.of("video/mp4"), "12345").complete();
    }

    long delete(String name) throws Exception {
        return get(log().delete(path(name)));
    }

    ObjectState find(String name) throws Exception {
        return get(log().find(path(name)));
    }

    /** The generation that is complete now. */
    long generation(String name) throws Exception {
        return find(name).complete().orElseThrow().generation();
    }

    List<Listed> list(int most) throws Exception {
        return get(log().list(directory, most));
    }

    List<String> names(int most) throws Exception {
        return list(most).stream().map(Listed::name).toList();
    }

    static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
