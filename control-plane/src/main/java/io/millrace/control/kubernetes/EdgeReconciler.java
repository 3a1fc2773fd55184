package io.millrace.control.kubernetes;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.control.edge.EdgeWatch;
import io.millrace.control.edge.Edges;
import io.millrace.proto.control.v1.Edge;
import io.millrace.proto.control.v1.EdgeSource;
import java.util.Collection;
import java.util.Map;
import org.jboss.logging.Logger;

/** Makes the edges in the store those that EndpointSlices tell of; what has registered by itself stays. Used by one thread. */
final class EdgeReconciler {

    private static final Logger LOG = Logger.getLogger(EdgeReconciler.class);

    private final EdgeSlices slices;
    private final Edges edges;
    private final EdgeWatch watch;
    private String warned = "";

    EdgeReconciler(EdgeSlices slices, Edges edges, EdgeWatch watch) {
        this.slices = slices;
        this.edges = edges;
        this.watch = watch;
    }

    /** @throws io.millrace.control.store.StoreUnavailableException if the store is away; to be tried again then */
    void reconcile(Collection<EndpointSlice> told) {
        Map<String, SlicedEdge> wanted = slices.edges(told);
        boolean changed = false;
        for (SlicedEdge edge : wanted.values()) {
            changed |= observe(edge);
        }
        for (Edge known : edges.read().all()) {
            if (known.getSource() == EdgeSource.EDGE_SOURCE_KUBERNETES && !wanted.containsKey(known.getName())) {
                changed |= edges.vanish(known.getName());
            }
        }
        if (changed) {
            watch.hint();
        }
    }

    private boolean observe(SlicedEdge told) {
        try {
            return edges.observe(told.edge(), told.ready());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.INVALID_ARGUMENT) {
                throw e;
            }
            warn(told.edge().getName() + " is none, although Kubernetes tells of it: "
                    + e.getStatus().getDescription());
            return false;
        }
    }

    /** What goes wrong in one pass goes wrong in the next ones. */
    private void warn(String message) {
        if (!message.equals(warned)) {
            warned = message;
            LOG.warn(message);
        }
    }
}
