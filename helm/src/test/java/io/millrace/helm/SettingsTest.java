package io.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What services are told. */
class SettingsTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(MILLRACE_[^`]+)` \\|");

    /** Settings of docs/configuration.md. */
    private static Set<String> documented;

    @BeforeAll
    static void readTheDocumentation() throws IOException {
        documented = ROW.matcher(Files.readString(Repository.file("docs/configuration.md")))
                .results()
                .map((MatchResult row) -> row.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void eachSettingIsOneThatTheServicesHave() {
        Matrix.each(set -> {
            Rendered rendered = Matrix.rendered(set);
            rendered.pods().forEach((name, pod) -> {
                if (PodsTest.container(pod).getEnvFrom().isEmpty()) {
                    return;
                }
                PodsTest.settings(rendered, pod).keySet().forEach(setting -> documented(setting, name));
                PodsTest.container(pod).getEnv().stream()
                        .map(variable -> variable.getName())
                        .filter(variable -> variable.startsWith("MILLRACE_"))
                        .forEach(setting -> documented(setting, name));
            });
        });
    }

    @Test
    void aServicesOwnSettingGoesBeforeThatOfAll() {
        ObjectNode values = Yaml.merged(Matrix.values("base"), Yaml.map("""
                config: {MILLRACE_RETENTION_SEGMENTS: 5m, MILLRACE_EDGE_LISTING: true}
                edge: {config: {MILLRACE_RETENTION_SEGMENTS: 7m}}
                """));
        assertEquals("7m", settings(values, "edge").get("MILLRACE_RETENTION_SEGMENTS"));
        assertEquals("5m", settings(values, "ingest").get("MILLRACE_RETENTION_SEGMENTS"));
        assertEquals("true", settings(values, "edge").get("MILLRACE_EDGE_LISTING"));
    }

    @Test
    void aLargeNumberIsToldAsItIs() {
        ObjectNode values = Yaml.merged(
                Matrix.values("base"), Yaml.map("edge: {config: {MILLRACE_EDGE_GROWING_BYTES: 536870912}}"));
        assertEquals("536870912", settings(values, "edge").get("MILLRACE_EDGE_GROWING_BYTES"));
    }

    @Test
    void theShaperNeedsNoRedisAndNoKafka() {
        settings(Matrix.values("own stores"), "shaper")
                .keySet()
                .forEach(name ->
                        assertFalse(name.startsWith("MILLRACE_REDIS") || name.startsWith("MILLRACE_KAFKA"), name));
    }

    @Test
    void ownStoresAreReachedWithAllThatIsGiven() {
        Map<String, String> settings = settings(Matrix.values("own stores"), "edge");
        assertEquals("rediss://redis:6379", settings.get("MILLRACE_REDIS_URI"));
        assertEquals("millrace-edge", settings.get("MILLRACE_REDIS_USERNAME"));
        assertEquals("/etc/millrace/redis/password", settings.get("MILLRACE_REDIS_PASSWORD_FILE"));
        assertEquals("/etc/millrace/redis/ca.crt", settings.get("MILLRACE_REDIS_CA"));
        assertEquals("/etc/millrace/redis/tls.crt", settings.get("MILLRACE_REDIS_CLIENT_CERTIFICATE"));
        assertEquals("SCRAM-SHA-256", settings.get("MILLRACE_KAFKA_SASL_MECHANISM"));
        assertEquals("millrace-edge", settings.get("MILLRACE_KAFKA_USERNAME"));
        assertEquals("true", settings.get("MILLRACE_KAFKA_TLS"));
        assertEquals("/etc/millrace/kafka/ca.crt", settings.get("MILLRACE_KAFKA_CA"));
    }

    @Test
    void withTlsEachWayBetweenServicesIsEncryptedAndTheOtherPortsAreGone() {
        ObjectNode values = Matrix.values("TLS by cert-manager");
        for (String component : Set.of("ingest", "edge", "shaper", "control")) {
            String prefix = "MILLRACE_" + component.toUpperCase(java.util.Locale.ROOT);
            assertEquals("8443", settings(values, component).get(prefix + "_TLS_PORT"));
            assertEquals("false", settings(values, component).get(prefix + "_PLAIN"));
        }
        assertEquals("true", settings(values, "edge").get("MILLRACE_CONTROL_TLS"));
        assertEquals("/etc/millrace/tls/ca.crt", settings(values, "edge").get("MILLRACE_CONTROL_CA"));
        assertEquals(
                "/etc/millrace/tls/tls.crt", settings(values, "control").get("MILLRACE_CONTROL_GRPC_TLS_CERTIFICATE"));
        assertEquals(
                "https://millrace-edge.media.svc:8443",
                settings(values, "shaper").get("MILLRACE_SHAPER_EDGE"));
        assertEquals("/etc/millrace/tls/ca.crt", settings(values, "shaper").get("MILLRACE_SHAPER_EDGE_CA"));
    }

    @Test
    void routesLeadClientsToWhereTheyReachEdges() {
        assertEquals("http://{address}:{port}", edgeUri("base"));
        // A pod's address is in no certificate.
        assertEquals("https://millrace-edge.media.svc:8443", edgeUri("TLS by cert-manager"));
        assertEquals("https://out.example", edgeUri("ingress-nginx"));
        ObjectNode own =
                Yaml.merged(Matrix.values("ingress-nginx"), Yaml.map("edge: {uri: 'https://{pod}.edge.example'}"));
        assertEquals(
                "https://{pod}.edge.example", settings(own, "control").get("MILLRACE_CONTROL_KUBERNETES_EDGE_URI"));
    }

    @Test
    void edgesRegisterThemselvesWhereTheControlPlaneDoesNotFindThem() {
        for (String set : Set.of("edges that register", "no Kubernetes", "elsewhere's control plane")) {
            assertEquals(
                    "http://millrace-edge.media.svc:8081",
                    settings(Matrix.values(set), "edge").get("MILLRACE_EDGE_URIS"),
                    set);
        }
        // Who has registered would be left alone.
        assertNull(settings(Matrix.values("base"), "edge").get("MILLRACE_EDGE_URIS"));
        assertNull(settings(Matrix.values("edges that register"), "control")
                .get("MILLRACE_CONTROL_KUBERNETES_EDGE_SERVICE"));
    }

    @Test
    void networksOfTheGatewayAreTrustedByAllWhoListen() {
        for (String component : Set.of("ingest", "edge", "shaper", "control")) {
            String setting = "MILLRACE_" + component.toUpperCase(java.util.Locale.ROOT) + "_TRUSTED_PROXIES";
            assertEquals(
                    "10.0.0.0/8",
                    settings(Matrix.values("Envoy Gateway"), component).get(setting));
        }
    }

    private static String edgeUri(String set) {
        return settings(Matrix.values(set), "control").get("MILLRACE_CONTROL_KUBERNETES_EDGE_URI");
    }

    private static Map<String, String> settings(ObjectNode values, String component) {
        return Chart.render(values)
                .one(ConfigMap.class, "millrace-" + component)
                .getData();
    }

    private static void documented(String setting, String name) {
        String shared = setting.replaceFirst("^MILLRACE_(INGEST|EDGE|SHAPER|CONTROL)_", "MILLRACE_<SERVICE>_");
        assertTrue(
                documented.contains(setting) || documented.contains(shared),
                () -> name + ": " + setting + " is not in docs/configuration.md");
    }
}
