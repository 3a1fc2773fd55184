package io.millrace.control.kubernetes;

import io.millrace.proto.control.v1.Edge;

/**
 * An edge as EndpointSlices tell of it.
 *
 * @param ready whether it is ready and not terminating
 */
record SlicedEdge(Edge edge, boolean ready) {

    /** The same edge in another slice, as where it has addresses of both IP versions. */
    SlicedEdge and(SlicedEdge other) {
        Edge.Builder both = edge.toBuilder();
        other.edge.getUrisList().stream()
                .filter(uri -> !edge.getUrisList().contains(uri))
                .forEach(both::addUris);
        return new SlicedEdge(both.build(), ready && other.ready);
    }
}
