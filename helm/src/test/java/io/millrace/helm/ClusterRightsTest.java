package io.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the release may do in the cluster, and the custom resources that it brings. */
class ClusterRightsTest {

    @Test
    void theControlPlaneMayDoWhatDeployRbacSaysAndNoMore() throws IOException {
        List<JsonNode> expected = Yaml.documents(Files.readString(Repository.file("deploy/rbac.yaml")));
        Rendered rendered = Matrix.rendered("base");
        assertEquals(
                one(expected, "Role").get("rules"),
                rendered.documents("Role").getFirst().get("rules"));
        JsonNode binding = rendered.documents("RoleBinding").getFirst();
        assertEquals(one(expected, "RoleBinding").get("roleRef"), binding.get("roleRef"));
        assertEquals(one(expected, "RoleBinding").at("/subjects/0/name"), binding.at("/subjects/0/name"));
    }

    @Test
    void theRoleIsForTheLeaseThatTheControlPlaneIsToldOf() {
        ObjectNode values = Yaml.merged(Matrix.values("base"), Yaml.map("fullnameOverride: tv"));
        Rendered rendered = Chart.render(values);
        JsonNode settings = rendered.documents("ConfigMap").stream()
                .filter(map -> map.at("/metadata/name").asText().equals("tv-control"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                settings.at("/data/MILLRACE_CONTROL_KUBERNETES_LEASE"),
                rendered.documents("Role").getFirst().at("/rules/4/resourceNames/0"));
    }

    @Test
    void nobodyHasRightsBeyondTheNamespace() {
        Matrix.each(set -> {
            Rendered rendered = Matrix.rendered(set);
            assertTrue(rendered.documents("ClusterRole").isEmpty());
            assertTrue(rendered.documents("ClusterRoleBinding").isEmpty());
        });
    }

    @Test
    void definitionsOfCustomResourcesAreThoseOfDeployCrds() throws IOException {
        Rendered rendered = Matrix.rendered("base");
        try (Stream<Path> files = Files.list(Repository.file("deploy/crds"))) {
            List<ObjectNode> expected = files.map(Yaml::map).toList();
            assertEquals(
                    expected.size(),
                    rendered.documents("CustomResourceDefinition").size());
            for (ObjectNode definition : expected) {
                JsonNode installed = rendered.documents("CustomResourceDefinition").stream()
                        .filter(found -> found.at("/metadata/name").equals(definition.at("/metadata/name")))
                        .findFirst()
                        .orElseThrow();
                assertEquals(definition.get("spec"), installed.get("spec"));
                assertEquals(
                        "keep",
                        installed
                                .at("/metadata/annotations/helm.sh~1resource-policy")
                                .asText());
            }
        }
    }

    @Test
    void theyGoWithTheReleaseOrStayOutOfItWhereThatIsWanted() {
        ObjectNode gone = Yaml.merged(Matrix.values("base"), Yaml.map("crds: {keep: false}"));
        assertTrue(Chart.render(gone).documents("CustomResourceDefinition").stream()
                .allMatch(definition -> definition.at("/metadata/annotations").isMissingNode()));
        ObjectNode none = Yaml.merged(Matrix.values("base"), Yaml.map("crds: {install: false}"));
        assertTrue(Chart.render(none).documents("CustomResourceDefinition").isEmpty());
    }

    private static JsonNode one(List<JsonNode> documents, String kind) {
        return documents.stream()
                .filter(document -> document.get("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
