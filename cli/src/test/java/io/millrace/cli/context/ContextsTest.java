package io.millrace.cli.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.cli.Environment;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Ran;
import io.millrace.cli.ScriptedControl;
import io.millrace.proto.control.v1.ListChannelsResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contexts: the file that keeps them, and which one a command takes. */
class ContextsTest {

    @TempDir
    private Path home;

    private ScriptedControl server;
    private ScriptedControl other;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedControl();
        other = new ScriptedControl();
        for (ScriptedControl control : List.of(server, other)) {
            control.on("ListChannels", _ -> ListChannelsResponse.getDefaultInstance());
        }
    }

    @AfterEach
    void stop() {
        server.close();
        other.close();
    }

    @Test
    void theFileIsItsUsersAlone() throws IOException {
        run("context", "set", "lab", "--control", server.uri(), "--token", "s3cret");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        assertEquals("""
                current: lab
                contexts:
                  lab:
                    control: %s
                    token: s3cret
                """.formatted(server.uri()), Files.readString(file()));
    }

    @Test
    void aListShowsNoToken() {
        run("context", "set", "lab", "--control", "http://127.0.0.1:1", "--token", "s3cret");
        run("context", "set", "prod", "--control", "https://control.example", "--token-file", "/run/token");
        run("context", "use", "prod");
        assertEquals("""
                CURRENT  NAME  CONTROL                  CREDENTIALS
                         lab   http://127.0.0.1:1       token
                *        prod  https://control.example  token file
                """, run("context", "list").output());
        assertEquals("""
                - name: lab
                  current: false
                  control: http://127.0.0.1:1
                  credentials: token
                - name: prod
                  current: true
                  control: https://control.example
                  credentials: token file
                """, run("context", "list", "--output", "yaml").output());
        assertTrue(run("context", "list", "--output", "json").output().contains("\"name\": \"prod\""));
    }

    @Test
    void whatIsNotGivenStaysWhenAContextIsSetAgain() {
        run("context", "set", "lab", "--control", server.uri(), "--token", "s3cret");
        run("context", "set", "lab", "--control", other.uri());
        run("channels", "list");
        assertEquals(List.of("Bearer s3cret"), other.authorizations());
    }

    @Test
    void aContextThatIsDeletedIsGone() {
        run("context", "set", "lab", "--control", server.uri());
        assertEquals(ExitCode.OK, run("context", "delete", "lab").code());
        assertEquals(
                "CURRENT  NAME  CONTROL  CREDENTIALS\n", run("context", "list").output());
        assertEquals(
                "millrace: there is no context lab; make it with millrace context set\n",
                run("channels", "list", "--context", "lab").errors());
    }

    @Test
    void theVariableGoesBeforeTheCurrentOneAndTheOptionBeforeBoth() {
        run("context", "set", "a", "--control", server.uri(), "--token", "of-a");
        run("context", "set", "b", "--control", server.uri(), "--token", "of-b");
        run("context", "set", "c", "--control", server.uri(), "--token", "of-c");
        Environment chosen = new Environment(Map.of("MILLRACE_CONTEXT", "b"), home);
        run("channels", "list");
        Ran.in(chosen, "channels", "list");
        Ran.in(chosen, "channels", "list", "--context", "c");
        assertEquals(List.of("Bearer of-a", "Bearer of-b", "Bearer of-c"), server.authorizations());
    }

    @Test
    void optionsGoBeforeTheContext() throws IOException {
        run("context", "set", "a", "--control", "http://127.0.0.1:1", "--token", "of-a");
        Path file = Files.writeString(home.resolve("token"), "of-file\nand more\n");
        run("channels", "list", "--context", "a", "--control", server.uri(), "--token-file", file.toString());
        assertEquals(List.of("Bearer of-file"), server.authorizations());
    }

    @Test
    void aTokenIsNotToldToAControlPlaneThatIsNotItsContexts() {
        run("context", "set", "a", "--control", server.uri(), "--token", "of-a");
        run("channels", "list", "--control", other.uri());
        assertEquals(List.of(""), other.authorizations());
    }

    @Test
    void aFileThatOthersMayReadIsNotTaken() throws IOException {
        run("context", "set", "a", "--control", server.uri(), "--token", "of-a");
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        Ran ran = run("channels", "list");
        assertEquals(
                "millrace: %s may hold tokens, and others may read or write it (rw-r--r--): chmod 600 %s%n"
                        .formatted(file(), file()),
                ran.errors());
        assertTrue(server.authorizations().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "just words|it holds no contexts",
                "'a: [b'|line 1: expected ',' or ']', but got <stream end>",
                "'contexts: {lab: {}}'|context lab: control is missing",
                "'contexts: {lab: {control: \"http://h\", tokn: x}}'|context lab: there is no field tokn",
                "'contexts: {lab: {control: [x]}}'|context lab: control must be text",
                "'{current: lab, contexts: {}}'|the current context, lab, is not there",
                "'current: lab'|contexts are missing"
            })
    void aBadFileIsOneClearLine(String text, String line) throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), text);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
        Ran ran = run("channels", "list");
        assertEquals("millrace: %s can't be used: %s%n".formatted(file(), line), ran.errors());
        assertEquals(ExitCode.FAILED, ran.code());
    }

    @Test
    void aUriThatIsNoneIsNotKept() {
        assertEquals(
                "millrace: 'control.example:9090' is no URI of a control plane; write http://HOST:PORT, or https://HOST:PORT\n",
                run("context", "set", "lab", "--control", "control.example:9090")
                        .errors());
        assertFalse(Files.exists(file()));
    }

    private Path file() {
        return home.resolve(".config/millrace/contexts.yaml");
    }

    private Ran run(String... words) {
        return Ran.in(new Environment(Map.of(), home), words);
    }
}
