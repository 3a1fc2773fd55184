package io.millrace.control.kubernetes;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What the control plane does on Kubernetes; nothing of it starts elsewhere. */
public interface KubernetesConfig {

    /** Whether edges, channels and rules come from Kubernetes too. */
    @WithDefault("false")
    boolean enabled();

    /** URL of the API server; without one it is that of the cluster, or of KUBECONFIG. */
    Optional<String> apiServer();

    /** Namespace of all that is looked at; without one it is that of the pod. */
    Optional<String> namespace();

    /** Name of the Service whose pods are the edges; without one no edge comes from Kubernetes. */
    Optional<String> edgeService();

    /** Name of the port of that Service; without one the first that an EndpointSlice tells is taken. */
    Optional<String> edgePort();

    /** URL where clients reach an edge, in which {address}, {port} and {pod} stand for the pod's. */
    @WithDefault("http://{address}:{port}")
    String edgeUri();

    /** Whether custom resources of the kinds Channel and ShapingRule become channels and rules. */
    @WithDefault("true")
    boolean resources();

    /** Name of the Lease by which replicas agree which of them does this. */
    @WithDefault("millrace-control")
    String lease();

    /** How long after the last sign of life of that replica another one takes over; 2s or more. */
    @WithDefault("15s")
    Duration leaseDuration();
}
