package io.millrace.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An encoder that uploads one segment after the other, in chunks, and a player that reads each while it grows; both notice
 * what is not as it should be. On a thread of its own, until it is closed.
 */
final class Traffic implements AutoCloseable {

    private final URI ingest;
    private final URI edge;
    private final AtomicInteger segments = new AtomicInteger();
    private final Thread thread = Thread.ofVirtual().name("traffic").unstarted(this::run);
    private volatile boolean over;
    private volatile Throwable fault;

    private Traffic(URI ingest, URI edge) {
        this.ingest = ingest;
        this.edge = edge;
    }

    /**
     * Begins.
     *
     * @param ingest the directory where the segments are put
     * @param edge the same directory, where they are read
     */
    static Traffic start(URI ingest, URI edge) {
        Traffic traffic = new Traffic(ingest, edge);
        traffic.thread.start();
        return traffic;
    }

    /** Returns when some more segments went through, each as it should. */
    void goesOn() {
        int wanted = segments.get() + 5;
        await().until(() -> fault != null || segments.get() >= wanted);
        if (fault != null) {
            throw new AssertionError("segment " + segments.get() + " was disturbed", fault);
        }
    }

    private void run() {
        try {
            while (!over) {
                segment("segment-" + segments.get() + ".m4s");
                segments.incrementAndGet();
            }
        } catch (Exception | AssertionError e) {
            fault = e;
        }
    }

    private void segment(String name) throws Exception {
        try (ChunkedPut put = ChunkedPut.open(ingest.resolve(name)).chunk("first of " + name)) {
            try (ChunkedGet get = GrowingObject.get(edge.resolve(name))) {
                assertEquals("first of " + name, get.text());
                put.chunk(", second");
                assertEquals(201, put.end());
                assertArrayEquals(", second".getBytes(UTF_8), get.body());
            }
        }
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
