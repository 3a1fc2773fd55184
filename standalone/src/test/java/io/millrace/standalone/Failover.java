package io.millrace.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.chunklog.ChunkLog;
import io.millrace.chunklog.ObjectPath;
import io.millrace.chunklog.ObjectState;
import io.millrace.chunklog.Openings;
import io.millrace.edge.EdgeServer;
import io.millrace.edge.EdgeView;
import io.millrace.ingest.IngestServer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What an ingest and an edge owe to uploads and readers when another Redis becomes the master, whatever was the reason. */
final class Failover {

    static final String DIRECTORY = "/failover/";

    /** How long it may take from when another Redis is the master on. */
    private static final long LIMIT_SECONDS = 15;

    /** More than comes at once. */
    private static final int SOME_BYTES = 2_000;

    private final Millrace millrace;
    private final IngestServer ingest;
    private final EdgeServer edge;
    private final Http http = new Http();

    private Failover(Millrace millrace, String redisUri) {
        this.millrace = millrace;
        this.ingest = millrace.startIngest(redisUri);
        this.edge = millrace.startEdge(redisUri);
    }

    interface Failure {
        void happens() throws Exception;
    }

    /** Uploads, reads, tails, openings and held requests, over the failure and after it. */
    static void goesOn(Millrace millrace, String redisUri, Failure failure, Callable<Boolean> failedOver)
            throws Exception {
        new Failover(millrace, redisUri).goesOn(redisUri, failure, failedOver);
    }

    private void goesOn(String redisUri, Failure failure, Callable<Boolean> failedOver) throws Exception {
        BlockingQueue<String> openings = new LinkedBlockingQueue<>();
        try (ChunkLog log = ChunkLog.connect(millrace.chunkLogConfig(redisUri));
                Openings.Following _ = log.followOpenings(DIRECTORY, tellTo(openings));
                LiveTransfer transfer = LiveTransfer.start(
                        Millrace.at(ingest.port(), DIRECTORY + "live.ts"),
                        Millrace.at(edge.port(), DIRECTORY + "live.ts"))) {
            await().until(() -> transfer.readBytes() > SOME_BYTES);

            failure.happens();
            await().until(failedOver);

            // Which has asked only now who the master is.
            EdgeServer later = millrace.startEdge(redisUri);
            await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> isStoredAndRead("after.ts", later));
            assertARequestIsHeldUntilItsUploadBeginsAndThenFollowsIt("next.m4s");
            await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> openings.contains(DIRECTORY + "next.m4s"));
            int before = transfer.readBytes();
            await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .until(() -> transfer.refused() || transfer.readBytes() > before + SOME_BYTES);
            boolean stored = transfer.end();
            byte[] sent = transfer.assertReadInOrder(stored);
            if (stored) {
                assertArrayEquals(
                        sent,
                        http.get(Millrace.at(later.port(), DIRECTORY + "live.ts"))
                                .body());
            }
        }
    }

    private boolean isStoredAndRead(String name, EdgeServer later) throws Exception {
        byte[] body = Long.toString(System.nanoTime()).getBytes(UTF_8);
        int status =
                http.put(Millrace.at(ingest.port(), DIRECTORY + name), body).statusCode();
        return status / 100 == 2 && isReadAt(edge, name, body) && isReadAt(later, name, body);
    }

    private boolean isReadAt(EdgeServer reading, String name, byte[] body) throws Exception {
        return Arrays.equals(
                body, http.get(Millrace.at(reading.port(), DIRECTORY + name)).body());
    }

    private void assertARequestIsHeldUntilItsUploadBeginsAndThenFollowsIt(String name) throws Exception {
        int heldBefore = EdgeView.heldRequests(edge);
        try (ChunkedGet get = ChunkedGet.send(Millrace.at(edge.port(), DIRECTORY + name), "Prefer: wait=10")) {
            await().until(() -> EdgeView.heldRequests(edge) > heldBefore || get.answered());
            try (ChunkedPut put = ChunkedPut.open(Millrace.at(ingest.port(), DIRECTORY + name))) {
                put.chunk("first");
                assertEquals(200, get.status());
                assertEquals("first", get.text());
                put.chunk("second");
                assertEquals("second", get.text());
                assertEquals(201, put.end());
                assertEquals(0, get.chunk().length);
            }
        }
    }

    private static Openings tellTo(BlockingQueue<String> told) {
        return new Openings() {
            @Override
            public void opened(ObjectPath path, ObjectState.Open open, boolean replaces) {
                told.add(path.toString());
            }

            @Override
            public void openedBefore(ObjectPath path) {}
        };
    }
}
