package io.millrace.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes results where a person and a program find them: {@code report.md}, {@code report.json}, a chart a scenario. */
final class Report {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path directory;
    private final Map<String, String> surroundings;

    Report(Options options) {
        directory = options.out();
        surroundings = Surroundings.of(options);
    }

    /** Replaces what was written before. */
    void write(List<Result> results) throws IOException {
        Files.createDirectories(directory);
        StringBuilder text = new StringBuilder("# Millrace bench\n\n");
        surroundings.forEach((what, value) ->
                text.append("- ").append(what).append(": ").append(value).append('\n'));
        text.append('\n').append(Table.goals(results));
        for (Result result : results) {
            text.append(Table.of(result));
            Files.writeString(directory.resolve(result.scenario().name() + ".svg"), Chart.of(result));
        }
        Files.writeString(directory.resolve("report.md"), text);
        Map<String, Object> scenarios = new LinkedHashMap<>();
        results.forEach(result -> scenarios.put(result.scenario().name(), content(result, results)));
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("surroundings", surroundings);
        content.put("scenarios", scenarios);
        JSON.writeValue(directory.resolve("report.json").toFile(), content);
    }

    private static Map<String, Object> content(Result result, List<Result> all) {
        Map<String, Object> medians = new LinkedHashMap<>();
        result.medians().forEach((server, median) -> medians.put(server, median.values()));
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("title", result.scenario().title());
        content.put("faultless", result.faultless());
        content.put("medians", medians);
        content.put(
                "goals",
                result.scenario().goals().stream()
                        .map(goal -> goal.judge(result, all))
                        .flatMap(Optional::stream)
                        .toList());
        content.put("notes", result.notes());
        content.put("bottlenecks", Bottleneck.notes(result.medians()));
        content.put("runs", result.runs());
        return content;
    }
}
