package io.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.Service;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever the values are, an API server takes what is rendered. */
class ManifestsTest {

    @Test
    void eachManifestHasOnlyFieldsThatItsKindHas() {
        Matrix.each(set -> {
            for (JsonNode document : Matrix.rendered(set).documents()) {
                String kind = document.at("/apiVersion").asText() + " "
                        + document.at("/kind").asText();
                Class<?> model = StrictModel.MODELS.get(kind);
                assertNotNull(model, () -> "no model of " + kind);
                StrictModel.read(document, model);
            }
        });
    }

    @Test
    void aFieldThatAKindDoesNotHaveIsNoticed() {
        JsonNode service = Yaml.map("{apiVersion: v1, kind: Service, spec: {ports: [{port: 1, targetport: 2}]}}");
        assertThrows(AssertionError.class, () -> StrictModel.read(service, Service.class));
    }

    @Test
    void noTwoObjectsHaveTheSameName() {
        Matrix.each(set -> {
            Set<String> names = new HashSet<>();
            for (JsonNode document : Matrix.rendered(set).documents()) {
                String name = document.at("/kind").asText() + " "
                        + document.at("/metadata/name").asText();
                assertTrue(names.add(name), () -> name + " is there twice");
            }
        });
    }

    @Test
    void eachObjectSaysWhatItBelongsTo() {
        Matrix.each(set -> {
            for (JsonNode document : Matrix.rendered(set).documents()) {
                String name = document.at("/kind").asText() + " "
                        + document.at("/metadata/name").asText();
                assertEquals(
                        "millrace",
                        document.at("/metadata/labels/app.kubernetes.io~1part-of")
                                .asText(),
                        name);
            }
        });
    }

    @Test
    void helmLintFindsNothingInAnExample() {
        Matrix.eachExample(example -> {
            LintResult result = Chart.lint(Matrix.values(example));
            assertFalse(result.isFailed(), () -> String.join("\n", result.getMessages()));
        });
    }
}
