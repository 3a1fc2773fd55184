package io.millrace.control.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.millrace.proto.control.v1.Edge;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads edges out of the EndpointSlices of a Service.
 *
 * @param port its port's name; empty for the first
 * @param uri with {@code {address}}, {@code {port}} and {@code {pod}}
 */
record EdgeSlices(Optional<String> port, String uri) {

    /** The hostname of a pod with a longer name is cut to this, and an edge calls itself by that. */
    private static final int MOST_HOSTNAME = 63;

    /** IPv4 comes before IPv6. */
    private static final Comparator<EndpointSlice> ORDER = Comparator.comparing(EndpointSlice::getAddressType)
            .thenComparing(slice -> slice.getMetadata().getName());

    /** Edges by their names; a pod that is in several slices is one edge. */
    NavigableMap<String, SlicedEdge> edges(Collection<EndpointSlice> slices) {
        NavigableMap<String, SlicedEdge> edges = new TreeMap<>();
        slices.stream()
                .filter(slice -> slice.getAddressType().startsWith("IP"))
                .sorted(ORDER)
                .forEach(slice -> portOf(slice)
                        .ifPresent(number -> slice.getEndpoints().stream()
                                .flatMap(endpoint -> edge(endpoint, number).stream())
                                .forEach(edge -> edges.merge(edge.edge().getName(), edge, SlicedEdge::and))));
        return edges;
    }

    private Optional<Integer> portOf(EndpointSlice slice) {
        return slice.getPorts().stream()
                .filter(candidate -> port.isEmpty() || port.get().equals(candidate.getName()))
                .map(EndpointPort::getPort)
                .filter(Objects::nonNull)
                .findFirst();
    }

    /** An endpoint that is no pod is no edge. */
    private Optional<SlicedEdge> edge(Endpoint endpoint, int number) {
        ObjectReference target = endpoint.getTargetRef();
        List<String> addresses = endpoint.getAddresses();
        if (target == null || !"Pod".equals(target.getKind()) || addresses.isEmpty()) {
            return Optional.empty();
        }
        // Consumers use the first one only, says the API's reference.
        String address = addresses.getFirst();
        String reached = uri.replace("{address}", address.indexOf(':') < 0 ? address : '[' + address + ']')
                .replace("{port}", Integer.toString(number))
                .replace("{pod}", target.getName());
        return Optional.of(new SlicedEdge(
                Edge.newBuilder()
                        .setName("edges/" + hostname(target.getName()))
                        .addUris(reached)
                        .setZone(Objects.requireNonNullElse(endpoint.getZone(), ""))
                        .build(),
                ready(endpoint.getConditions())));
    }

    /** What is not told is to be taken for ready and for not terminating. */
    private static boolean ready(EndpointConditions conditions) {
        return conditions == null
                || (!Boolean.FALSE.equals(conditions.getReady()) && !Boolean.TRUE.equals(conditions.getTerminating()));
    }

    private static String hostname(String pod) {
        return pod.length() <= MOST_HOSTNAME
                ? pod
                : pod.substring(0, MOST_HOSTNAME).replaceFirst("[-.]+$", "");
    }
}
