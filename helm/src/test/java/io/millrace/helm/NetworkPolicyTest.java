package io.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who may talk to whom. */
class NetworkPolicyTest {

    private static final String COMPONENT = "app.kubernetes.io/component";

    private final Rendered open = Matrix.rendered("network policy");
    private final Rendered narrow = Matrix.rendered("narrow network policy");

    @Test
    void everyPodHasOne() {
        Set<String> covered = open.all(NetworkPolicy.class).stream()
                .map(policy ->
                        policy.getSpec().getPodSelector().getMatchLabels().get(COMPONENT))
                .collect(Collectors.toSet());
        assertEquals(Set.of("ingest", "edge", "shaper", "control", "redis", "kafka"), covered);
        for (NetworkPolicy policy : open.all(NetworkPolicy.class)) {
            assertEquals(List.of("Ingress", "Egress"), policy.getSpec().getPolicyTypes());
        }
    }

    @Test
    void theManagementPortIsForMonitoringAlone() {
        for (String component : List.of("ingest", "edge", "shaper", "control")) {
            NetworkPolicyIngressRule rule = incoming(open, component, "management");
            assertEquals(1, rule.getFrom().size());
            assertEquals(
                    "monitoring",
                    rule.getFrom()
                            .getFirst()
                            .getNamespaceSelector()
                            .getMatchLabels()
                            .get("kubernetes.io/metadata.name"));
        }
    }

    @Test
    void theManagementPortIsForNobodyWhereNobodyMonitors() {
        Rendered unwatched = Chart.render(Yaml.merged(
                Yaml.map(Repository.CHART.resolve("examples/trial.yaml")),
                Yaml.map("networkPolicy: {enabled: true, monitoring: []}")));
        for (NetworkPolicy policy : unwatched.all(NetworkPolicy.class)) {
            assertFalse(policy.getSpec().getIngress().stream()
                    .flatMap(rule -> rule.getPorts().stream())
                    .anyMatch(port -> "management".equals(port.getPort().getStrVal())));
        }
    }

    @Test
    void theControlPlanesApiIsForServicesAndOperators() {
        assertEquals(
                Set.of("ingest", "edge", "shaper", "test"),
                components(incoming(open, "control", "grpc").getFrom()));
        List<NetworkPolicyPeer> peers = incoming(narrow, "control", "grpc").getFrom();
        assertTrue(peers.stream()
                .anyMatch(peer ->
                        peer.getIpBlock() != null && peer.getIpBlock().getCidr().equals("192.0.2.0/24")));
    }

    @Test
    void whereClientsAreNamedNobodyElseReachesTheServices() {
        assertTrue(incoming(open, "edge", "http").getFrom().isEmpty());
        assertEquals(
                Set.of("shaper", "test"),
                components(incoming(narrow, "edge", "http").getFrom()));
        assertEquals(
                Set.of("test"), components(incoming(narrow, "ingest", "http").getFrom()));
        assertEquals(Set.of(), components(incoming(narrow, "shaper", "http").getFrom()));
        assertEquals(1, incoming(narrow, "shaper", "http").getFrom().size());
    }

    @Test
    void bundledStoresAreForThoseWhoUseThem() {
        for (String store : List.of("redis", "kafka")) {
            NetworkPolicy policy = open.one(NetworkPolicy.class, "millrace-" + store);
            assertEquals(
                    Set.of("ingest", "edge", "control"),
                    components(policy.getSpec().getIngress().getFirst().getFrom()));
            assertTrue(policy.getSpec().getEgress().isEmpty());
        }
    }

    @Test
    void eachReachesWhatItNeedsAndNoMore() {
        assertEquals(Set.of("53", "6379 redis", "9092 kafka", "9090 control", "origins"), outgoing(open, "ingest"));
        assertEquals(Set.of("53", "6379 redis", "9092 kafka", "9090 control"), outgoing(open, "edge"));
        assertEquals(Set.of("53", "8081 edge", "8443 edge", "9090 control", "origins"), outgoing(open, "shaper"));
        assertEquals(Set.of("53", "6379 redis", "9092 kafka", "443", "6443", "origins"), outgoing(open, "control"));
    }

    @Test
    void sentinelsAreReachedAsWellAsRedis() {
        Rendered watched =
                Chart.render(Yaml.merged(Yaml.map(Repository.CHART.resolve("examples/nginx.yaml")), Yaml.map("""
                        networkPolicy: {enabled: true, operators: [{ipBlock: {cidr: 192.0.2.0/24}}]}
                        """)));
        assertTrue(outgoing(watched, "ingest").containsAll(Set.of("6379", "26379")));
    }

    @Test
    void anotherReleasesControlPlaneAndEdgesAreReachedWhereTheyAreNamed() {
        Rendered apart =
                Chart.render(Yaml.merged(Yaml.map(Repository.CHART.resolve("examples/trial.yaml")), Yaml.map("""
                networkPolicy: {enabled: true, egress: {control: {to: [{ipBlock: {cidr: 198.51.100.0/24}}]}}}
                control: {enabled: false, uri: "dns:///control.elsewhere.svc:9090"}
                auth: {existingSecret: tokens}
                edge: {enabled: false}
                shaper: {edgeUri: "http://edge.elsewhere.svc:8081"}
                """)));
        List<NetworkPolicyEgressRule> ways =
                apart.one(NetworkPolicy.class, "millrace-shaper").getSpec().getEgress();
        assertEquals(
                "198.51.100.0/24",
                to(ways, 9090).getTo().getFirst().getIpBlock().getCidr());
        assertTrue(to(ways, 8081).getTo().isEmpty());
    }

    @Test
    void originsAreOutsideOfTheCluster() {
        open.one(NetworkPolicy.class, "millrace-shaper").getSpec().getEgress().stream()
                .flatMap(rule -> rule.getTo().stream())
                .filter(peer -> peer.getIpBlock() != null)
                .forEach(peer -> assertTrue(peer.getIpBlock().getExcept().contains("10.0.0.0/8")));
    }

    private static Set<String> outgoing(Rendered rendered, String component) {
        Set<String> ways = new TreeSet<>();
        rendered.one(NetworkPolicy.class, "millrace-" + component)
                .getSpec()
                .getEgress()
                .forEach(rule -> {
                    boolean origins = rule.getTo().stream().anyMatch(peer -> peer.getIpBlock() != null);
                    if (origins) {
                        ways.add("origins");
                        return;
                    }
                    for (NetworkPolicyPort port : rule.getPorts()) {
                        Set<String> to = components(rule.getTo());
                        assertFalse(to.size() > 1);
                        ways.add((port.getPort().getIntVal() + " " + String.join("", to)).strip());
                    }
                });
        return ways;
    }

    private static NetworkPolicyEgressRule to(List<NetworkPolicyEgressRule> ways, int number) {
        return ways.stream()
                .filter(way ->
                        way.getPorts().stream().anyMatch(port -> port.getPort().getIntVal() == number))
                .findFirst()
                .orElseThrow();
    }

    private static NetworkPolicyIngressRule incoming(Rendered rendered, String component, String port) {
        return rendered.one(NetworkPolicy.class, "millrace-" + component).getSpec().getIngress().stream()
                .filter(rule -> rule.getPorts().stream()
                        .anyMatch(named -> port.equals(named.getPort().getStrVal())))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> components(List<NetworkPolicyPeer> peers) {
        return peers.stream()
                .map(NetworkPolicyPeer::getPodSelector)
                .filter(Objects::nonNull)
                .map(selector -> selector.getMatchLabels().get(COMPONENT))
                .collect(Collectors.toSet());
    }
}
