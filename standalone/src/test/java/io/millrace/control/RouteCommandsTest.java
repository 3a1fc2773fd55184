package io.millrace.control;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.millrace.control.Terminal.Running;
import io.millrace.proto.control.v1.Edge;
import io.millrace.proto.control.v1.EdgeLoad;
import io.millrace.proto.control.v1.HeartbeatRequest;
import io.millrace.proto.control.v1.LatencySummary;
import io.millrace.proto.control.v1.LiveDirectory;
import io.millrace.proto.control.v1.LiveServiceGrpc;
import io.millrace.proto.control.v1.Publishing;
import io.millrace.proto.control.v1.RegisterEdgeRequest;
import io.millrace.proto.control.v1.ReportLiveRequest;
import io.millrace.proto.control.v1.RouteServiceGrpc;
import io.millrace.proto.control.v1.ServiceKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code millrace edges}, {@code routes} and {@code live}, with a control plane that services report to. */
final class RouteCommandsTest {

    /** What is reported stays for a while. */
    @RegisterExtension
    static final Replicas REPLICAS =
            new Replicas(Map.of("millrace.control.edges.heartbeat", "1m", "millrace.control.live.report", "30s"));

    @TempDir
    private Path directory;

    private Terminal terminal;

    @BeforeAll
    static void register() {
        var routes = RouteServiceGrpc.newBlockingStub(REPLICAS.channel());
        for (String id : new String[] {"e1", "e2"}) {
            var registered = routes.registerEdge(RegisterEdgeRequest.newBuilder()
                    .setEdge(Edge.newBuilder()
                            .setName("edges/" + id)
                            .addUris("http://" + id + ".example:8081")
                            .setZone("z1"))
                    .build());
            assertEquals("edges/" + id, registered.getEdge().getName());
        }
        var answered = routes.heartbeat(HeartbeatRequest.newBuilder()
                .setName("edges/e1")
                .setLoad(EdgeLoad.newBuilder()
                        .setReaders(7)
                        .setConnections(9)
                        .setBitRate(4_812_345)
                        .setCpu(0.013669821240799159)
                        .setObjectBytes(1_010_000))
                .build());
        assertTrue(answered.isInitialized());
    }

    @BeforeEach
    void open() {
        terminal = new Terminal(REPLICAS.uri(), directory);
    }

    @Test
    void edgesAreListedWithTheirLoad() {
        assertEquals("""
                NAME  STATE  ZONE  READERS  CONNECTIONS  BIT RATE  CPU  MEMORY  URIS  VERSION
                edges/e1  ready  z1  7  9  4.81Mbit/s  0.01  1.01MB  http://e1.example:8081  -
                edges/e2  ready  z1  0  0  0bit/s  0.00  0B  http://e2.example:8081  -
                """, terminal.printsAbout("edges list"));
    }

    @Test
    void anEdgeThatIsDrainedLeavesRoutesUntilItIsNoMore() {
        terminal.prints("channels create drained --path-prefix /drained/");
        await().until(() -> terminal.prints("routes get drained").contains("edges/e1"));

        assertTrue(terminal.printsAbout("edges drain e1").contains("\nstate  draining\n"));

        await().untilAsserted(() -> assertEquals("""
                        name  routes/drained
                        channel  channels/drained
                        pathPrefix  /drained/
                        edges  edges/e2
                        """, terminal.printsAbout("routes get drained")));
        assertEquals("""
                EDGE  URI
                edges/e2  http://e2.example:8081/drained/a.ts
                """, terminal.printsAbout("routes resolve /drained/a.ts"));

        assertTrue(terminal.prints("edges undrain edges/e1 --output json").contains("\"EDGE_STATE_READY\""));
        await().until(() -> terminal.prints("routes list").contains("edges/e1"));
        terminal.refuses(3, "millrace: edges/e3 is not there\n", "edges drain e3");
    }

    @Test
    void whatIsLiveIsShownOnce() {
        terminal.prints("channels create live --path-prefix /live/");
        report("i1", publishing("/live/cam/"), publishing("/other/"));
        await().until(() -> terminal.prints("live --once").contains("/other/"));

        assertEquals(
                """
                DIRECTORY  CHANNEL  FOR  UPLOADS  IN  STORED P99  READERS  OUT  SENT P99  ERRORS
                /live/cam/  live  AGE  2  4.81Mbit/s  3.3ms  -  -  -  -
                """, terminal.printsAbout("live --once --channel live").replaceAll("live  \\S+  2", "live  AGE  2"));
        assertTrue(terminal.prints("live --once --path-prefix /live/ --output yaml")
                .startsWith("- directory: /live/cam/\n  channel: channels/live\n"));
    }

    @Test
    void whatIsLiveIsFollowed() {
        report("i2", publishing("/watched/a/"));

        Running live = terminal.start("live --path-prefix /watched/ --interval 500ms --output json");
        await().until(() -> live.output().toString().contains("\"/watched/a/\""));
        report("i2", publishing("/watched/b/"));
        await().until(() -> live.output().toString().contains("\"ended\":[\"/watched/a/\"]"));
        assertTrue(live.end().cancel(true));
    }

    private static void report(String ingest, LiveDirectory... directories) {
        var answered = LiveServiceGrpc.newBlockingStub(REPLICAS.channel())
                .reportLive(ReportLiveRequest.newBuilder()
                        .setService(ServiceKind.SERVICE_KIND_INGEST)
                        .setInstance(ingest)
                        .addAllDirectories(List.of(directories))
                        .build());
        assertTrue(answered.isInitialized());
    }

    private static LiveDirectory publishing(String path) {
        return LiveDirectory.newBuilder()
                .setDirectory(path)
                .setStartTime(Timestamps.fromMillis(System.currentTimeMillis()))
                .setPublishing(Publishing.newBuilder()
                        .setUploads(2)
                        .setBitRate(4_812_345)
                        .setLatency(LatencySummary.newBuilder().setP99(Durations.fromNanos(3_250_000))))
                .build();
    }
}
