package io.millrace.helm;

import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a cluster tells of the pods behind Services: EndpointSlices, written anew whenever a pod becomes ready, ends or is gone. */
final class Endpoints {

    private final KubernetesClient api;
    private final String namespace;
    private final List<Service> services;
    private final Set<RunningPod> pods = new LinkedHashSet<>();
    private final Set<RunningPod> ready = new HashSet<>();

    Endpoints(KubernetesClient api, String namespace, List<Service> services) {
        this.api = api;
        this.namespace = namespace;
        this.services = services;
    }

    synchronized void isReady(RunningPod pod) {
        pods.add(pod);
        ready.add(pod);
        publish();
    }

    /** It was deleted, and is ending. */
    synchronized void isTerminating(RunningPod pod) {
        ready.remove(pod);
        publish();
    }

    synchronized void isGone(RunningPod pod) {
        pods.remove(pod);
        publish();
    }

    /** Writes an EndpointSlice for each Service, of the pods that it selects. */
    private void publish() {
        for (Service service : services) {
            List<RunningPod> selected = pods.stream()
                    .filter(pod -> PodNetwork.selects(service, pod.labels()))
                    .toList();
            List<Endpoint> endpoints = selected.stream().map(this::endpoint).toList();
            List<EndpointPort> ports = service.getSpec().getPorts().stream()
                    .map(port -> endpointPort(selected, port))
                    .toList();
            api.discovery()
                    .v1()
                    .endpointSlices()
                    .resource(new EndpointSliceBuilder()
                            .withNewMetadata()
                            .withNamespace(namespace)
                            .withName(service.getMetadata().getName() + "-slice")
                            .addToLabels(
                                    "kubernetes.io/service-name",
                                    service.getMetadata().getName())
                            .endMetadata()
                            .withAddressType("IPv4")
                            .withEndpoints(endpoints)
                            .withPorts(ports)
                            .build())
                    .createOr(NonDeletingOperation::update);
        }
    }

    private static EndpointPort endpointPort(List<RunningPod> selected, ServicePort port) {
        int target = selected.stream()
                .findFirst()
                .map(pod -> pod.port(port.getTargetPort()))
                .orElse(port.getPort());
        if (target != port.getPort()) {
            throw new IllegalArgumentException("a Service here has the ports of its pods, and " + port + " is another");
        }
        return new EndpointPortBuilder()
                .withName(port.getName())
                .withPort(target)
                .withProtocol("TCP")
                .build();
    }

    private Endpoint endpoint(RunningPod pod) {
        boolean isReady = ready.contains(pod);
        return new EndpointBuilder()
                .withAddresses(pod.address())
                .withNewConditions()
                .withReady(isReady)
                .withServing(isReady)
                .withTerminating(!isReady)
                .endConditions()
                .withTargetRef(new ObjectReferenceBuilder()
                        .withKind("Pod")
                        .withName(pod.name())
                        .withNamespace(namespace)
                        .build())
                .build();
    }
}
