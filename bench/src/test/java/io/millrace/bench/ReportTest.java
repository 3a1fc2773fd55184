package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person and a program read in the end. */
class ReportTest {

    @TempDir
    private Path directory;

    @Test
    void bothReportsHaveMediansGoalsRunsAndTheMachine() throws IOException {
        write(
                Map.of("out_gb_per_s", 3.0, "cpu_deliverer_s_per_gb", 0.3),
                Map.of("out_gb_per_s", 5.0, "cpu_deliverer_s_per_gb", 0.25));
        JsonNode json =
                new ObjectMapper().readTree(directory.resolve("report.json").toFile());
        JsonNode scenario = json.path("scenarios").path("S4");
        assertEquals(3.0, scenario.at("/medians/millrace/out_gb_per_s").asDouble());
        assertEquals(3.0, scenario.at("/runs/millrace/0/values/out_gb_per_s").asDouble());
        assertTrue(scenario.path("faultless").asBoolean());
        assertEquals(4.0, scenario.at("/goals/0/limit").asDouble());
        assertFalse(scenario.at("/goals/0/met").asBoolean(true));
        assertTrue(scenario.at("/goals/1/met").asBoolean());
        assertFalse(json.at("/surroundings/JDK").asText().isEmpty());
        assertFalse(json.at("/surroundings/commit").asText().isEmpty());
        String text = Files.readString(directory.resolve("report.md"));
        assertTrue(text.contains("| S4 | `out_gb_per_s` | 3 | ≥ 4 |  | **missed**: 0.75 times the target |"), text);
        assertTrue(
                text.contains("| S4 | `cpu_deliverer_s_per_gb` | 0.300 | ≤ 0.375 | 1.5 x broadcaster | met |"), text);
        assertTrue(text.contains("![S4](S4.svg)"), text);
        assertTrue(Files.readString(directory.resolve("S4.svg")).contains("broadcaster"));
    }

    @Test
    void itSaysWhereTheLoadGeneratorWasTheLimit() throws IOException {
        write(
                Map.of("reader_thread_percent", 97.0, "machine_busy_percent", 60.0),
                Map.of(
                        "reader_thread_percent",
                        50.0,
                        "machine_busy_percent",
                        99.0,
                        "cpu_bench_s",
                        2.0,
                        "cpu_all_s",
                        1.0,
                        "machine_cpu_s",
                        4.0));
        String text = Files.readString(directory.resolve("report.md"));
        assertTrue(
                text.contains("- millrace: **the bench was the limit**: its reader thread was busy 97 % of the time"),
                text);
        assertTrue(
                text.contains("- broadcaster: **the machine was the limit**: busy to 99 %, 50 % of it with the load"),
                text);
        // 99 - 50 - 25
        assertTrue(text.contains("- broadcaster: **the machine was not its own**: others used 24 % of it"), text);
    }

    @Test
    void whatWasNotMeasuredIsLeftOpen() throws IOException {
        write(Map.of("out_gb_per_s", 5.0, "cpu_deliverer_s_per_gb", 0.3), Map.of());
        String text = Files.readString(directory.resolve("report.md"));
        assertTrue(text.contains("| S4 | `cpu_deliverer_s_per_gb` | | | | not measured |"), text);
    }

    private void write(Map<String, Double> millrace, Map<String, Double> broadcaster) throws IOException {
        Scenario scenario = Catalogue.all().stream()
                .filter(one -> one.name().equals("S4"))
                .findFirst()
                .orElseThrow();
        Map<String, List<Figures>> runs = new LinkedHashMap<>();
        runs.put(Millrace.NAME, List.of(new Figures(millrace, List.of())));
        runs.put(Catalogue.BROADCASTER, List.of(new Figures(broadcaster, List.of())));
        new Report(Options.parse("--out", directory.toString())).write(List.of(new Result(scenario, runs, List.of())));
    }
}
