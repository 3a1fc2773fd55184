package io.millrace.control.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Channels and the edges that there are for them. */
record Fleet(List<RoutedChannel> channels, List<RoutedEdge> edges) {

    static Fleet of(Set<String> channels, Set<String> edges, List<Integer> asked, List<Integer> weights) {
        List<RoutedChannel> routedChannels = new ArrayList<>();
        channels.forEach(id -> routedChannels.add(new RoutedChannel(id, asked.get(routedChannels.size()))));
        List<RoutedEdge> routedEdges = new ArrayList<>();
        edges.forEach(id -> routedEdges.add(new RoutedEdge(id, weights.get(routedEdges.size()))));
        return new Fleet(routedChannels, routedEdges);
    }

    Routes routes() {
        return Routes.assign(channels, edges);
    }

    List<String> edgeNames() {
        return edges.stream().map(RoutedEdge::name).toList();
    }

    Fleet without(RoutedEdge gone) {
        return new Fleet(
                channels, edges.stream().filter(edge -> !edge.equals(gone)).toList());
    }

    /** How many places (a channel at an edge) there are afterwards that were not there before. */
    int newPlaces(Routes before, Routes after) {
        int places = 0;
        for (RoutedChannel channel : channels) {
            List<String> had = before.of(channel.name());
            places += (int) after.of(channel.name()).stream()
                    .filter(edge -> !had.contains(edge))
                    .count();
        }
        return places;
    }
}
