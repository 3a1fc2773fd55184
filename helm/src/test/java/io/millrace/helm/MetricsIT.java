package io.millrace.helm;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
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
        Set<String> asked = new TreeSet<>(MetricNames.asked());
        assertTrue(asked.size() > 30, asked::toString);
        assertTrue(asked.remove(IN_A_CLUSTER));
        assertTrue(
                Files.readString(Repository.file(WHERE_THAT_IS)).contains("\"millrace.control.kubernetes.leading\""));
        int port = freePort();
        Process up = up(port);
        try (HttpClient client = HttpClient.newHttpClient()) {
            await("metrics of services that run")
                    .atMost(Duration.ofMinutes(2))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .untilAsserted(() -> {
                        Set<String> missing = new TreeSet<>(asked);
                        missing.removeAll(told(client, port));
                        assertEquals(Set.of(), missing);
                    });
        } finally {
            up.destroy();
            assertTrue(up.waitFor(30, TimeUnit.SECONDS));
        }
    }

    /** Names at /q/metrics. */
    private static Set<String> told(HttpClient client, int port) throws IOException, InterruptedException {
        String metrics = get(client, "http://localhost:" + port + "/q/metrics");
        return SAMPLE.matcher(metrics)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toSet());
    }

    /** Everything that `./millrace up` starts, as it is packaged; its log is target/up.log. */
    private static Process up(int port) throws IOException {
        return new ProcessBuilder(
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
                .redirectOutput(Path.of("target", "up.log").toFile())
                .redirectInput(Redirect.from(new File("/dev/null")))
                .start();
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
