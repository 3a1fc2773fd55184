package io.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Alerts and the dashboard, as Prometheus and Grafana take them. */
class MonitoringTest {

    @Test
    void promtoolFindsNothingWrongWithTheAlerts() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "promtool"))),
                "promtool is not installed (Debian's package prometheus has it)");
        ObjectNode groups = (ObjectNode) rule(Matrix.rendered("monitoring")).get("spec");
        Path file = Files.writeString(Path.of("target", "alerts.yaml"), Yaml.text(groups));
        Process promtool = new ProcessBuilder("promtool", "check", "rules", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, promtool.waitFor(), said);
        assertTrue(said.contains("SUCCESS"), said);
    }

    @Test
    void eachAlertTellsHowBadItIsAndWhatToDo() {
        Set<String> names = new HashSet<>();
        for (JsonNode alert : rule(Matrix.rendered("monitoring")).findValues("rules").stream()
                .flatMap(JsonNode::valueStream)
                .toList()) {
            String name = alert.get("alert").asText();
            assertTrue(names.add(name), name);
            assertTrue(
                    Set.of("info", "warning", "critical")
                            .contains(alert.at("/labels/severity").asText()),
                    name);
            assertFalse(alert.at("/annotations/summary").asText().isEmpty(), name);
            assertFalse(alert.at("/annotations/description").asText().isEmpty(), name);
        }
        assertTrue(names.contains("MillraceControlPlaneWithoutStore"), names::toString);
    }

    @Test
    void alertsAreOfComponentsThatThereAre() {
        String rules = Yaml.text(rule(Matrix.rendered("no control plane and monitoring")));
        assertFalse(rules.contains("millrace_control") || rules.contains("_control_connected"), rules);
        assertTrue(Yaml.text(rule(Matrix.rendered("no shaper and monitoring"))).contains("MillraceEdgeAbsent"));
        assertFalse(Yaml.text(rule(Matrix.rendered("no shaper and monitoring"))).contains("millrace_shaper"));
    }

    @Test
    void theDashboardIsWhatGrafanasSidecarLooksFor() throws IOException {
        ConfigMap map = Matrix.rendered("monitoring").one(ConfigMap.class, "millrace-dashboard");
        assertEquals("1", map.getMetadata().getLabels().get("grafana_dashboard"));
        JsonNode dashboard = Yaml.map(map.getData().get("millrace.json"));
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : dashboard.get("panels")) {
            assertTrue(ids.add(panel.get("id").asInt()), panel::toString);
            for (JsonNode target : panel.path("targets")) {
                assertTrue(target.get("expr").asText().contains("namespace=\"$namespace\""), target::toString);
            }
        }
        assertEquals(
                Files.readString(Repository.CHART.resolve("files/dashboards/millrace.json")),
                map.getData().get("millrace.json"));
    }

    private static JsonNode rule(Rendered rendered) {
        return rendered.documents("PrometheusRule").getFirst();
    }
}
