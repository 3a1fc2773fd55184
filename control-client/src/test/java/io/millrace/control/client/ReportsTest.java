package io.millrace.control.client;

import static io.millrace.control.client.Messages.heartbeat;
import static io.millrace.control.client.Messages.snapshot;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.proto.control.v1.EdgeLoad;
import io.millrace.proto.control.v1.HeartbeatRequest;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.RegisterEdgeRequest;
import io.millrace.proto.control.v1.ReportLiveRequest;
import io.millrace.proto.control.v1.ServiceKind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReportsTest {

    private static final List<String> URIS = List.of("https://edge-1.example:8443");

    private ScriptedControlPlane plane;
    private ControlClient client;

    @BeforeEach
    void connect() {
        plane = ScriptedControlPlane.start();
        client = ControlClient.start(
                TestConfig.of(Map.of("uri", plane.uri())),
                ServiceKind.SERVICE_KIND_EDGE,
                "edge-1",
                new SimpleMeterRegistry());
        plane.watcher().says(snapshot(1));
        await().until(() -> client.status().connected());
    }

    @AfterEach
    void end() {
        client.close();
        plane.close();
    }

    @Test
    void anEdgeRegistersAndThenTellsItsLoadAgainAndAgain() {
        AtomicInteger readers = new AtomicInteger();
        client.reportEdge(URIS, "1.2", () -> load(readers.incrementAndGet()));
        RegisterEdgeRequest registration = plane.registration();
        assertEquals("edges/edge-1", registration.getEdge().getName());
        assertEquals(URIS, registration.getEdge().getUrisList());
        assertEquals("1.2", registration.getEdge().getVersion());
        HeartbeatRequest first = plane.heartbeat();
        assertEquals("edges/edge-1", first.getName());
        assertEquals(1, first.getLoad().getReaders());
        assertFalse(first.getStopping());
        assertEquals(2, plane.heartbeat().getLoad().getReaders());
    }

    @Test
    void anEdgeThatWasForgottenRegistersAgain() {
        client.reportEdge(URIS, "1.2", () -> load(0));
        plane.registration();
        plane.heartbeat();
        plane.forgetEdge();
        plane.registration();
        plane.heartbeat();
    }

    @Test
    void anEdgeWithoutAddressesOnlyTellsItsLoad() {
        client.reportEdge(List.of(), "1.2", () -> load(3));
        assertEquals(3, plane.heartbeat().getLoad().getReaders());
    }

    @Test
    void anEdgeThatStopsTellsSoEvenIfItIsClosedAtOnce() {
        EdgeReports reports = client.reportEdge(URIS, "1.2", () -> load(0));
        plane.heartbeat();
        reports.stopping();
        reports.close();
        client.close();
        HeartbeatRequest last = plane.heartbeat();
        while (!last.getStopping()) {
            last = plane.heartbeat();
        }
        assertTrue(last.getStopping());
    }

    @Test
    void aSupplierThatFailsIsAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        client.reportLive(() -> {
            if (asked.incrementAndGet() == 2) {
                throw new IllegalStateException("a supplier's fault");
            }
            return List.of();
        });
        plane.liveReport();
        plane.liveReport();
    }

    @Test
    void whatIsLiveIsToldWithWhoTellsIt() {
        client.reportLive(() ->
                List.of(LiveDirectory.newBuilder().setDirectory("/live/a/").build()));
        ReportLiveRequest report = plane.liveReport();
        assertEquals(ServiceKind.SERVICE_KIND_EDGE, report.getService());
        assertEquals("edge-1", report.getInstance());
        assertEquals("/live/a/", report.getDirectories(0).getDirectory());
    }

    @Test
    void moreDirectoriesThanAReportMayHoldAreLeftOut() {
        List<LiveDirectory> many = Collections.nCopies(
                10_001, LiveDirectory.newBuilder().setDirectory("/a/").build());
        client.reportLive(() -> many);
        assertEquals(10_000, plane.liveReport().getDirectoriesCount());
    }

    @Test
    void reportsGoOnWhenTheControlPlaneIsBack() {
        client.reportLive(List::of);
        plane.liveReport();
        plane.close();
        plane = ScriptedControlPlane.on(plane.port());
        plane.watcher().says(heartbeat(2));
        plane.liveReport();
    }

    private static EdgeLoad load(int readers) {
        return EdgeLoad.newBuilder().setReaders(readers).build();
    }
}
