package io.millrace.cli.route;

import io.millrace.cli.control.ControlConnection;
import io.millrace.cli.control.Pages;
import io.millrace.proto.control.v1.DrainEdgeRequest;
import io.millrace.proto.control.v1.Edge;
import io.millrace.proto.control.v1.GetRouteRequest;
import io.millrace.proto.control.v1.ListEdgesRequest;
import io.millrace.proto.control.v1.ListEdgesResponse;
import io.millrace.proto.control.v1.ListRoutesRequest;
import io.millrace.proto.control.v1.ListRoutesResponse;
import io.millrace.proto.control.v1.ResolveRequest;
import io.millrace.proto.control.v1.ResolveResponse;
import io.millrace.proto.control.v1.Route;
import io.millrace.proto.control.v1.RouteServiceGrpc;
import io.millrace.proto.control.v1.UndrainEdgeRequest;
import java.util.List;

/** The calls of routes and edges. Each throws StatusRuntimeException. */
final class RouteCalls {

    private final RouteServiceGrpc.RouteServiceBlockingStub stub;

    RouteCalls(ControlConnection connection) {
        stub = RouteServiceGrpc.newBlockingStub(connection.channel());
    }

    List<Edge> edges() {
        return Pages.all(
                token -> stub.listEdges(ListEdgesRequest.newBuilder()
                        .setPageSize(Pages.SIZE)
                        .setPageToken(token)
                        .build()),
                ListEdgesResponse::getEdgesList,
                ListEdgesResponse::getNextPageToken);
    }

    Edge drain(String name, String etag) {
        return stub.drainEdge(
                DrainEdgeRequest.newBuilder().setName(name).setEtag(etag).build());
    }

    Edge undrain(String name, String etag) {
        return stub.undrainEdge(
                UndrainEdgeRequest.newBuilder().setName(name).setEtag(etag).build());
    }

    List<Route> routes() {
        return Pages.all(
                token -> stub.listRoutes(ListRoutesRequest.newBuilder()
                        .setPageSize(Pages.SIZE)
                        .setPageToken(token)
                        .build()),
                ListRoutesResponse::getRoutesList,
                ListRoutesResponse::getNextPageToken);
    }

    Route route(String name) {
        return stub.getRoute(GetRouteRequest.newBuilder().setName(name).build());
    }

    /** @param zone empty for none */
    ResolveResponse resolve(String path, String zone, int mostEdges) {
        return stub.resolve(ResolveRequest.newBuilder()
                .setPath(path)
                .setZone(zone)
                .setMaxEdges(mostEdges)
                .build());
    }
}
