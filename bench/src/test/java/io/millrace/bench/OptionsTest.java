package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParameterException;

/** The command line. */
class OptionsTest {

    @Test
    void withoutAnythingEachScenarioRunsThreeTimes() {
        Options options = Options.parse();
        assertEquals(3, options.runs());
        assertTrue(Catalogue.all().stream().allMatch(scenario -> options.wants(scenario.name())));
        assertTrue(options.withMillrace());
        assertTrue(options.out().endsWith("target/bench"));
    }

    @Test
    void scenariosAreChosenByNameInAnyCase() {
        Options options = Options.parse("--only", "S1,s3B", "--only=S4");
        assertTrue(options.wants("S1"));
        assertTrue(options.wants("S3b"));
        assertTrue(options.wants("S4"));
        assertFalse(options.wants("S3"));
        assertFalse(options.wants("S10"));
    }

    @Test
    void aNameWithoutItsEndIsAllOfThem() {
        Options options = Options.parse("--only", "S9");
        assertTrue(options.wants("S9-1"));
        assertTrue(options.wants("S9-100"));
        assertFalse(Options.parse("--only", "S9-10").wants("S9-100"));
    }

    @Test
    void quickIsOneRun() {
        assertEquals(1, Options.parse("--quick", "--runs", "5").runs());
        assertEquals(5, Options.parse("--runs", "5").runs());
    }

    @Test
    void settingsAndFlagsAreHandedOn() {
        Options options =
                Options.parse("--set", "MILLRACE_EDGE_HOLD=2s", "--set", "A=b=c", "--edge-flags", "-Xmx1g -XX:+UseZGC");
        assertEquals(Map.of("MILLRACE_EDGE_HOLD", "2s", "A", "b=c"), options.settings());
        assertEquals(List.of("-Xmx1g", "-XX:+UseZGC"), options.edgeFlags());
        assertEquals(List.of(), options.ingestFlags());
    }

    @Test
    void furtherReferencesHaveANameAndACommand() {
        Options options = Options.parse("--reference", "mine=/opt/mine --port {port}", "--floor", "/opt/floor");
        assertEquals(
                Map.of("mine", "/opt/mine --port {port}", "floor", "/opt/floor -l -p {port}"), options.references());
    }

    @Test
    void theReportGoesWhereItIsWanted() {
        assertEquals(Path.of("/elsewhere"), Options.parse("--out", "/elsewhere").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--nonsense", "--runs", "--runs=x", "--set=NAME", "--reference=mine", "S1"})
    void whatCannotBeUnderstoodIsRefused(String wrong) {
        assertThrows(ParameterException.class, () -> Options.parse(wrong));
    }
}
