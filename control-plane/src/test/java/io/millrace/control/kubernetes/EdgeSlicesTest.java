package io.millrace.control.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditionsBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What EndpointSlices say of edges. */
final class EdgeSlicesTest {

    private static final EdgeSlices SLICES = new EdgeSlices(Optional.of("http"), "http://{address}:{port}");

    @Test
    void aPodIsAnEdgeWithItsAddressPortAndZone() {
        SlicedEdge edge = only(slice("IPv4", "edge-0", "10.0.0.1", true, false));

        assertEquals("edges/edge-0", edge.edge().getName());
        assertEquals(List.of("http://10.0.0.1:8081"), edge.edge().getUrisList());
        assertEquals("zone-a", edge.edge().getZone());
        assertTrue(edge.ready());
    }

    @Test
    void aPodThatIsNotReadyOrIsTerminatingIsNotReady() {
        assertFalse(only(slice("IPv4", "edge-0", "10.0.0.1", false, false)).ready());
        assertFalse(
                only(slice("IPv4", "edge-0", "10.0.0.1", true, true)).ready(), "as a Service tells that publishes all");
        assertTrue(only(slice("IPv4", "edge-0", "10.0.0.1", null, null)).ready(), "what is not told is ready");
    }

    @Test
    void aPodWithAddressesOfBothVersionsIsOneEdge() {
        Map<String, SlicedEdge> edges = SLICES.edges(List.of(
                slice("IPv6", "edge-0", "2001:db8::1", true, false), slice("IPv4", "edge-0", "10.0.0.1", true, false)));

        assertEquals(
                List.of("http://10.0.0.1:8081", "http://[2001:db8::1]:8081"),
                edges.get("edges/edge-0").edge().getUrisList());
        assertEquals(1, edges.size());
    }

    @Test
    void aPodThatIsInTwoSlicesWhileItMovesHasOneUri() {
        EndpointSlice slice = slice("IPv4", "edge-0", "10.0.0.1", true, false);

        assertEquals(
                1,
                SLICES.edges(List.of(slice, slice)).get("edges/edge-0").edge().getUrisCount());
    }

    @Test
    void whatIsNoPodOrHasNoSuchPortIsNoEdge() {
        EndpointSlice external = slice("IPv4", "edge-0", "10.0.0.1", true, false);
        external.getEndpoints().getFirst().setTargetRef(null);
        assertTrue(SLICES.edges(List.of(external)).isEmpty());

        EdgeSlices otherPort = new EdgeSlices(Optional.of("https"), "https://{address}:{port}");
        assertTrue(otherPort
                .edges(List.of(slice("IPv4", "edge-0", "10.0.0.1", true, false)))
                .isEmpty());
        assertTrue(SLICES.edges(List.of(slice("FQDN", "edge-0", "edge.example", true, false)))
                .isEmpty());
    }

    @Test
    void withoutANameOfAPortTheFirstIsTaken() {
        EdgeSlices anyPort = new EdgeSlices(Optional.empty(), "https://{pod}.edge.example:{port}");

        assertEquals(
                List.of("https://edge-0.edge.example:8081"),
                anyPort.edges(List.of(slice("IPv4", "edge-0", "10.0.0.1", true, false)))
                        .get("edges/edge-0")
                        .edge()
                        .getUrisList());
    }

    @Test
    void anEdgeIsNamedAsItsPodsHostname() {
        String pod = "a".repeat(62) + "-edge";

        assertEquals(
                "edges/" + "a".repeat(62),
                only(slice("IPv4", pod, "10.0.0.1", true, false)).edge().getName());
    }

    private static SlicedEdge only(EndpointSlice slice) {
        Map<String, SlicedEdge> edges = SLICES.edges(List.of(slice));
        assertEquals(1, edges.size());
        return edges.values().iterator().next();
    }

    private static EndpointSlice slice(String type, String pod, String address, Boolean ready, Boolean terminating) {
        EndpointConditions conditions = new EndpointConditionsBuilder()
                .withReady(ready)
                .withTerminating(terminating)
                .build();
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withName("edge-" + type)
                .endMetadata()
                .withAddressType(type)
                .addNewPort()
                .withName("http")
                .withPort(8081)
                .endPort()
                .withEndpoints(new EndpointBuilder()
                        .withAddresses(address)
                        .withConditions(conditions)
                        .withZone("zone-a")
                        .withNewTargetRef()
                        .withKind("Pod")
                        .withName(pod)
                        .endTargetRef()
                        .build())
                .build();
    }
}
