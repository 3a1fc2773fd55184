package io.millrace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StartFailureTest {

    @Test
    void aFailureOfOursSpeaksForItself() {
        Throwable failure = new ListenFailedException("port 8080 is taken", new BindException("in use"));
        assertEquals(List.of("port 8080 is taken"), StartFailure.lines(failure));
    }

    @Test
    void aFailureOfOursIsFoundInsideOthers() {
        Throwable failure = new RuntimeException(
                "start failed", new IllegalStateException(new ListenFailedException("port 8080 is taken", null)));
        assertEquals(List.of("port 8080 is taken"), StartFailure.lines(failure));
    }

    @Test
    void everyWrongSettingHasALineOfItsOwn() {
        assertEquals(
                List.of("a setting is wrong: a.port is required", "a setting is wrong: b.port is not a number"),
                StartFailure.lines(invalid("a.port is required", "b.port is not a number")));
    }

    @Test
    void theNamesOfClassesAndCodesAreLeftOut() {
        assertEquals(
                List.of("a setting is wrong: The config property a.port is required"),
                StartFailure.lines(invalid(
                        "java.util.NoSuchElementException: SRCFG00014: The config property a.port is required")));
    }

    @Test
    void aProblemThatSpansLinesBecomesOneLine() {
        assertEquals(
                List.of("a setting is wrong: a.port is wrong: it is no number"),
                StartFailure.lines(invalid("a.port is wrong:\n\t it is\nno number")));
    }

    @Test
    void wrongSettingsAreFoundInsideOtherFailures() {
        assertEquals(
                List.of("a setting is wrong: a.port is required"),
                StartFailure.lines(new RuntimeException(invalid("a.port is required"))));
    }

    @Test
    void aManagementPortThatIsTakenIsToldWithItsSetting() {
        assertEquals(
                List.of(
                        "the management port 9000 can't be used (Address already in use: 9000): stop what uses it, or set"
                                + " MILLRACE_MANAGEMENT_PORT"),
                StartFailure.lines(new RuntimeException(new BindException("Address already in use: 9000"))));
    }

    @Test
    void anythingElseIsToldAsAFaultOfOurs() {
        assertEquals(
                List.of("this is a fault in Millrace: java.lang.IllegalStateException: no idea"),
                StartFailure.lines(new IllegalStateException("no idea")));
    }

    private static ConfigValidationException invalid(String... problems) {
        return new ConfigValidationException(Stream.of(problems)
                .map(ConfigValidationException.Problem::new)
                .toArray(ConfigValidationException.Problem[]::new));
    }
}
