package io.millrace.helm;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What alerts, scalers and the dashboard ask for is told by services that run. */
class MetricsIT {

    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_]+)[ {]");

    /** Told in a cluster only; `up` has none. */
    private static final String IN_A_CLUSTER = "millrace_control_kubernetes_leading";

    private static final String WHERE_THAT_IS =
            "control-plane/src/main/java/io/millrace/control/kubernetes/KubernetesControl.java";

    @Test
    void eachMetricThatIsAskedForIsThere() throws Exception {
        Set<String> missing = new TreeSet<>(MetricNames.asked());
        assertTrue(missing.size() > 30, missing::toString);
        assertTrue(missing.remove(IN_A_CLUSTER));
        assertTrue(
                Files.readString(Repository.file(WHERE_THAT_IS)).contains("\"millrace.control.kubernetes.leading\""));
        missing.removeAll(told());
        assertEquals(Set.of(), missing);
    }

    /** Names at /q/metrics of everything that `./millrace up` starts. */
    private static Set<String> told() throws Exception {
        int port = freePort();
        Path log = Path.of("target", "up.log");
        Process up = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + Repository.file("deploy/jvm.args"),
                        "-Xmx256m",
                        "-Dmillrace.management.port=" + port,
                        "-Dmillrace.ingest.port=0",
                        "-Dmillrace.edge.port=0",
                        "-Dmillrace.shaper.port=0",
                        "-Dmillrace.control.port=0",
                        "-Dmillrace.control.grpc.port=0",
                        "-jar",
                        Repository.file("standalone/target/quarkus-app/quarkus-run.jar")
                                .toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String[] metrics = {""};
            await("what is told by services that run; their log is " + log.toAbsolutePath())
                    .atMost(Duration.ofMinutes(2))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> {
                        metrics[0] = get(client, "http://localhost:" + port + "/q/metrics");
                        return metrics[0].contains("millrace_shaper_control_connected 1");
                    });
            return SAMPLE.matcher(metrics[0])
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .collect(Collectors.toSet());
        } finally {
            up.destroy();
            assertTrue(up.waitFor(30, TimeUnit.SECONDS));
        }
    }

    private static String get(HttpClient client, String uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString())
                .body();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
