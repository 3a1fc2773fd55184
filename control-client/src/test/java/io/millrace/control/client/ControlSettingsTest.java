package io.millrace.control.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.pem.UnusableFileException;
import io.millrace.proto.control.v1.ServiceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each setting that makes no sense stops the start with one line that names it. */
class ControlSettingsTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "control",
                "control:",
                "control:0",
                "control:65536",
                "http://control:9090",
                "a:1:2",
                "dns://x/a:1"
            })
    void aUriThatIsNone(String uri) {
        assertEquals(
                "MILLRACE_CONTROL_URI is " + uri
                        + ": it must be host:port or dns:///host:port, or several of these, separated by commas",
                refusal("uri", uri));
    }

    @Test
    void aWaitThatIsNone() {
        assertEquals("MILLRACE_CONTROL_SILENCE is 0ms: it must be from 1ms to 1 day", refusal("silence", "PT0S"));
        assertEquals(
                "MILLRACE_CONTROL_CONNECT_TIMEOUT is 172800000ms: it must be from 1ms to 1 day",
                refusal("connect-timeout", "PT48H"));
        assertEquals("MILLRACE_CONTROL_BACKOFF is -1000ms: it must be from 1ms to 1 day", refusal("backoff", "PT-1S"));
    }

    @Test
    void aWaitThatShrinks() {
        assertEquals(
                "MILLRACE_CONTROL_MAX_BACKOFF is 100ms: it must be MILLRACE_CONTROL_BACKOFF or more, which is 1000ms",
                refusal("backoff", "PT1S"));
    }

    @Test
    void anInstanceThatIsNoName() {
        assertEquals(
                "MILLRACE_CONTROL_INSTANCE is Edge 1: it must be 1 to 63 of a-z, 0-9, - and .,"
                        + " and begin with a letter or a digit",
                refusal("instance", "Edge 1"));
    }

    @Test
    void aStartFromASnapshotThatIsNowhere() {
        assertEquals(
                "MILLRACE_CONTROL_START_FROM_SNAPSHOT is true: MILLRACE_CONTROL_SNAPSHOT must name the file then",
                refusal("start-from-snapshot", "true"));
    }

    @Test
    void aSnapshotInADirectoryThatIsNotThere() {
        Path file = directory.resolve("none/control.snapshot");
        assertEquals(
                "MILLRACE_CONTROL_SNAPSHOT is " + file + ": " + file.getParent()
                        + " must be a directory that can be written to",
                refusal("snapshot", file.toString()));
    }

    @Test
    void aTokenFileThatIsNotThereOrEmpty() throws IOException {
        Path file = directory.resolve("token");
        assertEquals("MILLRACE_CONTROL_TOKEN_FILE is " + file + ": it is not there", refusal("token-file", file));
        Files.writeString(file, "\n");
        assertEquals(
                "MILLRACE_CONTROL_TOKEN_FILE is " + file + ": it must hold one token of visible ASCII characters",
                refusal("token-file", file));
    }

    @Test
    void aTokenThatIsNoneIsNotShown() {
        assertEquals(
                "MILLRACE_CONTROL_TOKEN is not shown here: it must be visible ASCII characters",
                refusal("token", "two words"));
    }

    @Test
    void certificatesWithoutTls() {
        Path file = directory.resolve("ca.pem");
        assertEquals(
                "MILLRACE_CONTROL_CA is " + file + ": it is of no use without MILLRACE_CONTROL_TLS=true",
                refusal("ca", file));
    }

    @Test
    void aCertificateWithoutItsKey() {
        Path file = directory.resolve("client.pem");
        assertEquals(
                "MILLRACE_CONTROL_CLIENT_CERTIFICATE is " + file + ": MILLRACE_CONTROL_CLIENT_KEY must be set too",
                refusal(UnusableFileException.class, Map.of("tls", "true", "client-certificate", file.toString())));
    }

    @Test
    void aFileOfCertificatesThatHoldsNone() throws IOException {
        Path file = Files.writeString(directory.resolve("ca.pem"), "nothing");
        assertEquals(
                "MILLRACE_CONTROL_CA is " + file + ": it has no certificate in PEM",
                refusal(UnusableFileException.class, Map.of("tls", "true", "ca", file.toString())));
    }

    @Test
    void withoutAUriThereIsNoControlPlane() {
        assertEquals(
                Optional.empty(),
                ControlClient.startIfConfigured(
                        TestConfig.of(Map.of()), ServiceKind.SERVICE_KIND_EDGE, new SimpleMeterRegistry()));
    }

    @Test
    void aHostsNameMadeAnInstances() {
        assertEquals("edge-7.example", Instance.name("Edge_7.example"));
        assertEquals("x", Instance.name("-x"));
        assertEquals(63, Instance.name("h".repeat(100)).length());
        assertEquals("unnamed", Instance.name("..."));
    }

    private static String refusal(String setting, Object value) {
        return refusal(Map.of(setting, value.toString()));
    }

    private static String refusal(Map<String, String> settings) {
        return refusal(InvalidControlSettingException.class, settings);
    }

    private static String refusal(Class<? extends RuntimeException> type, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("uri", "127.0.0.1:9"));
        all.putAll(settings);
        return assertThrows(
                        type,
                        () -> ControlClient.startIfConfigured(
                                TestConfig.of(all), ServiceKind.SERVICE_KIND_EDGE, new SimpleMeterRegistry()))
                .getMessage();
    }
}
