package io.millrace.control;

import static io.millrace.control.Cluster.NAMESPACE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceList;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.proto.control.v1.DrainEdgeRequest;
import io.millrace.proto.control.v1.Edge;
import io.millrace.proto.control.v1.EdgeLoad;
import io.millrace.proto.control.v1.EdgeSource;
import io.millrace.proto.control.v1.EdgeState;
import io.millrace.proto.control.v1.GetEdgeRequest;
import io.millrace.proto.control.v1.HeartbeatRequest;
import io.millrace.proto.control.v1.RegisterEdgeRequest;
import io.millrace.proto.control.v1.RouteServiceGrpc;
import io.millrace.proto.control.v1.RouteServiceGrpc.RouteServiceBlockingStub;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Edges that a cluster tells of. Each test has a slice of its own. */
final class KubernetesEdgesTest {

    /** It begins first, and ends last. */
    @Order(1)
    @RegisterExtension
    static final Cluster CLUSTER = new Cluster();

    /** The heartbeat is long, so that no edge is lost while a test looks elsewhere. */
    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(settings());

    private static RouteServiceBlockingStub routes;

    @BeforeAll
    static void connect() {
        routes = RouteServiceGrpc.newBlockingStub(REPLICAS.channel());
    }

    @Test
    void aPodComesAndGoes() {
        tell("coming", "edge", pod("coming-0", true, false));
        await().until(() -> state("coming-0") == EdgeState.EDGE_STATE_READY);
        Edge edge = edge("coming-0");
        assertEquals(EdgeSource.EDGE_SOURCE_KUBERNETES, edge.getSource());
        assertEquals(List.of("http://10.0.0.1:8081"), edge.getUrisList());
        assertEquals("zone-a", edge.getZone());

        tell("coming", "edge", pod("coming-1", true, false));
        await().until(() -> state("coming-0") == EdgeState.EDGE_STATE_DRAINING);
        await().until(() -> state("coming-1") == EdgeState.EDGE_STATE_READY);
        slices().withName("coming").delete();
        await().until(() -> state("coming-1") == EdgeState.EDGE_STATE_DRAINING);
    }

    @Test
    void aPodThatIsNotReadyOrIsTerminatingIsInNoRoute() {
        tell("changing", "edge", pod("changing-0", false, false));
        await().until(() -> state("changing-0") == EdgeState.EDGE_STATE_DRAINING);

        tell("changing", "edge", pod("changing-0", true, false));
        await().until(() -> state("changing-0") == EdgeState.EDGE_STATE_READY);
        tell("changing", "edge", pod("changing-0", true, true));
        await().until(() -> state("changing-0") == EdgeState.EDGE_STATE_DRAINING);
    }

    @Test
    void thePodsOfAnotherServiceAreNoEdges() {
        tell("others", "another", pod("other-0", true, false));
        tell("ours", "edge", pod("ours-0", true, false));

        await().until(() -> state("ours-0") == EdgeState.EDGE_STATE_READY);
        assertEquals(EdgeState.EDGE_STATE_UNSPECIFIED, state("other-0"));
    }

    @Test
    void theLoadIsWhatTheEdgeReports() {
        tell("loaded", "edge", pod("loaded-0", true, false));
        await().until(() -> state("loaded-0") == EdgeState.EDGE_STATE_READY);
        routes.heartbeat(HeartbeatRequest.newBuilder()
                .setName("edges/loaded-0")
                .setLoad(EdgeLoad.newBuilder().setReaders(7))
                .build());

        tell("loaded", "edge", pod("loaded-0", false, false));
        await().until(() -> state("loaded-0") == EdgeState.EDGE_STATE_DRAINING);
        assertEquals(7, edge("loaded-0").getLoad().getReaders());
    }

    @Test
    void aPodThatHadSaidThatItStopsIsReadyWhenItIsBack() {
        tell("restarted", "edge", pod("restarted-0", true, false));
        await().until(() -> state("restarted-0") == EdgeState.EDGE_STATE_READY);
        routes.heartbeat(HeartbeatRequest.newBuilder()
                .setName("edges/restarted-0")
                .setStopping(true)
                .build());
        String before = edge("restarted-0").getEtag();
        tell("restarted", "edge", pod("restarted-0", false, true));
        await().until(() -> !edge("restarted-0").getEtag().equals(before));
        assertEquals(EdgeState.EDGE_STATE_DRAINING, state("restarted-0"));

        tell("restarted", "edge", pod("restarted-0", true, false));
        await().until(() -> state("restarted-0") == EdgeState.EDGE_STATE_READY);
    }

    @Test
    void aDrainOutlastsARestartOfThePod() {
        tell("drained", "edge", pod("drained-0", true, false));
        await().until(() -> state("drained-0") == EdgeState.EDGE_STATE_READY);
        routes.drainEdge(
                DrainEdgeRequest.newBuilder().setName("edges/drained-0").build());
        String drained = edge("drained-0").getEtag();
        slices().withName("drained").delete();
        await().until(() -> !edge("drained-0").getEtag().equals(drained));

        tell("drained", "edge", pod("drained-0", true, false));
        tell("drained-later", "edge", pod("drained-later-0", true, false));
        await().until(() -> state("drained-later-0") == EdgeState.EDGE_STATE_READY);
        assertEquals(EdgeState.EDGE_STATE_DRAINING, state("drained-0"));
    }

    @Test
    void anEdgeThatHasRegisteredIsLeftAlone() {
        routes.registerEdge(RegisterEdgeRequest.newBuilder()
                .setEdge(Edge.newBuilder().setName("edges/own-0").addUris("https://own-0.example"))
                .build());
        tell("own", "edge", pod("own-0", false, false), pod("own-1", true, false));
        await().until(() -> state("own-1") == EdgeState.EDGE_STATE_READY);

        assertEquals(EdgeSource.EDGE_SOURCE_REGISTERED, edge("own-0").getSource());
        assertEquals(List.of("https://own-0.example"), edge("own-0").getUrisList());
        assertEquals(EdgeState.EDGE_STATE_READY, state("own-0"));
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(CLUSTER.settings());
        settings.put("millrace.control.edges.heartbeat", "1m");
        return settings;
    }

    /** The slice has these endpoints from now on. */
    private static void tell(String name, String service, Endpoint... endpoints) {
        EndpointSlice slice = new EndpointSliceBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .addToLabels("kubernetes.io/service-name", service)
                .endMetadata()
                .withAddressType("IPv4")
                .addNewPort()
                .withName("http")
                .withPort(8081)
                .endPort()
                .withEndpoints(endpoints)
                .build();
        if (slices().withName(name).get() == null) {
            slices().resource(slice).create();
        } else {
            slices().resource(slice).update();
        }
    }

    private static NonNamespaceOperation<EndpointSlice, EndpointSliceList, Resource<EndpointSlice>> slices() {
        return CLUSTER.client().discovery().v1().endpointSlices().inNamespace(NAMESPACE);
    }

    private static Endpoint pod(String name, boolean ready, boolean terminating) {
        return new EndpointBuilder()
                .withAddresses("10.0.0.1")
                .withZone("zone-a")
                .withNewConditions()
                .withReady(ready)
                .withTerminating(terminating)
                .endConditions()
                .withNewTargetRef()
                .withKind("Pod")
                .withName(name)
                .endTargetRef()
                .build();
    }

    /** Unspecified where there is no such edge. */
    private static EdgeState state(String id) {
        try {
            return edge(id).getState();
        } catch (StatusRuntimeException e) {
            assertEquals(Status.Code.NOT_FOUND, e.getStatus().getCode());
            return EdgeState.EDGE_STATE_UNSPECIFIED;
        }
    }

    private static Edge edge(String id) {
        return routes.getEdge(GetEdgeRequest.newBuilder().setName("edges/" + id).build());
    }
}
