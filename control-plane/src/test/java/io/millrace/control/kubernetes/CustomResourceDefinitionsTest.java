package io.millrace.control.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.protobuf.Descriptors.Descriptor;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The definitions of the custom resources that a cluster is given, {@code deploy/crds}. */
final class CustomResourceDefinitionsTest {

    private static final Ownership OWNERSHIP = new Ownership("any");

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(Named.of("Channel", CustomKind.channels(null, OWNERSHIP)), Channel.getDescriptor()),
                Arguments.of(Named.of("ShapingRule", CustomKind.shapingRules(null, OWNERSHIP)), Rule.getDescriptor()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theyAreNamedAsTheControlPlaneAsksForThem(CustomKind<?> kind, Descriptor model) throws IOException {
        CustomResourceDefinition definition = definition(kind);

        assertEquals(
                kind.plural() + '.' + CustomKind.GROUP, definition.getMetadata().getName());
        assertEquals(CustomKind.GROUP, definition.getSpec().getGroup());
        assertEquals("Namespaced", definition.getSpec().getScope());
        assertEquals(kind.kind(), definition.getSpec().getNames().getKind());
        assertEquals(kind.plural(), definition.getSpec().getNames().getPlural());
        assertEquals(CustomKind.VERSION, version(definition).getName());
        assertTrue(version(definition).getServed() && version(definition).getStorage());
        assertTrue(version(definition).getSubresources().getStatus() != null, "the status is written by itself");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theSpecHasTheFieldsOfTheApi(CustomKind<?> kind, Descriptor model) throws IOException {
        @SuppressWarnings("unchecked") // an object of YAML has texts for keys
        Map<String, Object> file = Serialization.unmarshal(Files.readString(file(kind)), Map.class);
        Map<String, Object> properties = propertiesOf(file);
        Map<String, Object> right = SpecSchema.of(model);
        if (!right.equals(properties.get("spec"))) {
            properties.put("spec", right);
            Path written = Files.createDirectories(Path.of("target/crds"))
                    .resolve(file(kind).getFileName());
            Files.writeString(written, Serialization.asYaml(file));
            fail(file(kind) + " is not what the API is; control-plane/" + written + " is");
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void columnsShowFieldsThatThereAre(CustomKind<?> kind, Descriptor model) throws IOException {
        CustomResourceDefinitionVersion version = version(definition(kind));
        assertTrue(version.getAdditionalPrinterColumns().size() >= 4);

        for (CustomResourceColumnDefinition column : version.getAdditionalPrinterColumns()) {
            if (column.getJsonPath().startsWith(".metadata.")) {
                continue;
            }
            JSONSchemaProps schema = version.getSchema().getOpenAPIV3Schema();
            for (String step : column.getJsonPath()
                    .substring(1)
                    .replaceAll("\\[[^]]*]", ".[]")
                    .split("\\.", -1)) {
                schema = step.equals("[]")
                        ? schema.getItems().getSchema()
                        : schema.getProperties().get(step);
                assertTrue(schema != null, column.getJsonPath());
            }
        }
    }

    @SuppressWarnings("unchecked") // as a definition is
    private static Map<String, Object> propertiesOf(Map<String, Object> file) {
        Map<String, Object> spec = (Map<String, Object>) file.get("spec");
        Map<String, Object> version = ((List<Map<String, Object>>) spec.get("versions")).getFirst();
        Map<String, Object> schema = (Map<String, Object>) version.get("schema");
        return (Map<String, Object>) ((Map<String, Object>) schema.get("openAPIV3Schema")).get("properties");
    }

    private static CustomResourceDefinitionVersion version(CustomResourceDefinition definition) {
        assertEquals(1, definition.getSpec().getVersions().size());
        return definition.getSpec().getVersions().getFirst();
    }

    private static CustomResourceDefinition definition(CustomKind<?> kind) throws IOException {
        return Serialization.unmarshal(Files.readString(file(kind)), CustomResourceDefinition.class);
    }

    private static Path file(CustomKind<?> kind) {
        return Path.of("../deploy/crds/" + kind.plural() + '.' + CustomKind.GROUP + ".yaml");
    }
}
