package io.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What one object says of another is true of that one, whatever the values are. */
class WiringTest {

    /** Certificates of cert-manager make these Secrets. */
    private static final String MADE_BY_CERT_MANAGER = "/spec/secretName";

    @Test
    void selectorsMatchTheirOwnPodsAndNoOthers() {
        Matrix.each(set -> {
            Rendered rendered = Matrix.rendered(set);
            rendered.all(Deployment.class)
                    .forEach(owner -> selectsOnly(
                            rendered,
                            owner.getSpec().getSelector().getMatchLabels(),
                            owner.getMetadata().getName()));
            rendered.all(StatefulSet.class)
                    .forEach(owner -> selectsOnly(
                            rendered,
                            owner.getSpec().getSelector().getMatchLabels(),
                            owner.getMetadata().getName()));
            rendered.all(PodDisruptionBudget.class)
                    .forEach(budget -> selectsOnly(
                            rendered,
                            budget.getSpec().getSelector().getMatchLabels(),
                            budget.getMetadata().getName()));
            rendered.all(NetworkPolicy.class)
                    .forEach(policy -> selectsOnly(
                            rendered,
                            policy.getSpec().getPodSelector().getMatchLabels(),
                            policy.getMetadata().getName()));
        });
    }

    @Test
    void servicesLeadToPortsThatTheirPodsHave() {
        Matrix.each(set -> {
            Rendered rendered = Matrix.rendered(set);
            for (Service service : rendered.all(Service.class)) {
                String name = service.getMetadata().getName();
                PodTemplateSpec pod = selected(rendered, service.getSpec().getSelector()).values().stream()
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(name + " leads nowhere"));
                for (ServicePort port : service.getSpec().getPorts()) {
                    ContainerPort target = PodsTest.container(pod).getPorts().stream()
                            .filter(has ->
                                    has.getName().equals(port.getTargetPort().getStrVal()))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError(name + " leads to no port " + port.getName()));
                    assertEquals(target.getContainerPort(), port.getPort(), name);
                    assertNotNull(port.getAppProtocol(), name);
                }
                assertFalse(
                        service.getSpec().getPorts().stream().anyMatch(port -> port.getPort() == 9000),
                        () -> name + " tells strangers of the management port");
            }
        });
    }

    @Test
    void urlsOfTheClusterAreThoseOfServices() {
        Matrix.each(set -> {
            Rendered rendered = Matrix.rendered(set);
            Set<String> there = new HashSet<>();
            for (Service service : rendered.all(Service.class)) {
                for (ServicePort port : service.getSpec().getPorts()) {
                    there.add(service.getMetadata().getName() + "." + Chart.NAMESPACE + ".svc:" + port.getPort());
                }
            }
            Stream<String> told = Stream.concat(
                    rendered.all(ConfigMap.class).stream()
                            .filter(map -> map.getData().keySet().stream().anyMatch(key -> key.startsWith("MILLRACE_")))
                            .flatMap(map -> map.getData().values().stream()),
                    rendered.pods().values().stream()
                            .flatMap(pod -> PodsTest.container(pod).getEnv().stream())
                            .map(variable -> String.valueOf(variable.getValue())));
            told.filter(value -> value.contains("." + Chart.NAMESPACE + ".svc"))
                    .map(value -> value.replaceFirst("^[A-Za-z]+:/+", ""))
                    .forEach(address -> assertTrue(there.contains(address), () -> address + " is none of " + there));
        });
    }

    @Test
    void routesLeadToPortsOfServices() {
        Matrix.each(set -> {
            Rendered rendered = Matrix.rendered(set);
            for (Ingress ingress : rendered.all(Ingress.class)) {
                var backend = ingress.getSpec()
                        .getRules()
                        .getFirst()
                        .getHttp()
                        .getPaths()
                        .getFirst()
                        .getBackend();
                assertTrue(
                        port(
                                rendered,
                                backend.getService().getName(),
                                null,
                                backend.getService().getPort().getName()),
                        ingress.getMetadata().getName());
            }
            for (String kind : List.of("HTTPRoute", "GRPCRoute")) {
                for (JsonNode route : rendered.documents(kind)) {
                    JsonNode backend = route.at("/spec/rules/0/backendRefs/0");
                    assertTrue(
                            port(
                                    rendered,
                                    backend.get("name").asText(),
                                    backend.get("port").asInt(),
                                    null),
                            () -> route.at("/metadata/name").asText());
                }
            }
            for (JsonNode policy : rendered.documents("BackendTLSPolicy")) {
                for (JsonNode target : policy.at("/spec/targetRefs")) {
                    assertTrue(
                            port(
                                    rendered,
                                    target.get("name").asText(),
                                    null,
                                    target.get("sectionName").asText()),
                            () -> policy.at("/metadata/name").asText() + " " + target);
                }
            }
        });
    }

    @Test
    void policiesOfGatewaysAreForRoutesThatThereAre() {
        Matrix.each(set -> {
            Rendered rendered = Matrix.rendered(set);
            for (JsonNode policy : rendered.documents("BackendTrafficPolicy")) {
                for (JsonNode target : policy.at("/spec/targetRefs")) {
                    assertTrue(rendered.documents(target.get("kind").asText()).stream()
                            .anyMatch(route -> route.at("/metadata/name").equals(target.get("name"))));
                }
            }
        });
    }

    @Test
    void whatIsMountedOrReadIsThere() {
        Matrix.each(set -> {
            Rendered rendered = Matrix.rendered(set);
            Set<String> secrets = secrets(rendered);
            Set<String> maps = new HashSet<>(rendered.names(ConfigMap.class));
            rendered.pods().forEach((name, pod) -> {
                for (String secret : SecretsTest.secretsOf(pod)) {
                    assertTrue(secrets.contains(secret) || given(secret), () -> name + " has no Secret " + secret);
                }
                PodsTest.container(pod)
                        .getEnvFrom()
                        .forEach(from ->
                                assertTrue(maps.contains(from.getConfigMapRef().getName()), name));
            });
        });
    }

    @Test
    void whatIsMountedHasAVolumeAndEachVolumeIsMounted() {
        Matrix.each(set -> {
            Matrix.rendered(set).pods().forEach((name, pod) -> {
                Set<String> volumes = pod.getSpec().getVolumes().stream()
                        .map(volume -> volume.getName())
                        .collect(Collectors.toSet());
                Set<String> mounted = PodsTest.container(pod).getVolumeMounts().stream()
                        .map(mount -> mount.getName())
                        .collect(Collectors.toSet());
                if (name.startsWith("StatefulSet") && mounted.contains("data")) {
                    volumes.add("data");
                }
                assertEquals(mounted, volumes, name);
            });
        });
    }

    @Test
    void filesThatSettingsNameAreMounted() {
        Matrix.each(set -> {
            Rendered rendered = Matrix.rendered(set);
            rendered.pods().forEach((name, pod) -> {
                if (PodsTest.container(pod).getEnvFrom().isEmpty()) {
                    return;
                }
                PodsTest.settings(rendered, pod).forEach((setting, value) -> {
                    if (value.startsWith("/etc/millrace/")) {
                        assertTrue(
                                SecretsTest.filesOf(pod).contains(value),
                                () -> name + ": " + setting + " is " + value + ", there is "
                                        + SecretsTest.filesOf(pod));
                    }
                });
            });
        });
    }

    @Test
    void serviceAccountsAreThereOrGiven() {
        Matrix.each(set -> {
            Rendered rendered = Matrix.rendered(set);
            List<String> accounts = rendered.names(ServiceAccount.class);
            rendered.pods().forEach((name, pod) -> {
                String account = pod.getSpec().getServiceAccountName();
                assertTrue(
                        account == null
                                || accounts.contains(account)
                                || Set.of("default", "given").contains(account),
                        () -> name + " has no account " + account);
            });
        });
    }

    @Test
    void thePodMonitorFindsEveryServiceByAPortThatItHas() {
        Matrix.each(set -> {
            Rendered rendered = Matrix.rendered(set);
            for (PodMonitor monitor : rendered.all(PodMonitor.class)) {
                LabelSelector selector = monitor.getSpec().getSelector();
                List<String> components =
                        selector.getMatchExpressions().getFirst().getValues();
                String port =
                        monitor.getSpec().getPodMetricsEndpoints().getFirst().getPort();
                selected(rendered, selector.getMatchLabels()).forEach((name, pod) -> {
                    boolean monitored = components.contains(Rendered.component(pod));
                    assertEquals(
                            monitored,
                            PodsTest.container(pod).getPorts().stream()
                                    .anyMatch(has -> has.getName().equals(port)),
                            name);
                });
            }
        });
    }

    private static void selectsOnly(Rendered rendered, Map<String, String> labels, String name) {
        Set<String> components = selected(rendered, labels).values().stream()
                .map(Rendered::component)
                .collect(Collectors.toSet());
        assertEquals(1, components.size(), () -> name + " selects " + components);
        assertTrue(name.endsWith("-" + components.iterator().next()), () -> name + " selects " + components);
    }

    private static Map<String, PodTemplateSpec> selected(Rendered rendered, Map<String, String> labels) {
        return rendered.pods().entrySet().stream()
                .filter(pod ->
                        pod.getValue().getMetadata().getLabels().entrySet().containsAll(labels.entrySet()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean port(Rendered rendered, String service, Integer number, String name) {
        return rendered.one(Service.class, service).getSpec().getPorts().stream()
                .anyMatch(
                        port -> port.getPort().equals(number) || port.getName().equals(name));
    }

    private static Set<String> secrets(Rendered rendered) {
        Set<String> names = new HashSet<>(rendered.names(Secret.class));
        rendered.documents("Certificate")
                .forEach(made -> names.add(made.at(MADE_BY_CERT_MANAGER).asText()));
        return names;
    }

    /** The values of this test's matrix call so what its user brings; in examples it is whatever the values name. */
    private static boolean given(String secret) {
        return secret.startsWith("given-")
                || EXAMPLES.contains("\"" + secret + "\"")
                || EXAMPLES.contains(": " + secret);
    }

    private static final String EXAMPLES = Matrix.examples();
}
