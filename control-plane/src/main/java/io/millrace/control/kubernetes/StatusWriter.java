package io.millrace.control.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Tells in a custom resource's status what became of it, where that is something new. */
final class StatusWriter {

    private final KubernetesClient client;
    private final ResourceDefinitionContext kind;
    private final Clock clock;

    StatusWriter(KubernetesClient client, ResourceDefinitionContext kind, Clock clock) {
        this.client = client;
        this.kind = kind;
        this.clock = clock;
    }

    /**
     * Writes it; what somebody else has changed meanwhile, or deleted, is passed over, for that is told soon.
     *
     * @throws KubernetesClientException if Kubernetes does not take it
     */
    void write(GenericKubernetesResource custom, Verdict verdict) {
        Map<String, Object> before = status(custom);
        Map<String, Object> after = status(custom, verdict, before);
        if (after.equals(before)) {
            return;
        }
        GenericKubernetesResource told = Serialization.clone(custom);
        told.setAdditionalProperty("status", after);
        try {
            client.genericKubernetesResources(kind)
                    .inNamespace(custom.getMetadata().getNamespace())
                    .resource(told)
                    .updateStatus();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }

    private Map<String, Object> status(GenericKubernetesResource custom, Verdict verdict, Map<String, Object> before) {
        long generation = Objects.requireNonNullElse(custom.getMetadata().getGeneration(), 0L);
        Map<String, Object> condition = new LinkedHashMap<>();
        condition.put("type", "Ready");
        condition.put("status", verdict.ready() ? "True" : "False");
        condition.put("reason", verdict.reason());
        condition.put("message", verdict.message());
        condition.put("observedGeneration", generation);
        condition.put("lastTransitionTime", transition(before, verdict.ready() ? "True" : "False"));
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("observedGeneration", generation);
        status.put("revision", verdict.revision());
        status.put("conditions", List.of(condition));
        return plain(status);
    }

    /** When the condition became what it is. */
    private String transition(Map<String, Object> before, String now) {
        return before.get("conditions") instanceof List<?> conditions
                        && !conditions.isEmpty()
                        && conditions.getFirst() instanceof Map<?, ?> condition
                        && now.equals(condition.get("status"))
                        && condition.get("lastTransitionTime") instanceof String since
                ? since
                : clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Map<String, Object> status(GenericKubernetesResource custom) {
        return custom.getAdditionalProperties().get("status") instanceof Map<?, ?> status ? plain(status) : Map.of();
    }

    /** As JSON is read, so that numbers of the same value are equal. */
    @SuppressWarnings("unchecked") // an object of JSON has texts for keys
    private static Map<String, Object> plain(Map<?, ?> status) {
        return Serialization.unmarshal(Serialization.asJson(status), Map.class);
    }
}
