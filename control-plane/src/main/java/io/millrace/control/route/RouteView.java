package io.millrace.control.route;

import io.millrace.checks.Names;
import io.millrace.control.edge.KnownEdges;
import io.millrace.control.store.Stored;
import io.millrace.proto.control.store.v1.StoredResource.ResourceCase;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.Edge;
import io.millrace.proto.control.v1.EdgeState;
import io.millrace.proto.control.v1.Route;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Channels, the edges that routes may have, and the routes between them, as of one moment. Immutable. */
final class RouteView {

    private final Map<String, Channel> byPrefix;
    private final Map<String, Edge> ready;
    private final NavigableMap<String, Channel> byRoute;
    private final List<RoutedChannel> channels;
    private final List<RoutedEdge> edges;
    private final Routes routes;

    /**
     * @param resources of all kinds, of which channels matter
     * @param before whose routes stay what they are if neither channels nor edges have changed for them; may be null
     */
    RouteView(Collection<Stored> resources, KnownEdges known, RouteView before) {
        this.byPrefix = new HashMap<>();
        resources.stream()
                .filter(stored -> stored.value().getResourceCase() == ResourceCase.CHANNEL)
                .map(stored -> stored.value().getChannel())
                .forEach(channel -> byPrefix.put(channel.getPathPrefix(), channel));
        this.ready = known.all().stream()
                .filter(edge -> edge.getState() == EdgeState.EDGE_STATE_READY)
                .collect(Collectors.toMap(Edge::getName, edge -> edge));
        this.byRoute = new TreeMap<>();
        byPrefix.values().forEach(channel -> byRoute.put("routes/" + Names.id(channel.getName()), channel));
        this.channels = byPrefix.values().stream()
                .map(channel -> new RoutedChannel(channel.getName(), channel.getEdgeCount()))
                .sorted()
                .toList();
        this.edges = ready.values().stream()
                .map(edge -> new RoutedEdge(edge.getName(), edge.getWeight()))
                .sorted()
                .toList();
        boolean same =
                before != null && Objects.equals(before.channels, channels) && Objects.equals(before.edges, edges);
        this.routes = same ? before.routes : Routes.assign(channels, edges);
    }

    /** The channel with the longest prefix of a decoded path. */
    Optional<Channel> channelOf(String path) {
        for (int end = path.lastIndexOf('/'); end >= 0; end = end == 0 ? -1 : path.lastIndexOf('/', end - 1)) {
            Channel channel = byPrefix.get(path.substring(0, end + 1));
            if (channel != null) {
                return Optional.of(channel);
            }
        }
        return Optional.empty();
    }

    /** All channels by the names of their routes. */
    NavigableMap<String, Channel> channels() {
        return byRoute;
    }

    /** A route by its name. */
    Optional<Route> find(String name) {
        return Optional.ofNullable(byRoute.get(name)).map(this::shown);
    }

    /** The route of a channel. */
    Route shown(Channel channel) {
        return Route.newBuilder()
                .setName("routes/" + Names.id(channel.getName()))
                .setChannel(channel.getName())
                .setPathPrefix(channel.getPathPrefix())
                .addAllEdges(routes.of(channel.getName()))
                .build();
    }

    /** The edges of a channel, the best first. */
    List<Edge> route(String channel) {
        return routes.of(channel).stream().map(ready::get).toList();
    }

    /** All edges that routes may have, those first that rendezvous hashing likes best for the directory. */
    List<Edge> anyFor(String directory) {
        return Routes.bestFirst(directory, edges).stream().map(ready::get).toList();
    }
}
