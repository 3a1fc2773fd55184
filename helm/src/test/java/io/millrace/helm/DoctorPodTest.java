package io.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What `helm test` runs. */
class DoctorPodTest {

    private static final ObjectNode BY_THE_GATEWAY = Yaml.merged(Matrix.values("TLS by cert-manager"), Yaml.map("""
            test: {ingestUrl: "https://in.example/", edgeUrl: "https://out.example", options: ["--long", "75s"]}
            """));

    @Test
    void helmKnowsItForATest() throws IOException {
        String template = Files.readString(Repository.CHART.resolve("templates/tests/doctor.yaml"));
        assertTrue(template.contains("helm.sh/hook: test\n"));
        assertEquals("Never", pod(Matrix.values("base")).getSpec().getRestartPolicy());
    }

    @Test
    void itsScriptIsOneThatAShellTakes() throws Exception {
        for (ObjectNode values : new ObjectNode[] {Matrix.values("base"), BY_THE_GATEWAY}) {
            Process shell = new ProcessBuilder("sh", "-n", "-c", script(values))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, shell.waitFor(), said);
        }
    }

    @Test
    void itGoesByTheServicesUnlessItIsToldOfGateways() {
        assertEquals(
                Map.of(
                        "HOME", "/tmp",
                        "CONTROL", "http://millrace-control-grpc.media.svc:9090",
                        "INGEST", "http://millrace-ingest.media.svc:8080",
                        "EDGE", "http://millrace-edge.media.svc:8081"),
                environment(Matrix.values("base")));
        assertEquals("https://in.example", environment(BY_THE_GATEWAY).get("INGEST"));
        assertEquals("https://out.example", environment(BY_THE_GATEWAY).get("EDGE"));
    }

    @Test
    void itBelievesServicesByTheirAuthorityAndGatewaysAsEverybodyDoes() {
        assertTrue(doctor(Matrix.values("TLS by cert-manager")).contains("--ca /etc/millrace/tls/ca.crt"));
        assertFalse(doctor(BY_THE_GATEWAY).contains("--ca"));
        assertTrue(doctor(BY_THE_GATEWAY).contains("--long 75s"));
        assertFalse(doctor(Matrix.values("base")).contains("--ca"));
    }

    /** The line that examines. */
    private static String doctor(ObjectNode values) {
        return script(values)
                .lines()
                .filter(line -> line.startsWith("millrace doctor "))
                .findFirst()
                .orElseThrow();
    }

    private static String script(ObjectNode values) {
        return container(values).getCommand().getLast();
    }

    private static Map<String, String> environment(ObjectNode values) {
        return container(values).getEnv().stream().collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    }

    private static Container container(ObjectNode values) {
        return pod(values).getSpec().getContainers().getFirst();
    }

    private static Pod pod(ObjectNode values) {
        return Chart.render(values).one(Pod.class, "millrace-test");
    }
}
