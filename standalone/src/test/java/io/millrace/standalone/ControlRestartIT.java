package io.millrace.standalone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A control plane that goes and comes, under an ingest and an edge; all of them as packaged. */
class ControlRestartIT {

    private final int controlPort = FreePorts.pick();
    private final int ingestPort = FreePorts.pickOtherThan(controlPort);
    private final int edgePort = FreePorts.pickOtherThan(ingestPort);
    private final int ingestManagementPort = FreePorts.pickOtherThan(edgePort);
    private final int edgeManagementPort = FreePorts.pickOtherThan(ingestManagementPort);
    private final Management ofIngest = new Management(Millrace.at(ingestManagementPort, ""));
    private final Management ofEdge = new Management(Millrace.at(edgeManagementPort, ""));
    private final Http http = new Http();
    private Backing backing;
    private Program ingest;
    private Program edge;

    @BeforeAll
    static void waitLonger() {
        Awaitility.setDefaultTimeout(60, TimeUnit.SECONDS);
    }

    @BeforeEach
    void start() throws IOException {
        backing = Backing.single();
        ingest = follower("ingest", ingestPort, ingestManagementPort);
        edge = follower("edge", edgePort, edgeManagementPort);
        ServiceProcess.awaitListening(ingest, ingestPort);
        ServiceProcess.awaitListening(edge, edgePort);
    }

    @AfterEach
    void stop() {
        edge.close();
        ingest.close();
        backing.close();
    }

    @Test
    void noUploadAndNoReaderIsDisturbedAndLaterChangesArrive() throws Exception {
        try (ControlProcess killed = ControlProcess.start(backing, controlPort, Map.of());
                Operator operator = killed.operator()) {
            awaitRevision(operator.openChannel("live").getRevision());
            try (Traffic traffic = Traffic.start(at(ingestPort, "/live/"), at(edgePort, "/live/"));
                    ChunkedPut put =
                            ChunkedPut.open(at(ingestPort, "/live/long")).chunk("with, ");
                    ChunkedGet get = GrowingObject.get(at(edgePort, "/live/long"))) {
                assertEquals("with, ", get.text());
                traffic.goesOn();
                double snapshots = snapshots();

                killed.kill();
                await().until(() -> ofIngest.metric("millrace_ingest_control_connected") == 0
                        && ofEdge.metric("millrace_edge_control_connected") == 0);
                put.chunk("without, ");
                assertEquals("without, ", get.text());
                traffic.goesOn();
                assertTrue(ofIngest.ready() && ofEdge.ready());

                try (ControlProcess again = ControlProcess.start(backing, controlPort, Map.of());
                        Operator later = again.operator()) {
                    awaitRevision(later.openChannel("late").getRevision());
                    assertEquals(
                            201,
                            http.put(at(ingestPort, "/late/object"), new byte[1])
                                    .statusCode());
                    assertEquals(200, http.status(at(edgePort, "/late/object")));
                    traffic.goesOn();
                    put.chunk("and with again");
                    assertEquals("and with again", get.text());
                    assertEquals(201, put.end());
                    assertEquals("", get.text());
                    assertEquals(snapshots, snapshots(), "what was known was gone on from");
                }
            }
        }
        assertEquals("", ingest.errors());
        assertEquals("", edge.errors());
    }

    @Test
    void servicesThatStartBeforeItWaitForIt() throws Exception {
        assertFalse(ofIngest.ready());
        assertFalse(ofEdge.ready());
        assertTrue(ofIngest.health().contains("\"ingest\": \"waiting\""), ofIngest::health);
        assertTrue(ofEdge.health().contains("\"edge\": \"waiting\""), ofEdge::health);

        try (ControlProcess control = ControlProcess.start(backing, controlPort, Map.of())) {
            await().until(() -> ofIngest.ready() && ofEdge.ready());
            assertEquals("", control.program().errors());
        }
    }

    private Program follower(String service, int port, int managementPort) throws IOException {
        return ServiceProcess.start(
                backing,
                service,
                port,
                Map.of(
                        "MILLRACE_CONTROL_URI",
                        "127.0.0.1:" + controlPort,
                        "MILLRACE_CONTROL_MAX_BACKOFF",
                        "1s",
                        "MILLRACE_MANAGEMENT_PORT",
                        Integer.toString(managementPort)));
    }

    private void awaitRevision(long revision) {
        await().until(() -> ofIngest.metric("millrace_ingest_control_revision") >= revision
                && ofEdge.metric("millrace_edge_control_revision") >= revision);
    }

    /** That they were sent, both together. */
    private double snapshots() {
        return ofIngest.metric("millrace_ingest_control_snapshots_total")
                + ofEdge.metric("millrace_edge_control_snapshots_total");
    }

    private static URI at(int port, String path) {
        return Millrace.at(port, path);
    }
}
