package io.millrace.control.route;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which edges each channel is served from. Immutable. Only the given channels and edges decide, not their order, nor what
 * was before: each replica comes to the same answer by itself, and none has to be kept.
 *
 * <p>A channel gets the edges that rendezvous hashing likes best for it, less those that are full. An edge is full when it has
 * {@code ceil(1.25 × share)} channels; its share is what it has if each channel is spread over the edges by
 * weight, none twice at the same edge. Channels that ask for as many edges as there are, or more, are on all of them and
 * do not count.
 *
 * <p>When an edge comes or goes, what it gets or had moves, and a little more, because other edges are full sooner or later then:
 * with ten channels an edge or more at most an eighth more (measured over 1,000 random fleets, each edge in turn); with fewer,
 * 8 % more on the average, but a few channels that just fit may all move.
 */
public final class Routes {

    /** How far an edge's channels may be above its share. Less room evens out more, and moves more when edges change. */
    static final double HEADROOM = 0.25;

    /** What sums of fractions may be wrong by. */
    private static final double ROUNDING = 1e-9;

    private final Map<String, List<String>> edgesOf;

    private Routes(Map<String, List<String>> edgesOf) {
        this.edgesOf = edgesOf;
    }

    /**
     * Gives each channel as many edges as it asks for, or all where there are not so many.
     *
     * @param edges those that routes may have; none twice, nor a channel
     */
    public static Routes assign(Collection<RoutedChannel> channels, Collection<RoutedEdge> edges) {
        List<RoutedEdge> byName = edges.stream().sorted().toList();
        List<RoutedChannel> everywhere = new ArrayList<>();
        List<RoutedChannel> somewhere = new ArrayList<>();
        for (RoutedChannel channel : channels) {
            boolean all = channel.edges() == 0 || channel.edges() >= byName.size();
            (all ? everywhere : somewhere).add(channel);
        }
        Collections.sort(somewhere);

        Map<String, List<String>> edgesOf = new HashMap<>();
        for (RoutedChannel channel : everywhere) {
            edgesOf.put(channel.name(), bestFirst(channel.name(), byName));
        }
        List<List<String>> placed = new Placement(somewhere, byName, bounds(somewhere, byName)).place();
        for (int i = 0; i < placed.size(); i++) {
            edgesOf.put(somewhere.get(i).name(), placed.get(i));
        }
        return new Routes(edgesOf);
    }

    /** The edges of a channel, the best first; none where the channel was not given. */
    public List<String> of(String channel) {
        return edgesOf.getOrDefault(channel, List.of());
    }

    /** How many of the channels an edge may have, in the order of the edges. */
    static int[] bounds(List<RoutedChannel> channels, List<RoutedEdge> edges) {
        int[] asked = new int[edges.size() + 1];
        channels.forEach(channel -> asked[channel.edges()]++);
        double[] shares = FairShares.of(edges, asked);
        int[] bounds = new int[shares.length];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = (int) Math.ceil((1 + HEADROOM) * shares[i] - ROUNDING);
        }
        return bounds;
    }

    /** The edges in the order in which rendezvous hashing likes them for a name. */
    static List<String> bestFirst(String channel, List<RoutedEdge> edges) {
        return edges.stream()
                .sorted(Comparator.comparingDouble(edge -> Rendezvous.cost(channel, edge)))
                .map(RoutedEdge::name)
                .toList();
    }
}
