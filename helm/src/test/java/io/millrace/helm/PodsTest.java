package io.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every pod, whatever the values are. */
class PodsTest {

    private static final Set<String> SERVICES = Set.of("ingest", "edge", "shaper", "control");

    /** Kinds of volumes that the profile allows (https://kubernetes.io/docs/concepts/security/pod-security-standards/). */
    private static final Set<String> SAFE_VOLUMES = Set.of(
            "name",
            "configMap",
            "csi",
            "downwardAPI",
            "emptyDir",
            "ephemeral",
            "persistentVolumeClaim",
            "projected",
            "secret");

    @Test
    void theProfileRestrictedOfPodSecurityAllowsIt() {
        Matrix.each(set -> {
            each(set, (name, pod) -> {
                PodSpec spec = pod.getSpec();
                assertTrue(spec.getSecurityContext().getRunAsNonRoot(), name);
                assertTrue(spec.getSecurityContext().getRunAsUser() > 0, name);
                assertEquals(
                        "RuntimeDefault",
                        spec.getSecurityContext().getSeccompProfile().getType(),
                        name);
                assertNull(spec.getHostNetwork(), name);
                assertNull(spec.getHostPID(), name);
                assertNull(spec.getHostIPC(), name);
                for (Container container : containers(spec)) {
                    var security = container.getSecurityContext();
                    assertEquals(false, security.getAllowPrivilegeEscalation(), name);
                    assertEquals(List.of("ALL"), security.getCapabilities().getDrop(), name);
                    assertTrue(security.getCapabilities().getAdd().isEmpty(), name);
                    assertNull(security.getPrivileged(), name);
                    assertNull(security.getRunAsUser(), name);
                    assertNull(security.getSeccompProfile(), name);
                    for (ContainerPort port : container.getPorts()) {
                        assertNull(port.getHostPort(), name);
                    }
                }
                for (Volume volume : spec.getVolumes()) {
                    Set<String> kinds = StrictModel.fields(volume);
                    assertTrue(SAFE_VOLUMES.containsAll(kinds), () -> name + " has a volume with " + kinds);
                }
            });
        });
    }

    @Test
    void nothingIsWrittenBesideVolumes() {
        Matrix.each(set -> {
            each(set, (name, pod) -> {
                for (Container container : containers(pod.getSpec())) {
                    assertEquals(true, container.getSecurityContext().getReadOnlyRootFilesystem(), name);
                }
                if (SERVICES.contains(Rendered.component(pod))) {
                    Map<String, VolumeMount> mounts = mounts(pod);
                    for (String written : List.of("/tmp", "/var/lib/millrace")) {
                        VolumeMount mount = mounts.get(written);
                        assertNotNull(mount, () -> name + " can't write to " + written);
                        assertNull(mount.getReadOnly(), name);
                        assertNotNull(volume(pod, mount.getName()).getEmptyDir(), name);
                    }
                }
            });
        });
    }

    @Test
    void memoryIsBounded() {
        Matrix.each(set -> {
            each(set, (name, pod) -> {
                for (Container container : containers(pod.getSpec())) {
                    assertNotNull(container.getResources().getLimits().get("memory"), name);
                    assertNotNull(container.getResources().getRequests().get("memory"), name);
                    assertNotNull(container.getResources().getRequests().get("cpu"), name);
                }
            });
        });
    }

    /** Beyond these an edge or ingest would be ended by the kernel under load: container.args has two fifths for buffers. */
    @Test
    void buffersFitIntoTheirPartOfTheMemory() {
        Matrix.eachExample(example -> {
            Rendered rendered = Matrix.rendered(example);
            for (Deployment deployment : rendered.all(Deployment.class)) {
                PodTemplateSpec pod = deployment.getSpec().getTemplate();
                String component = Rendered.component(pod);
                if (!component.equals("edge") && !component.equals("ingest")) {
                    continue;
                }
                Map<String, String> settings =
                        rendered.one(ConfigMap.class, "millrace-" + component).getData();
                long buffers = component.equals("edge")
                        ? bytes(settings, "MILLRACE_EDGE_GROWING_BYTES", 536870912)
                                + bytes(settings, "MILLRACE_EDGE_CACHE_BYTES", 268435456)
                        : 2 * bytes(settings, "MILLRACE_INGEST_IN_FLIGHT_BYTES", 134217728);
                long memory = container(pod)
                        .getResources()
                        .getLimits()
                        .get("memory")
                        .getNumericalAmount()
                        .longValue();
                assertTrue(buffers <= memory * 2 / 5, () -> component + " has " + memory + " bytes for " + buffers);
            }
        });
    }

    @Test
    void everyServiceIsProbedOnItsManagementPort() {
        Matrix.each(set -> {
            each(set, (name, pod) -> {
                if (SERVICES.contains(Rendered.component(pod))) {
                    Container container = container(pod);
                    assertEquals(9000, port(container, "management"), name);
                    probed("/q/health/started", container.getStartupProbe(), name);
                    probed("/q/health/ready", container.getReadinessProbe(), name);
                    probed("/q/health/live", container.getLivenessProbe(), name);
                    // A node on which much starts at once is slow.
                    Probe startup = container.getStartupProbe();
                    assertTrue(startup.getPeriodSeconds() * startup.getFailureThreshold() >= 120, name);
                } else if (!Rendered.component(pod).equals("test")) {
                    assertNotNull(container(pod).getStartupProbe(), name);
                    assertNotNull(container(pod).getReadinessProbe(), name);
                    assertNotNull(container(pod).getLivenessProbe(), name);
                }
            });
        });
    }

    @Test
    void aStopHasTimeToDrain() {
        Matrix.each(set -> {
            Rendered rendered = Matrix.rendered(set);
            each(set, (name, pod) -> {
                String component = Rendered.component(pod);
                if (SERVICES.contains(component)) {
                    Map<String, String> settings = settings(rendered, pod);
                    String prefix = "MILLRACE_" + component.toUpperCase(java.util.Locale.ROOT);
                    Duration drain = Duration.parse("PT" + settings.get(prefix + "_DRAIN"));
                    Duration delay = Duration.parse("PT" + settings.get(prefix + "_DRAIN_DELAY"));
                    assertEquals(
                            delay.plus(drain).plusSeconds(10).toSeconds(),
                            pod.getSpec().getTerminationGracePeriodSeconds(),
                            name);
                }
            });
        });
    }

    @Test
    void aNewPodIsThereBeforeAnOldOneGoes() {
        Matrix.each(set -> {
            for (Deployment deployment : Matrix.rendered(set).all(Deployment.class)) {
                if (SERVICES.contains(Rendered.component(deployment.getSpec().getTemplate()))) {
                    var update = deployment.getSpec().getStrategy().getRollingUpdate();
                    assertEquals(0, update.getMaxUnavailable().getIntVal());
                    assertTrue(update.getMaxSurge().getIntVal() > 0);
                }
            }
        });
    }

    @Test
    void whoScalesIsNotContradicted() {
        Matrix.each(set -> {
            Rendered rendered = Matrix.rendered(set);
            Set<String> scaled = Stream.concat(
                            rendered.all(HorizontalPodAutoscaler.class).stream()
                                    .map(scaler ->
                                            scaler.getSpec().getScaleTargetRef().getName()),
                            rendered.documents("ScaledObject").stream()
                                    .map(scaler -> scaler.at("/spec/scaleTargetRef/name")
                                            .asText()))
                    .collect(Collectors.toSet());
            for (Deployment deployment : rendered.all(Deployment.class)) {
                String name = deployment.getMetadata().getName();
                assertEquals(scaled.remove(name), deployment.getSpec().getReplicas() == null, name);
            }
            assertTrue(scaled.isEmpty(), () -> "there is no Deployment " + scaled);
        });
    }

    @Test
    void variablesOfServicesAreNotTakenForSettings() {
        Matrix.each(set -> {
            each(set, (name, pod) -> assertEquals(false, pod.getSpec().getEnableServiceLinks(), name));
        });
    }

    @Test
    void onlyAControlPlaneThatLooksAtTheClusterHasATokenForIt() {
        Matrix.each(set -> {
            boolean looks = Matrix.rendered(set)
                            .all(io.fabric8.kubernetes.api.model.rbac.Role.class)
                            .size()
                    == 1;
            each(
                    set,
                    (name, pod) -> assertEquals(
                            looks && Rendered.component(pod).equals("control"),
                            pod.getSpec().getAutomountServiceAccountToken(),
                            name));
        });
    }

    @Test
    void aChangeOfSettingsRollsThePodsOfItsServiceAlone() {
        ObjectNode before = Matrix.values("base");
        ObjectNode after = Yaml.merged(before, Yaml.map("edge: {config: {MILLRACE_EDGE_HOLD: 2s}}"));
        for (String component : SERVICES) {
            assertEquals(
                    !component.equals("edge"),
                    checksum(Chart.render(before), component).equals(checksum(Chart.render(after), component)),
                    component);
        }
    }

    @Test
    void trialBackendsAreMarked() {
        Map<String, PodTemplateSpec> pods = Matrix.rendered("base").pods();
        pods.forEach((name, pod) -> assertEquals(
                Set.of("redis", "kafka").contains(Rendered.component(pod)),
                "true".equals(pod.getMetadata().getLabels().get("millrace.io/trial")),
                name));
        assertFalse(pods.isEmpty());
    }

    private static String checksum(Rendered rendered, String component) {
        return rendered.one(Deployment.class, "millrace-" + component)
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations()
                .get("checksum/settings");
    }

    private static void each(String set, BiConsumer<String, PodTemplateSpec> check) {
        Map<String, PodTemplateSpec> pods = Matrix.rendered(set).pods();
        assertFalse(pods.isEmpty());
        pods.forEach(check);
    }

    private static void probed(String path, Probe probe, String name) {
        assertEquals(path, probe.getHttpGet().getPath(), name);
        assertEquals("management", probe.getHttpGet().getPort().getStrVal(), name);
    }

    private static List<Container> containers(PodSpec spec) {
        return Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream())
                .toList();
    }

    static Container container(PodTemplateSpec pod) {
        assertEquals(1, pod.getSpec().getContainers().size());
        return pod.getSpec().getContainers().getFirst();
    }

    private static int port(Container container, String name) {
        return container.getPorts().stream()
                .filter(port -> port.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getContainerPort();
    }

    private static Map<String, VolumeMount> mounts(PodTemplateSpec pod) {
        return container(pod).getVolumeMounts().stream()
                .collect(Collectors.toMap(VolumeMount::getMountPath, mount -> mount));
    }

    private static Volume volume(PodTemplateSpec pod, String name) {
        return pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no volume " + name));
    }

    /** What a service's container is told by its ConfigMap. */
    static Map<String, String> settings(Rendered rendered, PodTemplateSpec pod) {
        String map = container(pod).getEnvFrom().getFirst().getConfigMapRef().getName();
        return rendered.one(ConfigMap.class, map).getData();
    }

    private static long bytes(Map<String, String> settings, String name, long without) {
        return Long.parseLong(settings.getOrDefault(name, Long.toString(without)));
    }
}
