package io.millrace.control;

import static io.millrace.control.Replicas.assertFails;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status.Code;
import io.millrace.proto.control.v1.DrainEdgeRequest;
import io.millrace.proto.control.v1.Edge;
import io.millrace.proto.control.v1.EdgeState;
import io.millrace.proto.control.v1.GetEdgeRequest;
import io.millrace.proto.control.v1.HeartbeatRequest;
import io.millrace.proto.control.v1.RegisterEdgeRequest;
import io.millrace.proto.control.v1.ResolveRequest;
import io.millrace.proto.control.v1.RouteServiceGrpc;
import io.millrace.proto.control.v1.RouteServiceGrpc.RouteServiceBlockingStub;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Edges that are not heard of any more. */
final class LostEdgesTest {

    @RegisterExtension
    static final Replicas REPLICAS =
            new Replicas(Map.of("millrace.control.edges.heartbeat", "500ms", "millrace.control.edges.forget", "4s"));

    private static RouteServiceBlockingStub routes;

    @BeforeAll
    static void connect() {
        routes = RouteServiceGrpc.newBlockingStub(REPLICAS.channel());
    }

    @Test
    void anEdgeThatIsSilentIsLostThenForgottenAndComesBackByRegistering() {
        register("silent");
        assertEquals(EdgeState.EDGE_STATE_READY, state("silent"));

        await().until(() -> state("silent") == EdgeState.EDGE_STATE_LOST);
        await().untilAsserted(() -> assertFails(
                Code.FAILED_PRECONDITION,
                "NO_EDGE",
                () -> routes.resolve(ResolveRequest.newBuilder().setPath("/x").build())));
        await().untilAsserted(() -> assertFails(Code.NOT_FOUND, "NOT_FOUND", () -> state("silent")));
        assertFails(
                Code.NOT_FOUND,
                "NOT_FOUND",
                () -> routes.heartbeat(
                        HeartbeatRequest.newBuilder().setName("edges/silent").build()));

        register("silent");
        await().ignoreExceptions()
                .until(() ->
                        routes.resolve(ResolveRequest.newBuilder().setPath("/x").build())
                                        .getEdgesCount()
                                == 1);
    }

    @Test
    void anEdgeThatIsLostIsBackWithItsNextHeartbeat() {
        register("late");
        await().until(() -> state("late") == EdgeState.EDGE_STATE_LOST);

        routes.heartbeat(HeartbeatRequest.newBuilder().setName("edges/late").build());

        assertEquals(EdgeState.EDGE_STATE_READY, state("late"));
    }

    @Test
    void aDrainIsRememberedLongerThanTheEdge() {
        register("kept");
        routes.drainEdge(DrainEdgeRequest.newBuilder().setName("edges/kept").build());
        register("forgotten");

        await().untilAsserted(() -> assertFails(Code.NOT_FOUND, "NOT_FOUND", () -> state("forgotten")));

        assertEquals(EdgeState.EDGE_STATE_LOST, state("kept"));
        register("kept");
        assertEquals(EdgeState.EDGE_STATE_DRAINING, state("kept"));
    }

    private static void register(String id) {
        routes.registerEdge(RegisterEdgeRequest.newBuilder()
                .setEdge(Edge.newBuilder().setName("edges/" + id).addUris("http://" + id + ":8081"))
                .build());
    }

    private static EdgeState state(String id) {
        return routes.getEdge(GetEdgeRequest.newBuilder().setName("edges/" + id).build())
                .getState();
    }
}
