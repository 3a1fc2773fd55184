package io.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that can't work are refused, in words that tell what to do. */
class RefusalsTest {

    @Test
    void withoutRedisAndKafkaItSaysHowToHaveThem() {
        refused("{}", "redis.uri is needed");
        refused("redis: {bundled: {enabled: true}}", "kafka.bootstrap is needed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            redis: {uri: "redis://redis:6379"}                                     | exclude each other
            kafka: {bootstrap: "kafka:9092"}                                       | exclude each other
            redis: {tls: {caSecret: ca}}                                           | rediss://
            kafka: {sasl: {mechanism: PLAIN}}                                      | kafka.sasl.existingSecret
            kafka: {sasl: {mechanism: PLAIN, existingSecret: s}}                   | passwords would be readable
            kafka: {tls: {caSecret: ca}}                                           | kafka.tls.enabled=true
            control: {enabled: false}                                              | everybody may publish
            control: {uri: "other:9090"}                                           | control.enabled=false
            control: {enabled: false, uri: "other:9090"}                           | auth.existingSecret
            {auth: {existingSecret: s, callers: {certificates: [{name: a, role: viewer, subject: CN=a}]}}} | callers.json
            edge: {enabled: false}                                                 | a shaper needs an edge
            tls: {enabled: true}                                                   | tls.existingSecrets.ingest
            tls: {enabled: true, certManager: {enabled: true}}                     | issuerRef.name
            tls: {certManager: {enabled: true, issuerRef: {name: a}}}              | tls.enabled=true
            exposure: {type: gateway, hosts: {edge: a.example}}                    | parentRefs
            exposure: {type: gateway, controller: nginx, gateway: {parentRefs: [{name: a}]}, hosts: {edge: a.example}} | ingress-nginx
            exposure: {type: ingress, controller: envoy-gateway, hosts: {edge: a.example}}                             | exposure.type=gateway
            exposure: {type: ingress}                                              | exposure.hosts
            exposure: {envoyGateway: {clientTrafficPolicy: true}}                  | controller=envoy-gateway
            exposure: {type: gateway, controller: envoy-gateway, envoyGateway: {clientTrafficPolicy: true}, gateway: {parentRefs: [{name: a, namespace: b}]}, hosts: {edge: a.example}} | in the namespace media
            edge: {autoscaling: {enabled: true, engine: keda}}                     | autoscaling.keda.prometheus
            ingest: {autoscaling: {minReplicas: 3, maxReplicas: 2}}                | minReplicas is more
            priorityClass: {create: true}                                          | priorityClass.name
            {networkPolicy: {enabled: true}, exposure: {type: ingress, hosts: {grpc: a.example}}} | networkPolicy.operators
            {edge: {uri: "http://{pod}.example"}, control: {kubernetes: {edges: false}}} | control.kubernetes.edges=true
            {exposure: {type: ingress, controller: haproxy, hosts: {edge: a.example}}, tls: {enabled: true, certManager: {enabled: true, issuerRef: {name: a}}}} | exposure.ingress.caSecret
            test: {edgeUrl: "http://edge"}                                         | go together
            {ingest: {enabled: false}, edge: {enabled: false}, shaper: {enabled: false}, control: {enabled: false}}    | nothing is enabled
            config: {MILLRACE_REDIS_PASSWORD: a}                                   | is a secret
            shaper: {config: {MILLRACE_SHAPER_AUTH_KEY: a}}                        | is a secret
            edge: {config: {MILLRACE_EDGE_PORT: 80}}                               | edge.config: MILLRACE_EDGE_PORT is decided by the chart
            config: {MILLRACE_MANAGEMENT_PORT: 9001}                               | is decided by the chart
            control: {config: {MILLRACE_CONTROL_GRPC_PORT: 9091}}                  | is decided by the chart
            control: {config: {MILLRACE_CONTROL_CALLERS: /callers}}                | is decided by the chart
            ingest: {config: {MILLRACE_INGEST_DRAIN: 5m}}                          | is decided by the chart
            shaper: {config: {MILLRACE_SHAPER_NETEM: true}}                        | NET_ADMIN
            """)
    void whatCannotWorkTogetherIsRefused(String values, String message) {
        refused(Yaml.merged(Matrix.values("base"), Yaml.map(values)), message);
    }

    @Test
    void aPasswordInTheUriOfRedisIsRefused() {
        refused(
                "{redis: {uri: 'redis://user:secret@redis:6379'}, kafka: {bootstrap: 'kafka:9092'}}",
                "must not have a user");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ingres: {}                                       | ingres
            ingest: {replica: 3}                             | replica
            ingest: {replicas: three}                        | integer
            ingest: {replicas: -1}                           | replicas
            ingest: {drain: {seconds: 10s}}                  | integer
            image: {pullPolicy: Sometimes}                   | pullPolicy
            exposure: {controller: apache}                   | controller
            exposure: {hosts: {edge: "https://a.example"}}   | hosts
            exposure: {trustedProxies: [10.0.0.1]}           | trustedProxies
            kafka: {sasl: {mechanism: GSSAPI}}               | mechanism
            kafka: {bootstrap: "kafka"}                      | bootstrap
            redis: {uri: "http://redis"}                     | uri
            config: {millrace.edge.hold: 1s}                 | millrace.edge.hold
            edge: {config: {JAVA_TOOL_OPTIONS: x}}           | JAVA_TOOL_OPTIONS
            edge: {config: {MILLRACE_EDGE_HOLD: [1s]}}       | MILLRACE_EDGE_HOLD
            edge: {resources: {limit: {memory: 1Gi}}}        | limit
            edge: {service: {type: ExternalName}}            | type
            edge: {uri: "edge.example"}                      | uri
            fullnameOverride: Millrace                       | fullnameOverride
            {auth: {callers: {tokens: [{name: a, role: root, sha256: ""}]}}}   | role
            networkPolicy: {clients: [{namespace: a}]}       | namespace
            monitoring: {podMonitor: {interval: often}}      | interval
            tls: {certManager: {duration: 90d}}              | duration
            test: {options: ["; rm -r /"]}                   | options
            """)
    void aValueOfAnotherKindIsRefusedByItsName(String values, String message) {
        refused(Yaml.merged(Matrix.values("base"), Yaml.map(values)), message);
    }

    @Test
    void theSchemaHasEachValueOfTheChartAndNoOther() {
        JsonNode schema = Yaml.map(Repository.CHART.resolve("values.schema.json"));
        List<String> problems = new ArrayList<>();
        compare(schema, schema, Chart.values(), "", problems);
        assertEquals(List.of(), problems);
    }

    @Test
    void notesAreToldForWhateverWorks() {
        Matrix.each(set -> {
            String notes = Chart.notes(Matrix.values(set));
            assertTrue(notes.contains("is installed as"), notes);
            boolean trial = Matrix.values(set).at("/kafka/bundled/enabled").asBoolean();
            assertEquals(trial, notes.contains("FOR TRIAL ONLY"), notes);
        });
    }

    private static void compare(JsonNode schema, JsonNode part, JsonNode value, String path, List<String> problems) {
        JsonNode described =
                part.has("$ref") ? schema.at(part.get("$ref").asText().substring(1)) : part;
        if (!described.has("properties")) {
            return;
        }
        if (described.path("additionalProperties").asBoolean(true)) {
            problems.add(path + " takes anything");
        }
        described.get("properties").fieldNames().forEachRemaining(name -> {
            if (!value.has(name)
                    && !List.of("global", "claims", "requests", "limits").contains(name)) {
                problems.add(path + "." + name + " has no default");
            }
        });
        value.fieldNames().forEachRemaining(name -> {
            if (described.at("/properties/" + name).isMissingNode()) {
                problems.add(path + "." + name + " is not in the schema");
            } else {
                compare(schema, described.at("/properties/" + name), value.get(name), path + "." + name, problems);
            }
        });
    }

    private static void refused(String values, String message) {
        refused(Yaml.map(values), message);
    }

    private static void refused(ObjectNode values, String message) {
        IllegalStateException refusal = assertThrows(IllegalStateException.class, () -> Chart.render(values));
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }
}
