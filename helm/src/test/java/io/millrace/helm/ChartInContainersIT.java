package io.millrace.helm;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.millrace.deploy.Images;
import io.millrace.deploy.WithDocker;
import io.millrace.standalone.ChunkedGet;
import io.millrace.standalone.ChunkedPut;
import io.millrace.standalone.GrowingObject;
import io.millrace.standalone.Http;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

/** The chart's trial, with two pods of each service and every pod a container: what it renders works together. */
@WithDocker
class ChartInContainersIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** A process that was asked to end by SIGTERM, and did. */
    private static final int TERMINATED = 143;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Rendered rendered;
    private static LittleCluster cluster;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void install() throws Exception {
        String ingest = Images.named("ingest");
        rendered = Chart.render(Yaml.merged(
                Yaml.map(Repository.CHART.resolve("examples/trial.yaml")), Yaml.map("""
                        image: {tag: "%s"}
                        redis: {bundled: {image: "%s"}}
                        kafka: {bundled: {image: "%s"}}
                        ingest: {replicas: 2, drain: {delaySeconds: 2}}
                        edge: {replicas: 2, drain: {delaySeconds: 2}}
                        control: {replicas: 2, drain: {delaySeconds: 1}}
                        """.formatted(
                                ingest.substring(ingest.indexOf(':') + 1),
                                Images.named("trial-redis"),
                                Images.named("trial-kafka")))));
        cluster = new LittleCluster(DockerClientFactory.lazyClient(), rendered, Chart.NAMESPACE);
        cluster.startAll();
    }

    @AfterAll
    static void uninstall() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void theChartsOwnTestPasses() throws Exception {
        LittleCluster.End end = cluster.runToItsEnd(rendered.one(Pod.class, "millrace-test"));

        assertEquals(0, end.status(), end.log());
    }

    @Test
    void aChannelOfTheClusterIsPublishedToAtOneIngestAndReadAtEveryEdgeMeanwhile() throws Exception {
        String key = keyOf(channel("cam"));

        try (ChunkedPut put =
                put(cluster.of("ingest").getFirst(), "/cam/a.ts", key).chunk("the beginning, ")) {
            List<ChunkedGet> readers = new ArrayList<>();
            for (RunningPod edge : cluster.of("edge")) {
                ChunkedGet reader = get(edge, "/cam/a.ts");
                assertEquals("the beginning, ", reader.text());
                readers.add(reader);
            }
            put.chunk("the end");
            assertEquals(201, put.end());
            for (ChunkedGet reader : readers) {
                assertEquals("the end", reader.text());
                assertEquals("", reader.text());
                reader.close();
            }
        }
    }

    @Test
    void routesHaveTheEdgesThatTheClustersEndpointsTell() throws Exception {
        await().atMost(PATIENCE).until(() -> edgesInState("READY"), names("edge")::equals);

        RunningPod old = cluster.of("edge").getFirst();
        assertEquals(TERMINATED, cluster.replace(old));

        await().atMost(PATIENCE).until(() -> edgesInState("READY"), names("edge")::equals);
    }

    @Test
    void aRolloutLetsUploadsAndResponsesEnd() throws Exception {
        String key = keyOf(channel("rolled"));
        RunningPod ingest = cluster.of("ingest").getFirst();
        RunningPod edge = cluster.of("edge").getFirst();
        try (ExecutorService rollouts = Executors.newVirtualThreadPerTaskExecutor();
                ChunkedPut put = put(ingest, "/rolled/a.ts", key).chunk("before, ");
                ChunkedGet reader = get(edge, "/rolled/a.ts")) {
            assertEquals("before, ", reader.text());

            Future<Integer> oldIngest = rollouts.submit(() -> cluster.replace(ingest));
            Future<Integer> oldEdge = rollouts.submit(() -> cluster.replace(edge));
            await().atMost(PATIENCE).until(() -> !cluster.isReady(ingest) && !cluster.isReady(edge));
            put.chunk("during, ");
            assertEquals("during, ", reader.text());
            put.chunk("after");
            assertEquals(201, put.end());
            assertEquals("after", reader.text());
            assertEquals("", reader.text());

            assertEquals(TERMINATED, oldIngest.get());
            assertEquals(TERMINATED, oldEdge.get());
        }
    }

    @Test
    void noContainerHadToBeStartedTwiceOnceItsBackendsWereThere() {
        for (RunningPod pod : cluster.all()) {
            assertTrue(pod.runsSinceItWasReady(), pod::log);
        }
    }

    /** Declares a channel in the cluster, and waits until the control plane has it; its name. */
    private static String channel(String name) {
        GenericKubernetesResource channel = new GenericKubernetesResource();
        channel.setApiVersion("millrace.io/v1");
        channel.setKind("Channel");
        channel.setMetadata(new ObjectMetaBuilder().withName(name).build());
        channel.setAdditionalProperty("spec", Map.of("pathPrefix", "/" + name + "/"));
        cluster.api().resource(channel).inNamespace(Chart.NAMESPACE).create();
        await("the status of channel " + name)
                .atMost(PATIENCE)
                .until(() -> "Stored"
                        .equals(cluster.api()
                                .resource(channel)
                                .inNamespace(Chart.NAMESPACE)
                                .get()
                                .get("status", "conditions", 0, "reason")));
        return name;
    }

    private String keyOf(String channel) throws Exception {
        return call("POST", "/v1/channels/" + channel + "/keys").path("secret").asText();
    }

    private Set<String> edgesInState(String state) throws Exception {
        Set<String> names = new TreeSet<>();
        for (JsonNode edge : call("GET", "/v1/edges").path("edges")) {
            if (edge.path("state").asText().endsWith(state)) {
                names.add(edge.path("name").asText().replaceFirst("^edges/", ""));
            }
        }
        return names;
    }

    private static Set<String> names(String component) {
        return cluster.of(component).stream().map(RunningPod::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Calls the control plane as the administrator whose token the chart has made. */
    private JsonNode call(String method, String path) throws Exception {
        Secret tokens = rendered.all(Secret.class).stream()
                .filter(secret -> secret.getStringData().containsKey("admin-token"))
                .findFirst()
                .orElseThrow();
        URI uri = URI.create("http://" + cluster.of("control").getFirst().address() + ":8083" + path);
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(uri)
                        .header(
                                "Authorization",
                                "Bearer " + tokens.getStringData().get("admin-token"))
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                method.equals("GET")
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString("{}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        assertEquals(200, answer.statusCode(), answer::body);
        return JSON.readTree(answer.body());
    }

    /** Begins an upload, as soon as the ingest has heard of the key. */
    private static ChunkedPut put(RunningPod ingest, String path, String key) throws Exception {
        String authorization = "Bearer " + key;
        URI uri = URI.create("http://" + ingest.address() + ":8080" + path);
        await("the key of " + path)
                .atMost(PATIENCE)
                .until(() -> new Http()
                                .put(uri.resolve("probe"), new byte[0], "Authorization", authorization)
                                .statusCode()
                        < 300);
        return ChunkedPut.open(uri, "Authorization: " + authorization);
    }

    private static ChunkedGet get(RunningPod edge, String path) {
        return GrowingObject.get(URI.create("http://" + edge.address() + ":8081" + path));
    }
}
