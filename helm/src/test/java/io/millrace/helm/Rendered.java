package io.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What Helm has made of the chart. */
record Rendered(List<JsonNode> documents) {

    /** All of a kind. */
    <T extends HasMetadata> List<T> all(Class<T> type) {
        return documents.stream()
                .filter(document -> document.path("kind").asText().equals(HasMetadata.getKind(type)))
                .map(document -> StrictModel.read(document, type))
                .toList();
    }

    /** The one of a kind that has this name. */
    <T extends HasMetadata> T one(Class<T> type, String name) {
        List<T> found = all(type).stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .toList();
        assertEquals(1, found.size(), () -> HasMetadata.getKind(type) + " " + name + " among " + names(type));
        return found.getFirst();
    }

    List<String> names(Class<? extends HasMetadata> type) {
        return all(type).stream().map(object -> object.getMetadata().getName()).toList();
    }

    /** Documents of a kind that there is no model of. */
    List<JsonNode> documents(String kind) {
        return documents.stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .toList();
    }

    /** Every pod that there will be, by the kind and name of what makes it. */
    Map<String, PodTemplateSpec> pods() {
        Map<String, PodTemplateSpec> pods = new LinkedHashMap<>();
        all(Deployment.class)
                .forEach(owner -> pods.put(
                        "Deployment " + owner.getMetadata().getName(),
                        owner.getSpec().getTemplate()));
        all(StatefulSet.class)
                .forEach(owner -> pods.put(
                        "StatefulSet " + owner.getMetadata().getName(),
                        owner.getSpec().getTemplate()));
        all(Pod.class)
                .forEach(pod -> pods.put(
                        "Pod " + pod.getMetadata().getName(),
                        new PodTemplateSpecBuilder()
                                .withMetadata(pod.getMetadata())
                                .withSpec(pod.getSpec())
                                .build()));
        return pods;
    }

    /** The component that a template's pods are of: ingest, edge, shaper, control, redis, kafka or test. */
    static String component(PodTemplateSpec pod) {
        return pod.getMetadata().getLabels().get("app.kubernetes.io/component");
    }
}
