package io.millrace.helm;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;

/** As much of Envoy Gateway's custom resource as the chart uses (its api/v1alpha1, timeout_types.go and circuitbreaker_types.go). */
record BackendTrafficPolicy(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

    record Spec(List<Target> targetRefs, Timeout timeout, CircuitBreaker circuitBreaker) {}

    record Target(String group, String kind, String name) {}

    record Timeout(Http http) {}

    record Http(String requestTimeout, String connectionIdleTimeout) {}

    record CircuitBreaker(long maxConnections, long maxPendingRequests, long maxParallelRequests) {}
}
