package io.millrace.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessMetricsTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void checksAndWrongPasswordsAreCounted(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("access.json");
        Files.writeString(file, RulesText.with("{\"read\": [], \"write\": [\"encoder\"]}", "{}"));
        try (AccessRules rules = AccessRules.watch(file)) {
            rules.register(metrics, "ingest");
            rules.check(RulesText.password("encoder", "wrong"), Action.WRITE, "/")
                    .toCompletableFuture()
                    .join();
            assertEquals(1, count("millrace.ingest.access.passwords"));
            assertEquals(1, count("millrace.ingest.access.wrong"));
            assertEquals(0, count("millrace.ingest.access.busy"));
        }
    }

    @Test
    void aFileThatCanNotBeUsedAnyMoreIsToldByAGauge(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("access.json");
        Files.writeString(file, RulesText.with("{\"read\": [], \"write\": []}", "{}"));
        try (AccessRules rules = AccessRules.watch(file)) {
            rules.register(metrics, "edge");
            assertEquals(0, gauge());
            Files.writeString(file, "{");
            rules.refresh();
            assertEquals(1, gauge());
        }
    }

    private double count(String name) {
        return metrics.get(name).functionCounter().count();
    }

    private double gauge() {
        return metrics.get("millrace.edge.access.stale").gauge().value();
    }
}
