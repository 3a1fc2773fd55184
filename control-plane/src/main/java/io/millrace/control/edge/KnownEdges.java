package io.millrace.control.edge;

import com.google.protobuf.util.Timestamps;
import io.millrace.control.api.Etags;
import io.millrace.control.store.EdgesRead;
import io.millrace.control.store.VersionedEdge;
import io.millrace.proto.control.v1.Edge;
import io.millrace.proto.control.v1.EdgeState;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The edges as of one moment, as the API shows them. Immutable.
 *
 * @param nowMillis the moment, by Redis's clock
 * @param byName {@code edges/…}
 */
public record KnownEdges(long nowMillis, NavigableMap<String, Edge> byName) {

    static KnownEdges of(EdgesRead read, long lostAfterMillis) {
        NavigableMap<String, Edge> shown = new TreeMap<>();
        read.edges().values().forEach(found -> {
            Edge edge = shown(found, state(found, read.silentMillis(found) > lostAfterMillis));
            shown.put(edge.getName(), edge);
        });
        return new KnownEdges(read.nowMillis(), shown);
    }

    /** All of them, in the order of their names. */
    public Collection<Edge> all() {
        return byName.values();
    }

    public Optional<Edge> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    static EdgeState state(VersionedEdge found, boolean lost) {
        if (lost) {
            return EdgeState.EDGE_STATE_LOST;
        }
        return found.stored().getDrained()
                        || found.stored().getUnready()
                        || found.report().getStopping()
                ? EdgeState.EDGE_STATE_DRAINING
                : EdgeState.EDGE_STATE_READY;
    }

    static Edge shown(VersionedEdge found, EdgeState state) {
        return found.stored().getEdge().toBuilder()
                .setState(state)
                .setLoad(found.report().getLoad())
                .setReportTime(Timestamps.fromMillis(found.reportMillis()))
                .setEtag(Etags.of(found.version()))
                .build();
    }
}
