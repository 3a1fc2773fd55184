package io.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The load generator in C, which puts the same load on a server: what the bench finds can be held against it. */
record Llfan(Path program, Servers servers) {

    /** Of what it has measured, behind the server's name. */
    static final String MARK = " (llfan)";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SLACK = Duration.ofSeconds(60);
    private static final List<String> PERCENTILES = List.of("p50", "p90", "p99", "p999", "max");
    private static final Map<String, String> LATENCIES =
            Map.of("lat_us", "write_to_read", "seg_first_us", "object_first_byte", "req_us", "request");

    /** It has one channel, and reads what it has uploaded itself. */
    static boolean can(Target target, Load load) {
        return load.channels() == 1 && !(target instanceof Nginx);
    }

    Figures execute(Target target, Load load, String prefix) throws IOException, InterruptedException {
        String path = prefix + "/c0/o" + (load.kind() == Load.Kind.SEGMENTS ? "%d" : "");
        Usage usage = new Usage(target.processes());
        Server server = servers.start("llfan", command(target, load, path), Map.of());
        String output = server.awaitEnd(load.planned().plus(SLACK));
        Map<String, Double> values = new LinkedHashMap<>();
        usage.end(values);
        JsonNode report = JSON.readTree(output.substring(Math.max(0, output.indexOf('{'))));
        figures(values, report, target, load);
        for (int object = 0; object < load.objects(); object++) {
            delete(target.in(), path.replace("%d", Integer.toString(object)));
        }
        return new Figures(
                values,
                server.exitCode() == 0
                        ? List.of()
                        : List.of("llfan: " + report.path("errors")
                                + report.path("put").path("error")));
    }

    private List<String> command(Target target, Load load, String path) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                switch (load.kind()) {
                    case TAIL, UPLOAD -> "tail";
                    case SEGMENTS -> "segments";
                    case REQUESTS -> "get";
                }));
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("--put", uri(target.in(), path));
        arguments.put("--get", uri(target.out(), path));
        arguments.put("--clients", load.readers());
        arguments.put("--size", load.chunkBytes());
        arguments.put("--chunks", load.chunks());
        arguments.put("--interval-us", load.interval().toNanos() / 1_000);
        arguments.put(
                "--pid",
                target.processes().get(target.deliverer()).stream()
                        .map(Object::toString)
                        .collect(Collectors.joining(",")));
        if (load.kind() == Load.Kind.SEGMENTS) {
            arguments.put("--segments", load.objects());
        } else if (load.kind() == Load.Kind.REQUESTS) {
            arguments.put("--seconds", load.duration().toSeconds());
        }
        arguments.forEach((name, value) -> command.addAll(List.of(name, value.toString())));
        return command;
    }

    /** Under the names that the bench has for them. */
    static void figures(Map<String, Double> values, JsonNode report, Target target, Load load) {
        LATENCIES.forEach((theirs, ours) -> {
            JsonNode latency = report.path(theirs);
            if (latency.path("n").asLong() > 0) {
                values.put(ours + "_count", latency.path("n").asDouble());
                PERCENTILES.forEach(percentile -> values.put(
                        ours + '_' + percentile + "_us",
                        latency.path(percentile).asDouble()));
            }
        });
        double seconds = report.path("wall_s").asDouble();
        double out = report.path("bytes").asDouble() / 1e9;
        double in = load.kind() == Load.Kind.REQUESTS ? 0 : load.objects() * load.objectBytes() / 1e9;
        double gb = load.readers() == 0 ? in : out;
        double deliverer = report.path("server").path("cpu_s").asDouble();
        values.put("readers_complete", report.path("complete").asDouble());
        values.put("answers_404", report.path("retries_404").asDouble());
        values.put("seconds", seconds);
        values.put("out_gb", out);
        values.put("out_gb_per_s", report.path("gb_per_s").asDouble());
        values.put("in_gb_per_s", report.path("put").path("mb_per_s").asDouble() / 1e3);
        values.put("requests_per_s", report.path("req_per_s").asDouble());
        values.put("cpu_" + target.deliverer() + "_s", deliverer);
        values.put("cpu_bench_s", report.path("harness_cpu_s").asDouble());
        values.put("cpu_deliverer_s_per_gb", deliverer / gb);
        values.put("cpu_all_s_per_gb", values.get("cpu_all_s") / gb);
        values.put("cpu_bench_s_per_gb", values.get("cpu_bench_s") / gb);
    }

    private static String uri(InetSocketAddress server, String path) {
        return "http://" + server.getHostString() + ':' + server.getPort() + path;
    }

    private static void delete(InetSocketAddress server, String path) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(uri(server, path)))
                    .DELETE()
                    .build();
            HttpResponse<Void> _ = client.send(request, HttpResponse.BodyHandlers.discarding());
        }
    }
}
