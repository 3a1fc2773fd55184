package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bench as it is packaged, against the services as they are packaged: what it counts, not how fast that is. */
class BenchIT {

    private static final long LIMIT_SECONDS = 180;

    /** Where it and its programs write in passing. */
    @TempDir
    private Path temporary;

    @TempDir
    private Path out;

    @Test
    void everyByteComesInOrderAndNothingIsLeftBehind() throws Exception {
        Process bench = start("--quick", "--installed-only", "--only", "S1,S4,S6,S7-100K,S9-10");
        Set<ProcessHandle> seen = new HashSet<>();
        List<String> said = readAll(bench, seen);
        assertTrue(bench.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), said::toString);
        assertEquals(0, bench.exitValue(), said::toString);
        assertNothingIsLeft(seen);

        JsonNode scenarios =
                new ObjectMapper().readTree(out.resolve("report.json").toFile()).path("scenarios");
        assertEquals(6, scenarios.size()); // S6 is both of its kind
        for (String server : List.of(Millrace.NAME, Catalogue.BROADCASTER)) {
            // 60 chunks, of which each reader finds the first already there.
            assertCounts(scenarios, "S1", server, 1, 59);
            assertCounts(scenarios, "S4", server, 50, 50 * 59);
            assertCounts(scenarios, "S9-10", server, 50, 50 * 59);
            JsonNode segments = figures(scenarios, "S6", server);
            assertEquals(50, segments.path("readers_complete").asInt());
            // Three objects, of which the second and the third are asked for early.
            assertEquals(100, segments.path("object_first_byte_count").asInt());
            JsonNode closed = figures(scenarios, "S7-100K", server);
            assertEquals(50, closed.path("readers_complete").asInt());
            assertTrue(closed.path("request_count").asInt() > 0);
        }
        String report = Files.readString(out.resolve("report.md"));
        assertTrue(report.contains("| all runs faultless | yes | yes |"), report);
    }

    @Test
    void whoInterruptsItLeavesNothingBehind() throws Exception {
        Process bench = start("--installed-only", "--only", "S1");
        Set<ProcessHandle> seen = new HashSet<>();
        try (BufferedReader lines = bench.errorReader()) {
            String line = lines.readLine();
            while (line != null && !line.contains("warm-up")) {
                line = lines.readLine();
            }
            assertTrue(line != null, "it has ended by itself");
            bench.descendants().forEach(seen::add);
            bench.destroy();
            assertTrue(bench.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS));
        }
        assertTrue(seen.size() > 3, seen::toString);
        assertNotEquals(0, bench.exitValue());
        assertNothingIsLeft(seen);
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-Dmillrace.root=" + Path.of("..").toAbsolutePath().normalize(),
                "-jar",
                Path.of("target", "bench.jar").toString(),
                "--out",
                out.toString()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).start();
    }

    /** What it says until its end, and which processes there are each time that it says something. */
    private static List<String> readAll(Process bench, Set<ProcessHandle> seen) throws IOException {
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = bench.errorReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.add(line);
                bench.descendants().forEach(seen::add);
            }
        }
        assertTrue(seen.size() > 3, seen::toString);
        return said;
    }

    private void assertNothingIsLeft(Set<ProcessHandle> seen) throws Exception {
        for (ProcessHandle process : seen) {
            // Ended already, or by a parent that has been told to.
            process.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
        try (Stream<Path> files = Files.list(temporary)) {
            assertEquals(List.of(), files.toList());
        }
    }

    private static void assertCounts(JsonNode scenarios, String scenario, String server, int readers, int chunks) {
        JsonNode figures = figures(scenarios, scenario, server);
        assertEquals(readers, figures.path("readers_complete").asInt(), scenario);
        assertEquals(chunks, figures.path("write_to_read_count").asInt(), scenario);
    }

    private static JsonNode figures(JsonNode scenarios, String scenario, String server) {
        return scenarios.path(scenario).path("medians").path(server);
    }
}
