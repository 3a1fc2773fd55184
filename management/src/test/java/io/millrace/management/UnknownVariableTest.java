package io.millrace.management;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownVariableTest {

    private static final Settings SETTINGS = Settings.of(Set.of(ExampleConfig.class, ManagementConfig.class));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MILLRACE_EXAMPLE_PORT",
                "MILLRACE_EXAMPLE_KEEP_ALIVE",
                "MILLRACE_EXAMPLE_TLS_KEY",
                "MILLRACE_EXAMPLE_ACCESS_LOG",
                "MILLRACE_EXAMPLE_ACCESS_LOG_0_",
                "MILLRACE_EXAMPLE_MOUNTS_FILMS",
                "MILLRACE_MANAGEMENT_PORT"
            })
    void aVariableThatSetsSomethingIsKnown(String name) {
        assertEquals(List.of(), UnknownVariable.among(Set.of(name), SETTINGS));
    }

    @Test
    void aVariableThatSetsNothingIsUnknown() {
        assertEquals(
                List.of(new UnknownVariable("MILLRACE_SOMETHING_ELSE", Optional.empty())),
                UnknownVariable.among(Set.of("MILLRACE_SOMETHING_ELSE"), SETTINGS));
    }

    @Test
    void aSlipOfThePenIsToldWithWhatWasMeant() {
        assertEquals(
                List.of(new UnknownVariable("MILLRACE_EXAMPLE_PROT", Optional.of("MILLRACE_EXAMPLE_PORT"))),
                UnknownVariable.among(Set.of("MILLRACE_EXAMPLE_PROT"), SETTINGS));
    }

    @Test
    void onlyOurVariablesAreJudged() {
        assertEquals(List.of(), UnknownVariable.among(Set.of("PATH", "QUARKUS_HTTP_PORT", "MILLRACEX"), SETTINGS));
    }

    @Test
    void whatTheStartScriptReadsIsKnown() {
        assertEquals(List.of(), UnknownVariable.among(Set.of("MILLRACE_JAVA_OPTS"), SETTINGS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MILLRACE_INGEST_PORT", "MILLRACE_EDGE_HOLD"})
    void settingsOfServicesThatAreNotInThisProcessAreNotJudged(String name) {
        assertEquals(List.of(), UnknownVariable.among(Set.of(name), SETTINGS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MILLRACE_SERVICE_HOST",
                "MILLRACE_EXAMPLE_SERVICE_HOST",
                "MILLRACE_EXAMPLE_SERVICE_PORT",
                "MILLRACE_EXAMPLE_SERVICE_PORT_HTTP",
                "MILLRACE_EXAMPLE_PORT_8080_TCP",
                "MILLRACE_EXAMPLE_PORT_8080_TCP_ADDR"
            })
    void whatKubernetesSetsByItselfIsNotJudged(String name) {
        assertEquals(List.of(), UnknownVariable.among(Set.of(name), SETTINGS));
    }

    @Test
    void aVariableIsPrintedWithWhatWasMeant() {
        assertEquals(
                "MILLRACE_EXAMPLE_PROT (MILLRACE_EXAMPLE_PORT?)",
                new UnknownVariable("MILLRACE_EXAMPLE_PROT", Optional.of("MILLRACE_EXAMPLE_PORT")).toString());
    }
}
