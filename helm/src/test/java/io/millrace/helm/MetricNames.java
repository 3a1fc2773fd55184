package io.millrace.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names of metrics that the chart asks Prometheus for. */
final class MetricNames {

    private static final Pattern NAME = Pattern.compile("\\b(?:millrace|jvm|process|netty)_[a-z_]+\\b");

    /** Made by prometheus-adapter of another one. */
    private static final String OF_THE_ADAPTER = "millrace_edge_bytes_per_second";

    private MetricNames() {}

    /** All of them: in alerts, the dashboard, the scalers, and the rules for prometheus-adapter. */
    static Set<String> asked() throws IOException {
        Rendered monitoring = Matrix.rendered("monitoring");
        Set<String> names = new TreeSet<>();
        for (JsonNode expression :
                monitoring.documents("PrometheusRule").getFirst().findValues("expr")) {
            names.addAll(in(expression.asText()));
        }
        String dashboard = Files.readString(Repository.CHART.resolve("files/dashboards/millrace.json"));
        for (JsonNode expression : Yaml.map(dashboard).findValues("expr")) {
            names.addAll(in(expression.asText()));
        }
        Matrix.rendered("HPA")
                .documents("HorizontalPodAutoscaler")
                .forEach(scaler -> names.addAll(in(scaler.toString())));
        Matrix.rendered("KEDA").documents("ScaledObject").forEach(scaler -> names.addAll(in(scaler.toString())));
        names.addAll(in(Files.readString(Repository.CHART.resolve("files/prometheus-adapter.yaml"))));
        names.remove(OF_THE_ADAPTER);
        return names;
    }

    static Set<String> in(String text) {
        return NAME.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }
}
