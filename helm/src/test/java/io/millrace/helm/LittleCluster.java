package io.millrace.helm;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Network;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * As much of a cluster as it takes to see that a chart's pods work together: each pod is a container, Services are names in
 * Docker's name server, and an API server holds custom resources, the Lease and the EndpointSlices of the pods that are ready.
 */
final class LittleCluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final DockerClient docker;
    private final Rendered manifests;
    private final String namespace;
    private final Path files;
    private final String networkId;
    private final PodNetwork network;
    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private final KubernetesClient api;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Endpoints endpoints;
    private final List<RunningPod> pods = new CopyOnWriteArrayList<>();
    private final AtomicInteger replaced = new AtomicInteger();

    /**
     * How a pod that was to end by itself has ended.
     *
     * @param log what its containers have printed
     */
    record End(int status, String log) {}

    LittleCluster(DockerClient docker, Rendered manifests, String namespace) throws IOException {
        this.docker = docker;
        this.manifests = manifests;
        this.namespace = namespace;
        this.files = Files.createTempDirectory("millrace-cluster-");
        Files.setPosixFilePermissions(files, PosixFilePermissions.fromString("rwxr-xr-x"));
        String name = files.getFileName().toString();
        this.networkId = docker.createNetworkCmd().withName(name).exec().getId();
        this.network = new PodNetwork(name, namespace, manifests);
        Network inspected = docker.inspectNetworkCmd().withNetworkId(networkId).exec();
        server.init(
                InetAddress.getByName(inspected.getIpam().getConfig().getFirst().getGateway()), 0);
        for (CustomResourceDefinition definition : manifests.all(CustomResourceDefinition.class)) {
            server.expectCustomResource(CustomResourceDefinitionContext.fromCrd(definition));
        }
        api = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl(server.url("/"))
                        .withNamespace(namespace)
                        .build())
                .build();
        endpoints = new Endpoints(api, namespace, manifests.all(Service.class));
    }

    /** The API server, as one who uses the cluster has it. */
    KubernetesClient api() {
        return api;
    }

    /** Starts every pod of every Deployment and StatefulSet, all at once, and waits until all are ready. */
    void startAll() throws IOException {
        for (StatefulSet set : manifests.all(StatefulSet.class)) {
            start(set.getMetadata().getName(), set.getSpec().getReplicas(), withClaims(set));
        }
        for (Deployment deployment : manifests.all(Deployment.class)) {
            int replicas = deployment.getSpec().getReplicas() == null
                    ? 1
                    : deployment.getSpec().getReplicas();
            start(
                    deployment.getMetadata().getName(),
                    replicas,
                    deployment.getSpec().getTemplate());
        }
        List.copyOf(pods).forEach(this::awaitReady);
    }

    /** What is claimed of disks is a directory that goes with the pod. */
    private static PodTemplateSpec withClaims(StatefulSet set) {
        PodTemplateSpecBuilder template =
                new PodTemplateSpecBuilder(set.getSpec().getTemplate());
        for (PersistentVolumeClaim claim : set.getSpec().getVolumeClaimTemplates()) {
            template.editSpec()
                    .addNewVolume()
                    .withName(claim.getMetadata().getName())
                    .withNewEmptyDir()
                    .endEmptyDir()
                    .endVolume()
                    .endSpec();
        }
        return template.build();
    }

    private void start(String owner, int replicas, PodTemplateSpec template) throws IOException {
        for (int i = 0; i < replicas; i++) {
            start(owner + "-" + i, template);
        }
    }

    private RunningPod start(String name, PodTemplateSpec template) throws IOException {
        RunningPod pod = pod(name, template);
        pods.add(pod);
        pod.start();
        return pod;
    }

    private RunningPod pod(String name, PodTemplateSpec template) throws IOException {
        boolean talksToTheApi = Boolean.TRUE.equals(template.getSpec().getAutomountServiceAccountToken());
        return new RunningPod(
                docker,
                name,
                template,
                new PodFiles(template.getSpec(), manifests, files.resolve(name), namespace),
                new PodEnvironment(
                        manifests,
                        namespace,
                        talksToTheApi ? Map.of("MILLRACE_CONTROL_KUBERNETES_API_SERVER", server.url("/")) : Map.of()),
                network);
    }

    /** Runs a pod that is in no Deployment, as a test of the chart. */
    End runToItsEnd(io.fabric8.kubernetes.api.model.Pod declared) throws IOException {
        PodTemplateSpec template = new PodTemplateSpec(declared.getMetadata(), declared.getSpec());
        try (RunningPod pod = pod(declared.getMetadata().getName(), template)) {
            int status = pod.runToItsEnd();
            return new End(status, pod.log());
        }
    }

    /** All pods that run. */
    List<RunningPod> all() {
        return List.copyOf(pods);
    }

    /** The pods of a component that run. */
    List<RunningPod> of(String component) {
        return pods.stream()
                .filter(pod -> component.equals(pod.labels().get("app.kubernetes.io/component")))
                .toList();
    }

    private void awaitReady(RunningPod pod) {
        try {
            await().atMost(PATIENCE).until(() -> isReady(pod));
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(pod.name() + " did not become ready:\n" + pod.log(), e);
        }
        pod.isReadyNow();
        endpoints.isReady(pod);
    }

    /** What its readiness probe says now. */
    boolean isReady(RunningPod pod) {
        Probe probe = pod.container().getReadinessProbe();
        String address = pod.address();
        if (address.isEmpty()) {
            return false;
        }
        if (probe.getHttpGet() != null) {
            HTTPGetAction get = probe.getHttpGet();
            URI uri = URI.create("http://" + address + ":" + pod.port(get.getPort()) + get.getPath());
            try {
                HttpRequest request = HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(5))
                        .build();
                return http.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        < 400;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        // What a probe by a command would say is not asked: that the port is open is enough for those who wait.
        int port = pod.container().getPorts().getFirst().getContainerPort();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Puts a new pod in the place of one, as a rollout that lets none be missing; the status that the old one ends with. */
    int replace(RunningPod old) throws IOException {
        awaitReady(start(old.name() + "-" + replaced.incrementAndGet(), old.template()));
        // At a deletion endpoints say at once that it is terminating, and it is asked to end.
        endpoints.isTerminating(old);
        int status = old.stop();
        pods.remove(old);
        endpoints.isGone(old);
        old.close();
        return status;
    }

    @Override
    public void close() throws IOException {
        pods.forEach(RunningPod::close);
        api.close();
        server.destroy();
        docker.removeNetworkCmd(networkId).exec();
        try (Stream<Path> written = Files.walk(files)) {
            for (Path path : written.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
