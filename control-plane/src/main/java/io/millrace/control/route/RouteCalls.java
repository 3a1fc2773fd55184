package io.millrace.control.route;

import com.google.protobuf.util.Durations;
import io.grpc.stub.StreamObserver;
import io.millrace.checks.Violations;
import io.millrace.control.api.Answer;
import io.millrace.control.api.ApiErrors;
import io.millrace.control.api.KeyedPage;
import io.millrace.control.edge.EdgeWatch;
import io.millrace.control.edge.Edges;
import io.millrace.control.route.Resolver.Resolved;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.DrainEdgeRequest;
import io.millrace.proto.control.v1.Edge;
import io.millrace.proto.control.v1.EdgeSource;
import io.millrace.proto.control.v1.EdgeState;
import io.millrace.proto.control.v1.GetEdgeRequest;
import io.millrace.proto.control.v1.GetRouteRequest;
import io.millrace.proto.control.v1.HeartbeatRequest;
import io.millrace.proto.control.v1.HeartbeatResponse;
import io.millrace.proto.control.v1.ListEdgesRequest;
import io.millrace.proto.control.v1.ListEdgesResponse;
import io.millrace.proto.control.v1.ListRoutesRequest;
import io.millrace.proto.control.v1.ListRoutesResponse;
import io.millrace.proto.control.v1.RegisterEdgeRequest;
import io.millrace.proto.control.v1.RegisterEdgeResponse;
import io.millrace.proto.control.v1.ResolveRequest;
import io.millrace.proto.control.v1.ResolveResponse;
import io.millrace.proto.control.v1.ResolvedEdge;
import io.millrace.proto.control.v1.Route;
import io.millrace.proto.control.v1.RouteServiceGrpc.RouteServiceImplBase;
import io.millrace.proto.control.v1.UndrainEdgeRequest;
import java.util.Optional;
import java.util.function.Supplier;

/** RouteService. */
public final class RouteCalls extends RouteServiceImplBase {

    private static final int MOST_EDGES = 16;

    private final Edges edges;
    private final EdgeWatch watch;
    private final Routing routing;
    private final Resolver resolver;

    public RouteCalls(Edges edges, EdgeWatch watch, Routing routing, Resolver resolver) {
        this.edges = edges;
        this.watch = watch;
        this.routing = routing;
        this.resolver = resolver;
    }

    @Override
    public void registerEdge(RegisterEdgeRequest request, StreamObserver<RegisterEdgeResponse> responses) {
        Answer.to(responses, () -> {
            Edge edge = changed(() -> edges.register(request.getEdge(), EdgeSource.EDGE_SOURCE_REGISTERED));
            return RegisterEdgeResponse.newBuilder()
                    .setEdge(edge)
                    .setHeartbeatInterval(Durations.fromMillis(edges.heartbeat().toMillis()))
                    .build();
        });
    }

    @Override
    public void heartbeat(HeartbeatRequest request, StreamObserver<HeartbeatResponse> responses) {
        Answer.to(responses, () -> {
            EdgeState state = edges.report(request.getName(), request.getLoad(), request.getStopping());
            if (request.getStopping()) {
                watch.hint();
            }
            return HeartbeatResponse.newBuilder()
                    .setState(state)
                    .setHeartbeatInterval(Durations.fromMillis(edges.heartbeat().toMillis()))
                    .build();
        });
    }

    @Override
    public void getEdge(GetEdgeRequest request, StreamObserver<Edge> responses) {
        Answer.to(responses, () -> edges.get(request.getName()));
    }

    @Override
    public void listEdges(ListEdgesRequest request, StreamObserver<ListEdgesResponse> responses) {
        Answer.to(responses, () -> {
            KeyedPage<Edge> page = KeyedPage.of(edges.read().byName(), request.getPageSize(), request.getPageToken());
            return ListEdgesResponse.newBuilder()
                    .addAllEdges(page.items())
                    .setNextPageToken(page.nextToken())
                    .build();
        });
    }

    @Override
    public void drainEdge(DrainEdgeRequest request, StreamObserver<Edge> responses) {
        Answer.to(responses, () -> changed(() -> edges.drain(request.getName(), request.getEtag(), true)));
    }

    @Override
    public void undrainEdge(UndrainEdgeRequest request, StreamObserver<Edge> responses) {
        Answer.to(responses, () -> changed(() -> edges.drain(request.getName(), request.getEtag(), false)));
    }

    @Override
    public void getRoute(GetRouteRequest request, StreamObserver<Route> responses) {
        Answer.to(responses, () -> {
            ApiErrors.checkName("name", request.getName(), "routes/*");
            return routing.view().find(request.getName()).orElseThrow(() -> ApiErrors.notFound(request.getName()));
        });
    }

    @Override
    public void listRoutes(ListRoutesRequest request, StreamObserver<ListRoutesResponse> responses) {
        Answer.to(responses, () -> {
            RouteView view = routing.view();
            KeyedPage<Channel> page = KeyedPage.of(view.channels(), request.getPageSize(), request.getPageToken());
            return ListRoutesResponse.newBuilder()
                    .addAllRoutes(page.items().stream().map(view::shown).toList())
                    .setNextPageToken(page.nextToken())
                    .build();
        });
    }

    @Override
    public void resolve(ResolveRequest request, StreamObserver<ResolveResponse> responses) {
        Answer.to(responses, () -> {
            Violations violations = new Violations();
            Optional<String> path = Paths.normal(request.getPath());
            violations.require("path", path.isPresent(), "must be absolute, without '..' that leaves the root");
            violations.require("max_edges", request.getMaxEdges() >= 0, "must not be negative");
            ApiErrors.check(violations);
            Resolved resolved = resolver.resolve(routing.view(), path.orElseThrow(), request.getZone());
            if (resolved.edges().isEmpty()) {
                throw ApiErrors.precondition("NO_EDGE", request.getPath(), "no edge is ready");
            }
            int most = Math.clamp(request.getMaxEdges(), 1, MOST_EDGES);
            ResolveResponse.Builder response = ResolveResponse.newBuilder().setChannel(resolved.channel());
            resolved.edges().stream()
                    .limit(most)
                    .forEach(edge -> response.addEdges(ResolvedEdge.newBuilder()
                            .setEdge(edge.getName())
                            .setUri(edge.getUris(0) + Paths.encoded(request.getPath()))));
            return response.build();
        });
    }

    /** What this replica has changed is in its routes at once. */
    private Edge changed(Supplier<Edge> change) {
        Edge edge = change.get();
        watch.hint();
        return edge;
    }
}
