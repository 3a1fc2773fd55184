package io.millrace.helm;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.List;

/** As much of KEDA's custom resource as the chart uses (https://keda.sh/docs/latest/reference/scaledobject-spec/). */
record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

    record Spec(
            Target scaleTargetRef,
            int minReplicaCount,
            int maxReplicaCount,
            Advanced advanced,
            Fallback fallback,
            List<Trigger> triggers) {}

    record Target(String name) {}

    record Advanced(Config horizontalPodAutoscalerConfig) {}

    record Config(HorizontalPodAutoscalerBehavior behavior) {}

    record Fallback(int failureThreshold, int replicas) {}

    record Trigger(String type, Prometheus metadata, Target authenticationRef) {}

    record Prometheus(String serverAddress, String query, String threshold) {}
}
