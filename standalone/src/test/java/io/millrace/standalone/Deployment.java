package io.millrace.standalone;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Replicas of a service behind a balancer, which are replaced as a Deployment of Kubernetes does it: a new one is ready
 * before an old one is told to stop. Closing kills all.
 */
final class Deployment implements AutoCloseable {

    private final Backing backing;
    private final String service;
    private final HaProxy balancer;
    /** The balancer's ways to it. */
    private final List<String> entrances;

    private final Map<String, String> settings;
    /** Where no replica is. */
    private final Deque<HaProxy.Place> free;
    /** Those that run, the oldest first. */
    private final Deque<Placed> running = new ArrayDeque<>();

    private record Placed(ServiceReplica replica, HaProxy.Place place) {}

    /** @param places one more than there are to be replicas */
    Deployment(Backing backing, String service, List<HaProxy.Place> places, HaProxy balancer, List<String> entrances) {
        this.backing = backing;
        this.service = service;
        this.balancer = balancer;
        this.entrances = entrances;
        this.free = new ArrayDeque<>(places);
        this.settings = new HashMap<>(Map.of(prefix() + "DRAIN_DELAY", "2s", prefix() + "DRAIN", "10s"));
    }

    private String prefix() {
        return "MILLRACE_" + service.toUpperCase(Locale.ROOT) + "_";
    }

    /** Starts replicas until there are so many; returns when they are ready and the balancer knows. */
    Deployment scaleTo(int replicas) throws IOException {
        while (running.size() < replicas) {
            HaProxy.Place place = free.pop();
            running.add(new Placed(
                    ServiceReplica.start(backing, service, place.port(), place.managementPort(), settings), place));
        }
        entrances.forEach(entrance -> balancer.awaitReady(entrance, replicas));
        return this;
    }

    /** Replaces every replica by a new one, one after the other. */
    void roll() throws IOException, InterruptedException {
        int replicas = running.size();
        for (int i = 0; i < replicas; i++) {
            scaleTo(replicas + 1);
            try (ServiceReplica oldest = running.getFirst().replica()) {
                oldest.stop();
                oldest.awaitEnd();
            }
            free.add(running.removeFirst().place());
        }
    }

    @Override
    public void close() {
        running.forEach(placed -> placed.replica().close());
    }
}
