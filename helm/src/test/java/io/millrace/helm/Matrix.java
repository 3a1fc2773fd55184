package io.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Values that the chart is rendered with: each example, each feature by itself, and each pair of features that may meet. */
final class Matrix {

    /**
     * Something that is switched on.
     *
     * @param subject of two features with the same one there can be only one at a time
     */
    private record Feature(String name, String subject, String values) {}

    /** A trial, in which nothing is switched on. */
    private static final String BASE = """
            redis: {bundled: {enabled: true}}
            kafka: {bundled: {enabled: true}}
            """;

    private static final String HOSTS = """
              hosts: {ingest: in.example, edge: out.example, shaper: test.example, control: api.example, grpc: grpc.example}
              trustedProxies: [10.0.0.0/8]
            """;

    private static final List<Feature> FEATURES = List.of(
            new Feature("own stores", "stores", """
                    redis:
                      uri: rediss://redis:6379
                      bundled: {enabled: false}
                      auth: {existingSecret: given-redis}
                      tls: {caSecret: given-redis-ca, clientSecret: given-redis-client}
                    kafka:
                      bootstrap: kafka:9093
                      bundled: {enabled: false}
                      sasl: {mechanism: SCRAM-SHA-256, existingSecret: given-kafka}
                      tls: {enabled: true, caSecret: given-kafka-ca, clientSecret: given-kafka-client}
                    """),
            new Feature("open stores", "stores", """
                    redis: {uri: "redis://redis:6379", bundled: {enabled: false}}
                    kafka: {bootstrap: "kafka:9092", bundled: {enabled: false}}
                    """),
            new Feature("forgetful redis", "stores", "redis: {bundled: {storage: ''}}"),
            new Feature("TLS by cert-manager", "tls", """
                    tls: {enabled: true, certManager: {enabled: true, issuerRef: {name: services}}}
                    """),
            new Feature("TLS beside none", "tls", """
                    tls:
                      enabled: true
                      plain: true
                      existingSecrets: {ingest: given-ingest, edge: given-edge, shaper: given-shaper, control: given-control}
                    """),
            new Feature("Envoy Gateway", "exposure", """
                    exposure:
                      type: gateway
                      controller: envoy-gateway
                      gateway: {parentRefs: [{name: public, sectionName: https}]}
                      envoyGateway: {clientTrafficPolicy: true}
                    """ + HOSTS),
            new Feature("another gateway", "exposure", """
                    exposure:
                      type: gateway
                      gateway: {parentRefs: [{name: public, namespace: gateways}], caRef: {kind: ConfigMap, name: given-ca}}
                    """ + HOSTS),
            new Feature("ingress-nginx", "exposure", "exposure:\n  type: ingress\n  controller: nginx\n" + HOSTS),
            new Feature(
                    "HAProxy",
                    "exposure",
                    "exposure:\n  type: ingress\n  controller: haproxy\n  ingress: {caSecret: given-ca}\n" + HOSTS),
            new Feature("Traefik", "exposure", "exposure:\n  type: ingress\n  controller: traefik\n" + HOSTS),
            new Feature("no shaper", "shaper", "shaper: {enabled: false}"),
            new Feature("shaper without key", "shaper", "shaper: {authKey: {enabled: false}}"),
            new Feature("edges alone", "components", """
                    ingest: {enabled: false}
                    shaper: {enabled: false}
                    """),
            new Feature("elsewhere's control plane", "control", """
                    control: {enabled: false, uri: "control.elsewhere:9090"}
                    auth: {existingSecret: given-tokens}
                    """),
            new Feature("no control plane", "control", "{control: {enabled: false}, ingest: {allowOpen: true}}"),
            new Feature("no Kubernetes", "control", "control: {kubernetes: {enabled: false}}"),
            new Feature("edges that register", "control", "control: {kubernetes: {edges: false}}"),
            new Feature("given tokens", "control", """
                    auth: {existingSecret: given-tokens}
                    shaper: {authKey: {existingSecret: given-key}}
                    """),
            new Feature("HPA", "scaling", """
                    ingest: {autoscaling: {enabled: true}}
                    edge: {autoscaling: {enabled: true}}
                    """),
            new Feature("KEDA", "scaling", """
                    edge: {autoscaling: {enabled: true, engine: keda, keda: {prometheus: "http://prometheus:9090", authenticationRef: key}}}
                    """),
            new Feature("network policy", "network", """
                    networkPolicy: {enabled: true, operators: [{ipBlock: {cidr: 192.0.2.0/24}}]}
                    """),
            new Feature("narrow network policy", "network", """
                    networkPolicy:
                      enabled: true
                      clients: [{namespaceSelector: {matchLabels: {name: gateways}}}]
                      operators: [{ipBlock: {cidr: 192.0.2.0/24}}]
                      egress: {redis: {to: [{ipBlock: {cidr: 198.51.100.0/24}}]}}
                    """),
            new Feature("monitoring", "monitoring", """
                    monitoring:
                      podMonitor: {enabled: true, labels: {release: prometheus}}
                      prometheusRule: {enabled: true, labels: {release: prometheus}}
                      dashboard: {enabled: true, annotations: {folder: media}}
                    """),
            new Feature("priority", "priority", "priorityClass: {create: true, name: live}"),
            new Feature(
                    "names",
                    "names",
                    "{fullnameOverride: tv, image: {registry: registry.example, pullSecrets: [pull]}}"),
            new Feature("no accounts, budgets, CRDs or test", "less", """
                    crds: {install: false}
                    test: {enabled: false}
                    ingest: {serviceAccount: {create: false}, podDisruptionBudget: {enabled: false}}
                    edge: {serviceAccount: {create: false}, podDisruptionBudget: {enabled: false}}
                    control: {serviceAccount: {create: false, name: given}}
                    """),
            new Feature("placement", "placement", """
                    edge:
                      nodeSelector: {pool: edge}
                      tolerations: [{key: edge, operator: Exists}]
                      affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}}
                      topologySpreadConstraints: []
                      podLabels: {team: live}
                      podAnnotations: {note: x}
                      jvmOptions: -Xlog:gc
                      config: {MILLRACE_EDGE_MOUNTS: vod=/srv/vod}
                      extraVolumes: [{name: vod, persistentVolumeClaim: {claimName: vod, readOnly: true}}]
                      extraVolumeMounts: [{name: vod, mountPath: /srv/vod, readOnly: true}]
                    """));

    private static final String EXAMPLE = "example ";
    private static final Map<String, ObjectNode> SETS = sets();
    private static final Map<String, Rendered> RENDERED = new HashMap<>();

    private Matrix() {}

    /** Checks something with each set of values, by its name; what fails tells with which. */
    static void each(Consumer<String> check) {
        SETS.keySet().forEach(set -> told(set, check));
    }

    /** The same with those that are examples. */
    static void eachExample(Consumer<String> check) {
        List<String> examples =
                SETS.keySet().stream().filter(set -> set.startsWith(EXAMPLE)).toList();
        assertFalse(examples.isEmpty());
        examples.forEach(set -> told(set, check));
    }

    /** All values of the examples, as text. */
    static String examples() {
        return SETS.entrySet().stream()
                .filter(set -> set.getKey().startsWith(EXAMPLE))
                .map(set -> Yaml.text(set.getValue()))
                .collect(Collectors.joining());
    }

    private static void told(String set, Consumer<String> check) {
        try {
            check.accept(set);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("with " + set + ": " + e.getMessage(), e);
        }
    }

    static ObjectNode values(String name) {
        return Objects.requireNonNull(SETS.get(name), name);
    }

    /** Each set is rendered once for all tests. */
    static synchronized Rendered rendered(String name) {
        return RENDERED.computeIfAbsent(name, set -> Chart.render(values(set)));
    }

    private static Map<String, ObjectNode> sets() {
        Map<String, ObjectNode> sets = new TreeMap<>();
        ObjectNode base = Yaml.map(BASE);
        sets.put("base", base);
        for (int first = 0; first < FEATURES.size(); first++) {
            Feature one = FEATURES.get(first);
            sets.put(one.name(), Yaml.merged(base, Yaml.map(one.values())));
            for (Feature other : FEATURES.subList(first + 1, FEATURES.size())) {
                if (!one.subject().equals(other.subject()) && !exclude(one, other)) {
                    sets.put(
                            one.name() + " and " + other.name(),
                            Yaml.merged(base, Yaml.map(one.values()), Yaml.map(other.values())));
                }
            }
        }
        for (Path example : exampleFiles()) {
            sets.put(EXAMPLE + example.getFileName(), Yaml.map(example));
        }
        return sets;
    }

    /** With neither an ingest nor a control plane nothing is wrong, but nothing of theirs is to be refused either. */
    private static boolean exclude(Feature one, Feature other) {
        return one.subject().equals("shaper") && other.subject().equals("components");
    }

    private static List<Path> exampleFiles() {
        try (Stream<Path> files = Files.list(Repository.CHART.resolve("examples"))) {
            return new ArrayList<>(files.sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
