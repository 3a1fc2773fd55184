package io.millrace.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.millrace.proto.control.v1.GetRouteRequest;
import io.millrace.proto.control.v1.RouteServiceGrpc;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a service does from SIGTERM to its end: it leaves, then drains, then cuts off what has not ended. */
class ServiceDrainIT {

    private static final Map<String, String> TIMES = Map.of(
            "MILLRACE_INGEST_DRAIN_DELAY", "5s",
            "MILLRACE_INGEST_DRAIN", "4s",
            "MILLRACE_EDGE_DRAIN_DELAY", "5s",
            "MILLRACE_EDGE_DRAIN", "4s");

    private static Backing backing;

    private final Http http = new Http();
    private ServiceReplica ingest;
    private ServiceReplica edge;

    @BeforeAll
    static void startBacking() {
        backing = Backing.single();
    }

    @AfterAll
    static void stopBacking() {
        backing.close();
    }

    @BeforeEach
    void start() throws IOException {
        ingest = ServiceReplica.start(backing, "ingest", TIMES);
        edge = ServiceReplica.start(backing, "edge", TIMES);
    }

    @AfterEach
    void stop() {
        ingest.close();
        edge.close();
    }

    @Test
    void anIngestThatLeavesTakesUploadsAndSaysThatItGoes() throws Exception {
        ingest.stop();
        await().until(ingest::stopping);
        try (ChunkedPut put = ChunkedPut.open(ingest.at("/leaves/a.ts")).chunk("all of it")) {
            put.write("0\r\n\r\n");
            assertEquals("close", put.head().headers().get("connection"));
        }
        assertArrayEquals(
                "all of it".getBytes(UTF_8), http.get(edge.at("/leaves/a.ts")).body());
        await().until(() -> !ingest.takesConnections());
        ingest.awaitEnd();
    }

    @Test
    void anEdgeThatLeavesAnswersAndSaysThatItGoes() throws Exception {
        assertEquals(201, http.put(ingest.at("/leaves/b.ts"), new byte[] {1}).statusCode());
        try (ChunkedGet kept = ChunkedGet.send(edge.at("/leaves/b.ts"))) {
            assertEquals(1, kept.body().length);
            edge.stop();
            await().until(edge::stopping);
            kept.next(edge.at("/leaves/b.ts"));
            assertTrue(kept.isLast());
            assertEquals(1, kept.body().length);
        }
        try (ChunkedGet coming = ChunkedGet.send(edge.at("/leaves/b.ts"))) {
            assertTrue(coming.isLast());
            assertEquals(1, coming.body().length);
        }
        await().until(() -> !edge.takesConnections());
        edge.awaitEnd();
    }

    @Test
    void anEndlessUploadGoesOnUntilTheDrainIsOverAndIsCutOffThen() throws Exception {
        try (ChunkedPut put = ChunkedPut.open(ingest.at("/endless/upload")).chunk("before");
                ChunkedGet get = GrowingObject.get(edge.at("/endless/upload"))) {
            assertEquals("before", get.text());
            ingest.stop();
            await().until(ingest::stopping);
            put.chunk("while it leaves");
            assertEquals("while it leaves", get.text());
            await().until(() -> !ingest.takesConnections());
            put.chunk("while it drains");
            assertEquals("while it drains", get.text());
            assertTrue(ingest.stopping(), "the management port answers to the end");
            // To be asked to stop once more changes nothing.
            ingest.stop();
            ingest.awaitEnd();
            assertThrows(IOException.class, put::answer);
            assertThrows(IOException.class, get::chunk);
        }
        // An encoder that comes back goes on elsewhere.
        try (ServiceReplica next = ServiceReplica.start(backing, "ingest", TIMES);
                ChunkedPut put = ChunkedPut.open(next.at("/endless/upload")).chunk("after")) {
            await().until(() -> beginsWith("after"));
            assertEquals(201, put.end());
        }
    }

    @Test
    void anEndlessReaderGoesOnUntilTheDrainIsOverAndIsCutOffThen() throws Exception {
        try (ChunkedPut put = ChunkedPut.open(ingest.at("/endless/reader")).chunk("before");
                ChunkedGet get = GrowingObject.get(edge.at("/endless/reader"))) {
            assertEquals("before", get.text());
            edge.stop();
            await().until(edge::stopping);
            put.chunk("while it leaves");
            assertEquals("while it leaves", get.text());
            await().until(() -> !edge.takesConnections());
            put.chunk("while it drains");
            assertEquals("while it drains", get.text());
            assertTrue(edge.stopping(), "the management port answers to the end");
            edge.awaitEnd();
            assertThrows(IOException.class, get::chunk);
            assertEquals(201, put.end());
        }
    }

    @Test
    void noRouteHasAnEdgeThatLeaves() throws Exception {
        Map<String, String> settings = new HashMap<>(TIMES);
        settings.put("MILLRACE_EDGE_URIS", "http://leaving.example");
        settings.put("MILLRACE_CONTROL_INSTANCE", "leaving");
        try (ControlProcess control = ControlProcess.start(backing, FreePorts.pick(), Map.of());
                Operator operator = control.operator()) {
            operator.openChannel("routed");
            settings.put("MILLRACE_CONTROL_URI", control.address());
            try (ServiceReplica leaving = ServiceReplica.start(backing, "edge", settings)) {
                await().until(() -> routed(operator).contains("edges/leaving"));
                leaving.stop();
                await().until(() -> routed(operator).isEmpty());
                assertTrue(leaving.takesConnections());
            }
        }
    }

    private static List<String> routed(Operator operator) {
        return RouteServiceGrpc.newBlockingStub(operator.connection())
                .getRoute(GetRouteRequest.newBuilder().setName("routes/routed").build())
                .getEdgesList();
    }

    @Test
    void aControlPlaneThatLeavesTakesCallsAndSaysThatItGoes() throws Exception {
        int httpPort = FreePorts.pick();
        Map<String, String> settings =
                Map.of("MILLRACE_CONTROL_PORT", Integer.toString(httpPort), "MILLRACE_CONTROL_DRAIN_DELAY", "5s");
        try (ControlProcess control = ControlProcess.start(backing, FreePorts.pickOtherThan(httpPort), settings)) {
            control.program().signal("TERM");
            await().until(() -> !control.management().ready());
            try (Operator operator = control.operator();
                    ChunkedGet get = ChunkedGet.send(Millrace.at(httpPort, "/v1/channels"))) {
                operator.openChannel("late");
                assertEquals(200, get.status());
                assertTrue(get.isLast());
                assertEquals(
                        ServingStatus.NOT_SERVING,
                        HealthGrpc.newBlockingStub(operator.connection())
                                .check(HealthCheckRequest.getDefaultInstance())
                                .getStatus());
            }
            await().until(() -> http.status(Millrace.at(httpPort, "/")) == -1);
            int _ = control.program().exitCode();
            assertEquals("", control.program().errors());
        }
    }

    private boolean beginsWith(String text) throws IOException {
        try (ChunkedGet get = ChunkedGet.send(edge.at("/endless/upload"))) {
            return get.status() == 200 && get.text().equals(text);
        }
    }
}
