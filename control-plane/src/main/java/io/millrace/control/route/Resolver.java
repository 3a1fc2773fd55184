package io.millrace.control.route;

import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.Edge;
import io.millrace.proto.control.v1.EdgeLoad;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Which edges somebody is sent to who asks for a path. Of a channel's edges those come first that are in the asker's zone,
 * then those that say that they are full come last, and otherwise chance decides by weight, so that readers are spread over all of
 * them. Where the path is no channel's, any edge will do: the same one for the same directory.
 */
public final class Resolver {

    /** The part of its capacity that an edge sends when it is full. */
    private static final double FULL = 0.95;

    private final RandomGenerator random;

    public Resolver(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Answers for a path.
     *
     * @param path decoded
     * @param zone empty where it does not matter
     */
    Resolved resolve(RouteView view, String path, String zone) {
        Optional<Channel> channel = view.channelOf(path);
        if (channel.isEmpty()) {
            List<Edge> any = view.anyFor(path.substring(0, path.lastIndexOf('/') + 1));
            return new Resolved("", any.stream().sorted(byZone(zone)).toList());
        }
        List<Edge> edges = view.route(channel.get().getName()).stream()
                .map(edge -> new Drawn(edge, -Math.log(1 - random.nextDouble()) / edge.getWeight()))
                .sorted(Comparator.comparing(Drawn::edge, byZone(zone).thenComparing(Resolver::isFull))
                        .thenComparingDouble(Drawn::cost))
                .map(Drawn::edge)
                .toList();
        return new Resolved(channel.get().getName(), edges);
    }

    private static Comparator<Edge> byZone(String zone) {
        return Comparator.comparing(edge -> !zone.isEmpty() && !edge.getZone().equals(zone));
    }

    private static boolean isFull(Edge edge) {
        EdgeLoad load = edge.getLoad();
        return load.getCapacityBitRate() > 0 && load.getBitRate() >= FULL * load.getCapacityBitRate();
    }

    /**
     * The edges for a path.
     *
     * @param channel whose path it is; empty for none's
     * @param edges the best first
     */
    record Resolved(String channel, List<Edge> edges) {}

    private record Drawn(Edge edge, double cost) {}
}
