package io.millrace.control;

import static io.millrace.control.Replicas.assertFails;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.rpc.RetryInfo;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.millrace.control.store.ControlStore;
import io.millrace.control.store.EdgesRead;
import io.millrace.control.store.StoreConfig;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.ChannelServiceGrpc.ChannelServiceBlockingStub;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.Edge;
import io.millrace.proto.control.v1.GetChannelRequest;
import io.millrace.proto.control.v1.GetRouteRequest;
import io.millrace.proto.control.v1.RegisterEdgeRequest;
import io.millrace.proto.control.v1.ResolveRequest;
import io.millrace.proto.control.v1.ResolveResponse;
import io.millrace.proto.control.v1.RouteServiceGrpc;
import io.millrace.proto.control.v1.RouteServiceGrpc.RouteServiceBlockingStub;
import io.millrace.proto.control.v1.ServiceKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A Redis that does not answer for longer than anybody waits. */
final class StoreAwayTest {

    @RegisterExtension
    static final Replicas REPLICAS =
            new Replicas(Map.of("millrace.redis.timeout", "300ms", "millrace.control.edges.heartbeat", "3s"));

    private static ChannelServiceBlockingStub channels;

    @BeforeAll
    static void connect() {
        channels = ChannelServiceGrpc.newBlockingStub(REPLICAS.channel());
    }

    @AfterEach
    void redisIsBack() {
        REPLICAS.redis().process().resume();
        await().ignoreExceptions()
                .until(() -> create("probe-" + System.nanoTime()).getRevision() > 0);
    }

    @Test
    void callsEndSoonAndMayBeTriedAgain() {
        create("kept");
        REPLICAS.redis().process().pause();

        StatusRuntimeException failure = assertFails(Code.UNAVAILABLE, "STORE_AWAY", () -> get("kept"));

        Replicas.detail(failure, RetryInfo.class);
        REPLICAS.redis().process().resume();
        await().ignoreExceptions().until(() -> get("kept").getPathPrefix().equals("/kept/"));
    }

    @Test
    void whoWatchesIsToldAndGoesOnAfterwards() {
        create("watched");
        Watching edge = Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_EDGE);
        edge.awaitItem("channels/watched");
        REPLICAS.redis().process().pause();

        assertEquals(Code.UNAVAILABLE, edge.awaitEnd().getCode());

        REPLICAS.redis().process().resume();
        await().ignoreExceptions().until(() -> create("after-watched").getRevision() > 0);
        try (Watching again =
                Watching.from(REPLICAS.channel(), ServiceKind.SERVICE_KIND_EDGE, edge.revision(), edge.storeId())) {
            again.awaitItem("channels/after-watched");
        }
    }

    @Test
    void whereAPathIsServedIsToldAllTheSame() throws Exception {
        ControlServer replica = REPLICAS.start(Map.of());
        RouteServiceBlockingStub routes = RouteServiceGrpc.newBlockingStub(REPLICAS.connect(replica));
        routes.registerEdge(RegisterEdgeRequest.newBuilder()
                .setEdge(Edge.newBuilder().setName("edges/e").addUris("http://e.example:8081"))
                .build());
        create("routed");
        ResolveRequest path =
                ResolveRequest.newBuilder().setPath("/routed/x.m4s").build();
        await().ignoreExceptions().until(() -> routes.resolve(path).getChannel().equals("channels/routed"));
        storeIsAway();

        ResolveResponse resolved = routes.resolve(path);

        assertEquals("channels/routed", resolved.getChannel());
        assertEquals("http://e.example:8081/routed/x.m4s", resolved.getEdges(0).getUri());
        assertEquals(
                List.of("edges/e"),
                routes.getRoute(GetRouteRequest.newBuilder()
                                .setName("routes/routed")
                                .build())
                        .getEdgesList());
        HttpResponse<Void> redirect = redirect(replica, "/routed/x.m4s");
        assertEquals(307, redirect.statusCode());
        assertEquals(
                "http://e.example:8081/routed/x.m4s",
                redirect.headers().firstValue("Location").orElse(""));
    }

    @Test
    void theTimeInWhichEdgesCouldNotReportIsNotedThoughItIsShorterThanTheirPatience() {
        StoreConfig config = Replicas.config(
                StoreConfig.class, Map.of("millrace.redis.uri", REPLICAS.redis().uri()));
        try (ControlStore store = ControlStore.connect(config.redis(), 1)) {
            EdgesRead before = store.edges().read();
            storeIsAway();
            REPLICAS.redis().process().resume();

            await().ignoreExceptions().until(() -> store.edges().read().gapEndMillis() > before.nowMillis());
        }
    }

    @Test
    void aReplicaStaysInItsBalancer() {
        storeIsAway();

        for (String service : List.of("", "millrace.control.v1.ChannelService", "millrace.control.v1.RouteService")) {
            assertEquals(
                    ServingStatus.SERVING,
                    HealthGrpc.newBlockingStub(REPLICAS.channel())
                            .check(HealthCheckRequest.newBuilder()
                                    .setService(service)
                                    .build())
                            .getStatus());
        }
    }

    /** Until the replicas know it. */
    private static void storeIsAway() {
        REPLICAS.redis().process().pause();
        await().until(
                        () -> REPLICAS.metrics()
                                .get("millrace.control.store.up")
                                .gauge()
                                .value(),
                        up -> up == 0);
    }

    private static HttpResponse<Void> redirect(ControlServer replica, String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + replica.httpPort() + "/route" + path))
                            .build(),
                    BodyHandlers.discarding());
        }
    }

    private static Channel create(String id) {
        return channels.createChannel(CreateChannelRequest.newBuilder()
                .setChannelId(id)
                .setChannel(Channel.newBuilder().setPathPrefix("/" + id + "/"))
                .build());
    }

    private static Channel get(String id) {
        return channels.getChannel(
                GetChannelRequest.newBuilder().setName("channels/" + id).build());
    }
}
