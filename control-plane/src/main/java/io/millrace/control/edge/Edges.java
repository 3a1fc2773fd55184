package io.millrace.control.edge;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.millrace.checks.Names;
import io.millrace.checks.Violations;
import io.millrace.control.api.ApiErrors;
import io.millrace.control.api.Etags;
import io.millrace.control.store.EdgeStore;
import io.millrace.control.store.VersionedEdge;
import io.millrace.proto.control.store.v1.EdgeReport;
import io.millrace.proto.control.store.v1.StoredEdge;
import io.millrace.proto.control.v1.Edge;
import io.millrace.proto.control.v1.EdgeLoad;
import io.millrace.proto.control.v1.EdgeSource;
import io.millrace.proto.control.v1.EdgeState;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * What edges tell and what operators want of them. May be used by any thread; calls block, and end with a
 * StatusRuntimeException for an error of the API.
 */
public final class Edges {

    private static final int DEFAULT_WEIGHT = 100;
    /** Intervals without a report after which an edge is lost. */
    private static final int MISSED = 3;
    /** It is noted about every second that edges can report; with a heartbeat that is longer, one may be late. */
    private static final Duration LEAST_GAP = Duration.ofSeconds(2);

    private final EdgeStore store;
    private final EdgesConfig config;
    private final Clock clock;

    public Edges(EdgeStore store, EdgesConfig config, Clock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    /** How often an edge is to report. */
    public Duration heartbeat() {
        return config.heartbeat();
    }

    /** All edges, read now. */
    public KnownEdges read() {
        return KnownEdges.of(store.read(), lostAfter().toMillis());
    }

    public Edge get(String name) {
        checkName("name", name);
        return read().find(name).orElseThrow(() -> ApiErrors.notFound(name));
    }

    /** An edge is there, or there again; that is a report too. */
    public Edge register(Edge told, EdgeSource source) {
        Violations violations = new Violations();
        EdgeCheck.check(told, violations.in("edge"));
        ApiErrors.check(violations);
        String id = Names.id(told.getName());
        while (true) {
            Optional<VersionedEdge> before = store.find(id);
            StoredEdge stored = registered(told, source, before.map(VersionedEdge::stored));
            if (before.isPresent()
                    && before.get().stored().equals(stored)
                    && !before.get().report().getStopping()) {
                if (store.report(id, before.get().report())) {
                    return get(told.getName());
                }
            } else if (store.put(id, version(before), stored, Optional.of(EdgeReport.getDefaultInstance()))
                    .isPresent()) {
                return get(told.getName());
            }
        }
    }

    /**
     * Kubernetes tells of an edge; its load is still what it reports itself. One that has registered is left alone: it knows
     * better where clients reach it.
     *
     * @param ready whether routes may have it
     * @return whether anything has changed
     */
    public boolean observe(Edge told, boolean ready) {
        Violations violations = new Violations();
        EdgeCheck.check(told, violations.in("edge"));
        ApiErrors.check(violations);
        String id = Names.id(told.getName());
        while (true) {
            Optional<VersionedEdge> before = store.find(id);
            StoredEdge stored =
                    registered(told, EdgeSource.EDGE_SOURCE_KUBERNETES, before.map(VersionedEdge::stored)).toBuilder()
                            .setUnready(!ready)
                            .build();
            if (before.isPresent()
                    && (!ofKubernetes(before.get()) || before.get().stored().equals(stored))) {
                return false;
            }
            // What an earlier pod of that name reported last was that it is stopping.
            boolean begins = before.isEmpty() || (ready && before.get().stored().getUnready());
            Optional<EdgeReport> report = begins ? Optional.of(EdgeReport.getDefaultInstance()) : Optional.empty();
            if (store.put(id, version(before), stored, report).isPresent()) {
                return true;
            }
        }
    }

    /**
     * Kubernetes tells no more of an edge: no route has it. It is forgotten as any edge that is lost, so that a drain outlasts
     * a restart of its pod.
     *
     * @return whether anything has changed
     */
    public boolean vanish(String name) {
        checkName("name", name);
        String id = Names.id(name);
        while (true) {
            Optional<VersionedEdge> before = store.find(id).filter(Edges::ofKubernetes);
            if (before.isEmpty() || before.get().stored().getUnready()) {
                return false;
            }
            StoredEdge after =
                    before.get().stored().toBuilder().setUnready(true).build();
            if (store.put(id, before.get().version(), after, Optional.empty()).isPresent()) {
                return true;
            }
        }
    }

    private static boolean ofKubernetes(VersionedEdge edge) {
        return edge.stored().getEdge().getSource() == EdgeSource.EDGE_SOURCE_KUBERNETES;
    }

    /** An edge reports. */
    public EdgeState report(String name, EdgeLoad load, boolean stopping) {
        Violations violations = new Violations();
        EdgeCheck.checkName("name", name, violations);
        EdgeCheck.check(load, violations.in("load"));
        ApiErrors.check(violations);
        EdgeReport report =
                EdgeReport.newBuilder().setLoad(load).setStopping(stopping).build();
        if (!store.report(Names.id(name), report)) {
            throw ApiErrors.notFound(name);
        }
        VersionedEdge found = store.find(Names.id(name)).orElseThrow(() -> ApiErrors.notFound(name));
        return KnownEdges.state(found, false);
    }

    /** Takes an edge out of routes, or into them again. */
    public Edge drain(String name, String etag, boolean drained) {
        return change(
                name, etag, stored -> stored.toBuilder().setDrained(drained).build());
    }

    private Edge change(String name, String etag, UnaryOperator<StoredEdge> change) {
        checkName("name", name);
        String id = Names.id(name);
        while (true) {
            VersionedEdge before = store.find(id).orElseThrow(() -> ApiErrors.notFound(name));
            Etags.check(name, etag, before.version());
            StoredEdge after = change.apply(before.stored());
            if (after.equals(before.stored())) {
                return get(name);
            }
            OptionalLong version = store.put(id, before.version(), after, Optional.empty());
            if (version.isPresent()) {
                return get(name);
            }
        }
    }

    /** Notes that edges can report, and forgets those that have not for long. To be called again and again. */
    KnownEdges watch() {
        store.watched(config.heartbeat().compareTo(LEAST_GAP) > 0 ? config.heartbeat() : LEAST_GAP);
        var read = store.read();
        for (VersionedEdge edge : read.edges().values()) {
            Duration patience = edge.stored().getDrained() ? config.forgetDrained() : config.forget();
            if (read.silentMillis(edge) > patience.toMillis()) {
                store.forget(edge.id(), edge.version());
            }
        }
        return KnownEdges.of(read, lostAfter().toMillis());
    }

    private Duration lostAfter() {
        return config.heartbeat().multipliedBy(MISSED);
    }

    private StoredEdge registered(Edge told, EdgeSource source, Optional<StoredEdge> before) {
        Timestamp created = before.map(stored -> stored.getEdge().getCreateTime())
                .orElseGet(() -> Timestamps.fromMillis(clock.millis()));
        Edge.Builder edge = Edge.newBuilder()
                .setName(told.getName())
                .setZone(told.getZone())
                .setSource(source)
                .setWeight(told.getWeight() == 0 ? DEFAULT_WEIGHT : told.getWeight())
                .setCreateTime(created)
                .setVersion(told.getVersion());
        for (String uri : told.getUrisList()) {
            edge.addUris(uri.replaceFirst("/+$", ""));
        }
        return StoredEdge.newBuilder()
                .setEdge(edge)
                .setDrained(before.map(StoredEdge::getDrained).orElse(false))
                .build();
    }

    private static long version(Optional<VersionedEdge> before) {
        return before.map(VersionedEdge::version).orElse(0L);
    }

    private static void checkName(String field, String name) {
        Violations violations = new Violations();
        EdgeCheck.checkName(field, name, violations);
        ApiErrors.check(violations);
    }
}
