package io.millrace.control.route;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Puts channels on edges, each on those that it likes best among those that are not full. Used by one thread, for one
 * calculation. Channels and edges are told by their place in the lists.
 */
final class Placement {

    private final List<RoutedChannel> channels;
    private final List<RoutedEdge> edges;
    private final int[] bounds;
    private final List<Set<Integer>> edgesOf = new ArrayList<>();
    private final List<Set<Integer>> channelsOf = new ArrayList<>();

    /** @param bounds how many channels an edge may have; together they hold all that the channels ask for */
    Placement(List<RoutedChannel> channels, List<RoutedEdge> edges, int[] bounds) {
        this.channels = channels;
        this.edges = edges;
        this.bounds = bounds;
        channels.forEach(channel -> edgesOf.add(new HashSet<>()));
        edges.forEach(edge -> channelsOf.add(new HashSet<>()));
    }

    /** The edges of each channel, in the order of the channels; which it likes best first. */
    List<List<String>> place() {
        for (int channel = 0; channel < channels.size(); channel++) {
            takeBest(channel);
        }
        for (int channel = 0; channel < channels.size(); channel++) {
            while (edgesOf.get(channel).size() < channels.get(channel).edges()) {
                makeRoom(channel);
            }
        }
        List<List<String>> routes = new ArrayList<>(channels.size());
        for (int channel = 0; channel < channels.size(); channel++) {
            routes.add(inOrder(channels.get(channel), edgesOf.get(channel)));
        }
        return routes;
    }

    private void takeBest(int channel) {
        int missing = channels.get(channel).edges();
        PriorityQueue<Choice> choices = choices(channels.get(channel));
        while (missing > 0 && !choices.isEmpty()) {
            int edge = choices.remove().edge();
            if (!full(edge)) {
                connect(channel, edge);
                missing--;
            }
        }
    }

    /**
     * Gives a channel one edge more where all that it has not are full: others move along the shortest chain that ends at an
     * edge with room. There is one, because the bounds are nowhere below the fair shares (the flow from channels to edges is
     * not at its maximum yet).
     */
    private void makeRoom(int channel) {
        int[] wonBy = new int[edges.size()];
        int[] movedFrom = new int[channels.size()];
        Arrays.fill(wonBy, -1);
        Arrays.fill(movedFrom, -1);
        Set<Integer> seen = new HashSet<>(Set.of(channel));
        Deque<Integer> waiting = new ArrayDeque<>(Set.of(channel));
        while (!waiting.isEmpty()) {
            int mover = waiting.remove();
            PriorityQueue<Choice> choices = choices(channels.get(mover));
            while (!choices.isEmpty()) {
                int edge = choices.remove().edge();
                if (wonBy[edge] >= 0 || edgesOf.get(mover).contains(edge)) {
                    continue;
                }
                wonBy[edge] = mover;
                if (!full(edge)) {
                    shift(edge, wonBy, movedFrom);
                    return;
                }
                channelsOf.get(edge).stream().sorted().filter(seen::add).forEach(other -> {
                    movedFrom[other] = edge;
                    waiting.add(other);
                });
            }
        }
        throw new IllegalStateException(
                "no edge has room for the channel " + channels.get(channel).name());
    }

    private void shift(int last, int[] wonBy, int[] movedFrom) {
        int edge = last;
        while (edge >= 0) {
            int mover = wonBy[edge];
            int left = movedFrom[mover];
            if (left >= 0) {
                edgesOf.get(mover).remove(left);
                channelsOf.get(left).remove(mover);
            }
            connect(mover, edge);
            edge = left;
        }
    }

    private void connect(int channel, int edge) {
        edgesOf.get(channel).add(edge);
        channelsOf.get(edge).add(channel);
    }

    private boolean full(int edge) {
        return channelsOf.get(edge).size() >= bounds[edge];
    }

    private List<String> inOrder(RoutedChannel channel, Set<Integer> chosen) {
        return chosen.stream()
                .map(edge -> choice(channel, edge))
                .sorted()
                .map(choice -> edges.get(choice.edge()).name())
                .toList();
    }

    private PriorityQueue<Choice> choices(RoutedChannel channel) {
        List<Choice> all = new ArrayList<>(edges.size());
        for (int edge = 0; edge < edges.size(); edge++) {
            all.add(choice(channel, edge));
        }
        return new PriorityQueue<>(all);
    }

    private Choice choice(RoutedChannel channel, int edge) {
        return new Choice(Rendezvous.cost(channel.name(), edges.get(edge)), edge);
    }

    /** An edge, and how much the channel likes it; the order of the list decides between equals. */
    private record Choice(double cost, int edge) implements Comparable<Choice> {

        @Override
        public int compareTo(Choice other) {
            int byCost = Double.compare(cost, other.cost);
            return byCost != 0 ? byCost : Integer.compare(edge, other.edge);
        }
    }
}
