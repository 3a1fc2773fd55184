package io.millrace.deploy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.dockerjava.api.DockerClient;
import io.millrace.standalone.ChunkedGet;
import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.GrowingObject;
import io.millrace.standalone.Http;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.lifecycle.Startables;

/** An ingest and an edge that are killed or stopped in the middle of an upload, beside others that stay. */
@WithDocker
class LossIT {

    private static final long LIMIT_SECONDS = 60;
    /** Longer than the drain; who has not ended then is killed. */
    private static final int STOP_SECONDS = 40;
    /** Of a process that SIGTERM has ended, after 137 of one that had to be killed. */
    private static final long ENDED_BY_TERM = 143;

    private static final byte[] WHOLE = "the beginning, the end".getBytes(StandardCharsets.UTF_8);

    private static Deployment deployment;
    private static GenericContainer<?> ingest;
    private static GenericContainer<?> edge;

    private final Http http = new Http();

    @BeforeAll
    static void start() {
        deployment = Deployment.start();
        ingest = ingest("ingest");
        edge = edge("edge");
        Startables.deepStart(Stream.of(ingest, edge)).join();
    }

    @AfterAll
    static void stop() {
        if (deployment != null) {
            deployment.close();
        }
    }

    @Test
    void whoReadAtAnEdgeThatIsKilledReadsAllAtAnotherWhileOthersGoOn() throws Exception {
        GenericContainer<?> killed = edge("killed-edge");
        killed.start();
        try (ChunkedPut put =
                        ChunkedPut.open(at(ingest, "ingest", "/live/edge.ts")).chunk("the beginning, ");
                ChunkedGet cut = GrowingObject.get(at(killed, "edge", "/live/edge.ts"));
                ChunkedGet other = GrowingObject.get(at(edge, "edge", "/live/edge.ts"))) {
            assertEquals("the beginning, ", cut.text());
            assertEquals("the beginning, ", other.text());

            docker().killContainerCmd(killed.getContainerId()).exec();

            assertThrows(IOException.class, cut::chunk);
            try (ChunkedGet again = GrowingObject.get(at(edge, "edge", "/live/edge.ts"))) {
                put.chunk("the end");
                assertEquals(201, put.end());
                assertEquals("the end", other.text());
                assertArrayEquals(WHOLE, again.body());
            }
        }
    }

    @Test
    void anUploadWhoseIngestIsKilledIsCutOffForReadersAndTakenByAnother() throws Exception {
        GenericContainer<?> killed = ingest("killed-ingest");
        killed.start();
        try (ChunkedPut put =
                        ChunkedPut.open(at(killed, "ingest", "/live/ingest.ts")).chunk("the beginning, ");
                ChunkedGet get = GrowingObject.get(at(edge, "edge", "/live/ingest.ts"))) {
            assertEquals("the beginning, ", get.text());

            docker().killContainerCmd(killed.getContainerId()).exec();

            assertThrows(IOException.class, put::answer);
            assertThrows(IOException.class, get::chunk);
        }
        URI other = at(ingest, "ingest", "/live/ingest.ts");
        assertEquals(201, http.put(other, WHOLE).statusCode());
        assertArrayEquals(WHOLE, http.get(at(edge, "edge", "/live/ingest.ts")).body());
    }

    @Test
    void anUploadEndsBeforeItsIngestDoesWhenThatIsStopped() throws Exception {
        GenericContainer<?> stopped = ingest("stopped-ingest");
        stopped.start();
        URI target = at(stopped, "ingest", "/live/rolled.ts");
        try (ChunkedPut put = ChunkedPut.open(target).chunk("the beginning, ");
                ChunkedGet get = GrowingObject.get(at(edge, "edge", "/live/rolled.ts"))) {
            // It has begun, and its connection is not one without a request.
            assertEquals("the beginning, ", get.text());
            CompletableFuture<Void> stop = stop(stopped, target);

            put.chunk("the end");
            assertEquals(201, put.end());
            stop.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
        assertEquals(ENDED_BY_TERM, stopped.getCurrentContainerInfo().getState().getExitCodeLong());
        assertArrayEquals(WHOLE, http.get(at(edge, "edge", "/live/rolled.ts")).body());
    }

    @Test
    void aReaderHasAllBeforeItsEdgeEndsWhenThatIsStopped() throws Exception {
        GenericContainer<?> stopped = edge("stopped-edge");
        stopped.start();
        URI target = at(stopped, "edge", "/live/read.ts");
        try (ChunkedPut put =
                        ChunkedPut.open(at(ingest, "ingest", "/live/read.ts")).chunk("the beginning, ");
                ChunkedGet get = GrowingObject.get(target)) {
            assertEquals("the beginning, ", get.text());
            CompletableFuture<Void> stop = stop(stopped, target);

            put.chunk("the end");
            assertEquals(201, put.end());
            assertEquals("the end", get.text());
            assertEquals("", get.text());
            stop.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
        assertEquals(ENDED_BY_TERM, stopped.getCurrentContainerInfo().getState().getExitCodeLong());
    }

    /** As {@code docker stop} does it; returns when nobody new is let in, and is complete when the container has ended. */
    private CompletableFuture<Void> stop(GenericContainer<?> container, URI target) {
        CompletableFuture<Void> stop =
                CompletableFuture.runAsync(() -> docker().stopContainerCmd(container.getContainerId())
                        .withTimeout(STOP_SECONDS)
                        .exec());
        await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> http.status(target) == -1);
        return stop;
    }

    private static GenericContainer<?> ingest(String name) {
        return deployment.service(
                name,
                "ingest",
                Map.of(
                        "MILLRACE_INGEST_OPEN", "true",
                        "MILLRACE_INGEST_DRAIN", "30s",
                        // What an upload's readers wait for an ingest that is dead.
                        "MILLRACE_RETENTION_LEASE", "3s"));
    }

    private static GenericContainer<?> edge(String name) {
        return deployment.service(name, "edge", Map.of("MILLRACE_EDGE_OPEN", "true", "MILLRACE_EDGE_DRAIN", "30s"));
    }

    private static URI at(GenericContainer<?> container, String service, String path) {
        return Deployment.at(container, service, path);
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }
}
