package io.millrace.control;

import static io.millrace.control.Replicas.assertFails;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status.Code;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.DrainEdgeRequest;
import io.millrace.proto.control.v1.Edge;
import io.millrace.proto.control.v1.EdgeLoad;
import io.millrace.proto.control.v1.EdgeSource;
import io.millrace.proto.control.v1.EdgeState;
import io.millrace.proto.control.v1.GetEdgeRequest;
import io.millrace.proto.control.v1.GetRouteRequest;
import io.millrace.proto.control.v1.HeartbeatRequest;
import io.millrace.proto.control.v1.ListEdgesRequest;
import io.millrace.proto.control.v1.ListEdgesResponse;
import io.millrace.proto.control.v1.ListRoutesRequest;
import io.millrace.proto.control.v1.RegisterEdgeRequest;
import io.millrace.proto.control.v1.ResolveRequest;
import io.millrace.proto.control.v1.ResolvedEdge;
import io.millrace.proto.control.v1.Route;
import io.millrace.proto.control.v1.RouteServiceGrpc;
import io.millrace.proto.control.v1.RouteServiceGrpc.RouteServiceBlockingStub;
import io.millrace.proto.control.v1.UndrainEdgeRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** RouteService: edges and routes, and the redirects that follow them. */
final class EdgesAndRoutesTest {

    /** The heartbeat is long, so that no edge is lost while a test looks elsewhere. */
    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of("millrace.control.edges.heartbeat", "1m"));

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static RouteServiceBlockingStub routes;
    private static String http;

    @BeforeAll
    static void connect() {
        routes = RouteServiceGrpc.newBlockingStub(REPLICAS.channel());
        ControlServer replica = REPLICAS.start(Map.of());
        http = "http://127.0.0.1:" + replica.httpPort();
        for (int i = 0; i < 4; i++) {
            register("base-" + i, i % 2 == 0 ? "even" : "odd");
        }
    }

    @AfterAll
    static void disconnect() {
        HTTP.close();
    }

    @Test
    void anEdgeThatHasRegisteredIsThereWithItsLoad() {
        register("loaded", "z1");
        routes.heartbeat(HeartbeatRequest.newBuilder()
                .setName("edges/loaded")
                .setLoad(EdgeLoad.newBuilder().setReaders(7).setCpu(0.5))
                .build());

        Edge edge = edge("loaded");
        assertEquals(7, edge.getLoad().getReaders());
        assertEquals(EdgeState.EDGE_STATE_READY, edge.getState());
        assertEquals(EdgeSource.EDGE_SOURCE_REGISTERED, edge.getSource());
        assertEquals(100, edge.getWeight());
        assertEquals(List.of("http://loaded.example:8081"), edge.getUrisList());
        assertTrue(edge.hasCreateTime() && edge.hasReportTime());
        stop("loaded");
    }

    @Test
    void aHeartbeatOfAnEdgeThatIsNotKnownAsksItToRegister() {
        assertFails(
                Code.NOT_FOUND,
                "NOT_FOUND",
                () -> routes.heartbeat(
                        HeartbeatRequest.newBuilder().setName("edges/nobody").build()));
        assertFails(
                Code.NOT_FOUND,
                "NOT_FOUND",
                () -> routes.getEdge(
                        GetEdgeRequest.newBuilder().setName("edges/nobody").build()));
    }

    @Test
    void anEdgeTellsUrlsThatClientsCanReach() {
        assertFails(
                Code.INVALID_ARGUMENT,
                "INVALID_FIELDS",
                () -> routes.registerEdge(RegisterEdgeRequest.newBuilder()
                        .setEdge(Edge.newBuilder().setName("edges/bad").addUris("edge:8081"))
                        .build()));
    }

    @Test
    void theEtagChangesWithADrainAndNotWithAHeartbeat() {
        String registered = register("tagged", "").getEtag();
        routes.heartbeat(HeartbeatRequest.newBuilder().setName("edges/tagged").build());
        assertEquals(registered, edge("tagged").getEtag());

        assertFails(Code.ABORTED, "ETAG_MISMATCH", () -> drain("tagged", "another"));
        String drained = drain("tagged", registered).getEtag();
        assertNotEquals(registered, drained);
        assertEquals(drained, drain("tagged", "").getEtag(), "drained already");
        stop("tagged");
    }

    @Test
    void aDrainOutlastsARegistration() {
        register("drained", "");
        drain("drained", "");

        assertEquals(
                EdgeState.EDGE_STATE_DRAINING, register("drained", "other-zone").getState());
        assertEquals(
                EdgeState.EDGE_STATE_READY,
                routes.undrainEdge(UndrainEdgeRequest.newBuilder()
                                .setName("edges/drained")
                                .build())
                        .getState());
        stop("drained");
    }

    @Test
    void edgesAreListedInPages() {
        ListEdgesResponse first =
                routes.listEdges(ListEdgesRequest.newBuilder().setPageSize(2).build());
        assertEquals(List.of("edges/base-0", "edges/base-1"), names(first));

        ListEdgesResponse second = routes.listEdges(ListEdgesRequest.newBuilder()
                .setPageSize(2)
                .setPageToken(first.getNextPageToken())
                .build());
        assertEquals(List.of("edges/base-2", "edges/base-3"), names(second));
    }

    @Test
    void aRouteHasAsManyEdgesAsItsChannelAsksForAndNoneThatIsDrained() {
        channel("routed", 2);
        await().until(() -> route("routed").getEdgesCount() == 2);
        String first = route("routed").getEdges(0);

        drain(first.substring("edges/".length()), "");

        await().until(() -> !route("routed").getEdgesList().contains(first));
        assertEquals(2, route("routed").getEdgesCount());
        routes.undrainEdge(UndrainEdgeRequest.newBuilder().setName(first).build());
        await().until(() -> route("routed").getEdges(0).equals(first));
    }

    @Test
    void anEdgeThatStopsLeavesRoutesAtOnce() {
        channel("everywhere", 0);
        register("stopping", "");
        await().until(() -> route("everywhere").getEdgesList().contains("edges/stopping"));

        stop("stopping");

        await().until(() -> !route("everywhere").getEdgesList().contains("edges/stopping"));
    }

    @Test
    void routesAreListedWithTheirChannels() {
        channel("listed", 1);
        await().untilAsserted(() -> assertTrue(
                routes
                        .listRoutes(ListRoutesRequest.newBuilder()
                                .setPageSize(1_000)
                                .build())
                        .getRoutesList()
                        .stream()
                        .anyMatch(route -> route.getChannel().equals("channels/listed")
                                && route.getPathPrefix().equals("/listed/"))));
        assertFails(Code.NOT_FOUND, "NOT_FOUND", () -> route("nowhere"));
    }

    @Test
    void aPathIsResolvedToUrlsOfItsChannelsEdgesOfTheZoneFirst() {
        channel("resolved", 4);
        await().until(() -> route("resolved").getEdgesCount() == 4);

        List<ResolvedEdge> odd = routes.resolve(ResolveRequest.newBuilder()
                        .setPath("/resolved/a b/seg.m4s")
                        .setZone("odd")
                        .setMaxEdges(4)
                        .build())
                .getEdgesList();

        Set<String> first = Set.of(odd.get(0).getEdge(), odd.get(1).getEdge());
        assertEquals(Set.of("edges/base-1", "edges/base-3"), first);
        assertTrue(odd.getFirst().getUri().endsWith(".example:8081/resolved/a%20b/seg.m4s"), odd::toString);
    }

    @Test
    void readersAreSpreadOverTheEdgesOfAChannel() {
        channel("spread", 2);
        await().until(() -> route("spread").getEdgesCount() == 2);
        Set<String> seen = new HashSet<>();

        await().until(() -> {
            seen.add(routes.resolve(
                            ResolveRequest.newBuilder().setPath("/spread/x.m4s").build())
                    .getEdges(0)
                    .getEdge());
            return seen.size() == 2;
        });
        assertEquals(Set.copyOf(route("spread").getEdgesList()), seen);
    }

    @Test
    void aPathOfNoChannelIsResolvedToTheSameEdgeForTheSameDirectory() {
        ResolveRequest one =
                ResolveRequest.newBuilder().setPath("/free/one.m4s").build();
        ResolveRequest other =
                ResolveRequest.newBuilder().setPath("/free/two.m4s").build();

        assertEquals("", routes.resolve(one).getChannel());
        assertEquals(
                routes.resolve(one).getEdges(0).getEdge(),
                routes.resolve(other).getEdges(0).getEdge());
    }

    @Test
    void aPathThatLeavesTheRootIsRefused() {
        assertFails(
                Code.INVALID_ARGUMENT,
                "INVALID_FIELDS",
                () -> routes.resolve(
                        ResolveRequest.newBuilder().setPath("/../etc").build()));
    }

    @Test
    void aRedirectKeepsPathQueryAndTokens() throws Exception {
        channel("redirected", 1);
        await().until(() -> route("redirected").getEdgesCount() == 1);
        String edge = route("redirected").getEdges(0).substring("edges/".length());
        String path = "/mrt1.abc.def/redirected/a%20b.m3u8?token=t&x=1";

        await().until(() -> redirect("GET", path)
                .headers()
                .firstValue("Location")
                .orElse("")
                .equals("http://" + edge + ".example:8081" + path));
        HttpResponse<String> answer = redirect("HEAD", path);
        assertEquals(307, answer.statusCode());
        assertEquals(
                "public, max-age=5",
                answer.headers().firstValue("Cache-Control").orElse(""));
        assertEquals(
                "*", answer.headers().firstValue("Access-Control-Allow-Origin").orElse(""));
    }

    @Test
    void aRedirectOfAPathThatIsNoneIsRefused() throws Exception {
        assertEquals(400, redirect("GET", "/../../x").statusCode());
        assertEquals(405, redirect("POST", "/x").statusCode());
    }

    private HttpResponse<String> redirect(String method, String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(http + "/route" + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static Edge register(String id, String zone) {
        return routes.registerEdge(RegisterEdgeRequest.newBuilder()
                        .setEdge(Edge.newBuilder()
                                .setName("edges/" + id)
                                .addUris("http://" + id + ".example:8081/")
                                .setZone(zone))
                        .build())
                .getEdge();
    }

    private static void stop(String id) {
        routes.heartbeat(HeartbeatRequest.newBuilder()
                .setName("edges/" + id)
                .setStopping(true)
                .build());
    }

    private static Edge edge(String id) {
        return routes.getEdge(GetEdgeRequest.newBuilder().setName("edges/" + id).build());
    }

    private static Edge drain(String id, String etag) {
        return routes.drainEdge(DrainEdgeRequest.newBuilder()
                .setName("edges/" + id)
                .setEtag(etag)
                .build());
    }

    private static Route route(String channel) {
        return routes.getRoute(
                GetRouteRequest.newBuilder().setName("routes/" + channel).build());
    }

    private static List<String> names(ListEdgesResponse response) {
        return response.getEdgesList().stream().map(Edge::getName).toList();
    }

    private static void channel(String id, int edges) {
        ChannelServiceGrpc.newBlockingStub(REPLICAS.channel())
                .createChannel(CreateChannelRequest.newBuilder()
                        .setChannelId(id)
                        .setChannel(Channel.newBuilder()
                                .setPathPrefix("/" + id + "/")
                                .setEdgeCount(edges))
                        .build());
    }
}
