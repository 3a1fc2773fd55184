package io.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in front of the services neither collects, nor cuts. */
class ExposureTest {

    private static final String NGINX = "nginx.ingress.kubernetes.io/";

    @ParameterizedTest
    @ValueSource(strings = {"Envoy Gateway", "another gateway"})
    void aGatewayHasARouteForEachHostWithoutLimitsOfTime(String set) {
        Rendered rendered = Matrix.rendered(set);
        assertEquals(
                Map.of(
                        "millrace-ingest", "in.example",
                        "millrace-edge", "out.example",
                        "millrace-shaper", "test.example",
                        "millrace-control", "api.example"),
                rendered.documents("HTTPRoute").stream()
                        .collect(Collectors.toMap(
                                route -> route.at("/metadata/name").asText(),
                                route -> route.at("/spec/hostnames/0").asText())));
        for (JsonNode route : rendered.documents("HTTPRoute")) {
            assertEquals("0s", route.at("/spec/rules/0/timeouts/request").asText());
            assertEquals("0s", route.at("/spec/rules/0/timeouts/backendRequest").asText());
        }
        JsonNode grpc = rendered.documents("GRPCRoute").getFirst();
        assertEquals("grpc.example", grpc.at("/spec/hostnames/0").asText());
        assertEquals(9090, grpc.at("/spec/rules/0/backendRefs/0/port").asInt());
    }

    @Test
    void envoyGatewayIsToldForEachRouteThatRequestsLastAndAreMany() {
        Rendered rendered = Matrix.rendered("Envoy Gateway");
        BackendTrafficPolicy policy =
                StrictModel.read(rendered.documents("BackendTrafficPolicy").getFirst(), BackendTrafficPolicy.class);
        assertEquals("0s", policy.spec().timeout().http().requestTimeout());
        assertTrue(policy.spec().circuitBreaker().maxParallelRequests() > 1024);
        assertTrue(policy.spec().circuitBreaker().maxConnections() > 1024);
        assertEquals(
                Set.of("millrace-ingest", "millrace-edge", "millrace-shaper", "millrace-control", "millrace-grpc"),
                policy.spec().targetRefs().stream()
                        .map(BackendTrafficPolicy.Target::name)
                        .collect(Collectors.toSet()));
        ClientTrafficPolicy clients =
                StrictModel.read(rendered.documents("ClientTrafficPolicy").getFirst(), ClientTrafficPolicy.class);
        assertEquals("0s", clients.spec().timeout().http().requestReceivedTimeout());
        assertEquals("3600s", clients.spec().timeout().http().streamIdleTimeout());
        assertEquals("public", clients.spec().targetRefs().getFirst().name());
    }

    @Test
    void ingressNginxPassesBytesAsTheyCome() {
        for (Ingress ingress : Matrix.rendered("ingress-nginx").all(Ingress.class)) {
            Map<String, String> annotations = ingress.getMetadata().getAnnotations();
            assertEquals("off", annotations.get(NGINX + "proxy-request-buffering"));
            assertEquals("off", annotations.get(NGINX + "proxy-buffering"));
            assertEquals("0", annotations.get(NGINX + "proxy-body-size"));
            assertEquals("3600", annotations.get(NGINX + "proxy-read-timeout"));
            assertEquals("3600", annotations.get(NGINX + "proxy-send-timeout"));
            boolean grpc = ingress.getMetadata().getName().endsWith("-grpc");
            assertEquals(grpc ? "GRPC" : "HTTP", annotations.get(NGINX + "backend-protocol"));
            // Upstream requests of version 1.0 can't be chunked.
            assertEquals(grpc ? null : "1.1", annotations.get(NGINX + "proxy-http-version"));
        }
        assertEquals(5, Matrix.rendered("ingress-nginx").all(Ingress.class).size());
    }

    @Test
    void ingressNginxBelievesTheCertificateOfEachService() {
        for (Ingress ingress :
                Matrix.rendered("TLS by cert-manager and ingress-nginx").all(Ingress.class)) {
            Map<String, String> annotations = ingress.getMetadata().getAnnotations();
            assertTrue(annotations.get(NGINX + "backend-protocol").endsWith("S"));
            assertEquals("on", annotations.get(NGINX + "proxy-ssl-verify"));
            assertTrue(annotations.get(NGINX + "proxy-ssl-secret").startsWith("media/millrace-"));
        }
    }

    @Test
    void haproxyWaitsForWhoIsSilentAndHoldsNoSmallChunkBack() {
        for (Ingress ingress : Matrix.rendered("HAProxy").all(Ingress.class)) {
            Map<String, String> annotations = ingress.getMetadata().getAnnotations();
            assertEquals("3600s", annotations.get("haproxy.org/timeout-server"));
            assertEquals("option http-no-delay", annotations.get("haproxy.org/backend-config-snippet"));
            assertEquals(
                    ingress.getMetadata().getName().endsWith("-grpc") ? "h2" : null,
                    annotations.get("haproxy.org/server-proto"));
        }
    }

    @Test
    void whatNoAnnotationCanSayIsSaidToTheOperator() {
        assertTrue(Chart.notes(Matrix.values("HAProxy")).contains("timeout-client: 3600s"));
        assertTrue(Chart.notes(Matrix.values("ingress-nginx")).contains("client-body-timeout: \"3600\""));
        assertTrue(Chart.notes(Matrix.values("Traefik")).contains("respondingTimeouts.readTimeout=0"));
        ObjectNode unknown = Yaml.merged(Matrix.values("Traefik"), Yaml.map("exposure: {trustedProxies: []}"));
        assertTrue(Chart.notes(unknown).contains("exposure.trustedProxies is empty"));
    }

    @Test
    void traefikSpeaksTheProtocolOfEachService() {
        Rendered plain = Matrix.rendered("Traefik");
        String scheme = "traefik.ingress.kubernetes.io/service.serversscheme";
        assertEquals("h2c", annotation(plain, "millrace-control-grpc", scheme));
        assertNull(annotation(plain, "millrace-control", scheme));
        Rendered secure = Matrix.rendered("TLS by cert-manager and Traefik");
        for (String service :
                List.of("millrace-ingest", "millrace-edge", "millrace-control", "millrace-control-grpc")) {
            assertEquals("https", annotation(secure, service, scheme));
            String transport = annotation(secure, service, "traefik.ingress.kubernetes.io/service.serverstransport");
            assertTrue(secure.documents("ServersTransport").stream()
                    .anyMatch(made -> transport.equals(
                            "media-" + made.at("/metadata/name").asText() + "@kubernetescrd")));
        }
    }

    @Test
    void theUsersAnnotationsGoBeforeTheCharts() {
        ObjectNode values = Yaml.merged(Matrix.values("ingress-nginx"), Yaml.map("""
                exposure: {ingress: {annotations: {nginx.ingress.kubernetes.io/proxy-read-timeout: "60", a: b}}}
                """));
        for (Ingress ingress : Chart.render(values).all(Ingress.class)) {
            assertEquals("60", ingress.getMetadata().getAnnotations().get(NGINX + "proxy-read-timeout"));
            assertEquals("b", ingress.getMetadata().getAnnotations().get("a"));
        }
    }

    @Test
    void whatHasNoHostIsNotExposed() {
        ObjectNode values = Yaml.merged(
                Matrix.values("another gateway"),
                Yaml.map("exposure: {hosts: {ingest: '', shaper: '', control: '', grpc: ''}}"));
        Rendered rendered = Chart.render(values);
        assertEquals(1, rendered.documents("HTTPRoute").size());
        assertTrue(rendered.documents("GRPCRoute").isEmpty());
        assertTrue(Matrix.rendered("base").documents("HTTPRoute").isEmpty());
    }

    @Test
    void portsTellTheirProtocol() {
        assertEquals(
                Map.of("http", "http", "grpc", "kubernetes.io/h2c"),
                protocols(Matrix.rendered("base"), "millrace-control"));
        assertEquals(
                Map.of("https", "https", "grpc", "https"),
                protocols(Matrix.rendered("TLS by cert-manager"), "millrace-control"));
        assertEquals(
                Map.of("http", "http", "https", "https"),
                protocols(Matrix.rendered("TLS beside none"), "millrace-edge"));
    }

    @Test
    void certificatesAreForTheNamesByWhichServicesAreAsked() {
        Rendered rendered = Matrix.rendered("TLS by cert-manager and Envoy Gateway");
        for (String component : List.of("ingest", "edge", "shaper", "control")) {
            List<String> names = rendered.one(Certificate.class, "millrace-" + component)
                    .getSpec()
                    .getDnsNames();
            assertTrue(names.contains("millrace-" + component + ".media.svc"), component);
        }
        List<String> control =
                rendered.one(Certificate.class, "millrace-control").getSpec().getDnsNames();
        assertTrue(control.containsAll(List.of("millrace-control-grpc.media.svc", "grpc.example", "api.example")));
        for (JsonNode policy : rendered.documents("BackendTLSPolicy")) {
            String service = policy.at("/spec/targetRefs/0/name").asText();
            List<String> names =
                    rendered.one(Certificate.class, service).getSpec().getDnsNames();
            assertTrue(names.contains(policy.at("/spec/validation/hostname").asText()), service);
        }
    }

    private static String annotation(Rendered rendered, String service, String name) {
        return rendered.one(Service.class, service)
                .getMetadata()
                .getAnnotations()
                .get(name);
    }

    private static Map<String, String> protocols(Rendered rendered, String service) {
        return rendered.one(Service.class, service).getSpec().getPorts().stream()
                .collect(Collectors.toMap(port -> port.getName(), port -> port.getAppProtocol()));
    }
}
