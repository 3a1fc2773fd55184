package io.millrace.helm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * As much of an API server as {@code lookup} asks: Secrets of a namespace. Helm finds it by the file that {@code KUBECONFIG}
 * names in the environment of the tests' JVM, of which there is one for all of them.
 */
final class Cluster {

    private static final Cluster ONE = start();

    private final Map<String, Map<String, String>> secrets = new ConcurrentHashMap<>();

    /** The cluster; it has no Secret until somebody puts one there. */
    static Cluster get() {
        return ONE;
    }

    void put(String name, Map<String, String> data) {
        secrets.put(name, Map.copyOf(data));
    }

    void clear() {
        secrets.clear();
    }

    private static Cluster start() {
        try {
            Cluster cluster = new Cluster();
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", cluster::answer);
            server.start();
            Files.writeString(Path.of(System.getenv("KUBECONFIG")), """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: one, cluster: {server: "http://127.0.0.1:%d"}}]
                    contexts: [{name: one, context: {cluster: one}}]
                    current-context: one
                    """.formatted(
                            server.getAddress().getPort()));
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        int status = 200;
        String body;
        if (path.equals("/api/v1")) {
            body = """
                    {"kind": "APIResourceList", "groupVersion": "v1", "resources": [
                      {"name": "secrets", "singularName": "secret", "namespaced": true, "kind": "Secret", "verbs": ["get"]}]}""";
        } else if (path.startsWith("/api/v1/namespaces/" + Chart.NAMESPACE + "/secrets/")
                && secrets.containsKey(name)) {
            body = """
                    {"kind": "Secret", "apiVersion": "v1", "metadata": {"name": "%s"}, "data": {%s}}""".formatted(name, data(secrets.get(name)));
        } else {
            status = 404;
            body = """
                    {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404}""";
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String data(Map<String, String> texts) {
        return texts.entrySet().stream()
                .map(text -> "\"%s\": \"%s\""
                        .formatted(
                                text.getKey(),
                                Base64.getEncoder()
                                        .encodeToString(text.getValue().getBytes(StandardCharsets.UTF_8))))
                .collect(Collectors.joining(", "));
    }
}
