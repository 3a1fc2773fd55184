package io.millrace.cli.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.protobuf.StatusProto;
import io.millrace.cli.ExitCode;
import io.millrace.cli.Ran;
import io.millrace.cli.ScriptedControl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said, and how the command ends, where it can't do what it was asked. */
class FailureTest {

    @TempDir
    private Path directory;

    private ScriptedControl server;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedControl();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void eachWrongFieldIsALine() {
        fails(
                "CreateChannel",
                Code.INVALID_ARGUMENT,
                "path_prefix must end with /, and 1 more",
                BadRequest.newBuilder()
                        .addFieldViolations(violation("path_prefix", "must end with /"))
                        .addFieldViolations(violation("limits.max_uploads", "must not be negative"))
                        .build());
        Ran ran = run("channels", "create", "cam");
        assertEquals("""
                millrace: what was given is not right:
                  pathPrefix: must end with /
                  limits.maxUploads: must not be negative
                """, ran.errors());
        assertEquals("", ran.output());
        assertEquals(ExitCode.FAILED, ran.code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NOT_FOUND|3|channels/cam is not there",
                "ALREADY_EXISTS|4|channels/cam is not there",
                "FAILED_PRECONDITION|4|channels/cam is not there",
                "ABORTED|4|channels/cam is not there; look at it again, and try again",
                "PERMISSION_DENIED|5|channels/cam is not there",
                "UNAUTHENTICATED|5|channels/cam is not there; give --token-file or --cert, or take a context that has them",
                "INTERNAL|1|channels/cam is not there",
                "UNIMPLEMENTED|1|this control plane is older than the command, and can't do this"
            })
    void aRefusalIsOneLineWithItsExitCode(Code code, int exit, String line) {
        fails("GetChannel", code, "channels/cam is not there");
        Ran ran = run("channels", "get", "cam");
        assertEquals("millrace: " + line + "\n", ran.errors());
        assertEquals(exit, ran.code());
    }

    @Test
    void whenToTryAgainIsSaid() {
        fails(
                "GetChannel",
                Code.UNAVAILABLE,
                "the store is away",
                RetryInfo.newBuilder()
                        .setRetryDelay(Duration.newBuilder().setSeconds(1))
                        .build());
        Ran ran = run("channels", "get", "cam");
        assertEquals("millrace: the store is away; try again in 1s\n", ran.errors());
        assertEquals(ExitCode.UNREACHABLE, ran.code());
    }

    @Test
    void aControlPlaneThatIsNotThereIsOneLine() {
        // Nobody listens where the server was.
        server.close();
        Ran ran = run("channels", "list");
        assertEquals(
                "millrace: the control plane can't be reached: Connection refused: /127.0.0.1:%d%n"
                        .formatted(server.port()),
                ran.errors());
        assertEquals(ExitCode.UNREACHABLE, ran.code());
    }

    @Test
    void oneThatDoesNotAnswerIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ran ran = Ran.command(
                    "channels", "list", "--timeout", "300ms", "--control", "http://127.0.0.1:" + silent.getLocalPort());
            assertEquals(
                    "millrace: the control plane gave no answer within --timeout; a change may have been made all the same\n",
                    ran.errors());
            assertEquals(ExitCode.UNREACHABLE, ran.code());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "channels get Cam",
                "keys revoke k1",
                "playback-keys revoke channels/cam/keys/k1",
                "tokens issue cam",
                "tokens issue cam --ttl 1h --expires 2030-01-31T12:00:00Z",
                "tokens issue cam --expires tomorrow",
                "channels update cam",
                "channels update cam --retention soon",
                "channels list --output xml",
                "completion fish",
                "live --channel /live/",
                "apply"
            })
    void whatCanNotBeUnderstoodIsAUsageError(String command) {
        Ran ran = run(command.split(" ", -1));
        assertEquals(ExitCode.USAGE, ran.code(), ran::errors);
        assertTrue(server.authorizations().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: rules/a: b|is neither YAML nor JSON: line 1, column 14: mapping values are not allowed here",
                "'name: rules/slow\nactions: [{latency: {delay: soon}}]'|rules/slow: Failed to parse duration: \"soon\"",
                "'name: rules/slow\naction: []'|rules/slow: Cannot find field: action in message Rule",
                "'- name: rules/slow\n- name: rules/slow'|has rules/slow twice",
                "name: edges/e|a resource has the name 'edges/e'; it must be one of channels/…, rules/…, tags/…",
                "'path_prefix: /live/'|a resource has the name ''; it must be one of channels/…, rules/…, tags/…",
                "just words|holds something that is no resource: just words",
                "'# nothing'|holds no resource"
            })
    void aFileThatCanNotBeUsedIsOneLineAndNothingIsChanged(String text, String line) throws IOException {
        Path file = Files.writeString(directory.resolve("f.yaml"), text);
        Ran ran = run("apply", "-f", file.toString());
        assertTrue(ran.errors().startsWith("millrace: " + file), ran::errors);
        assertTrue(ran.errors().endsWith(line + "\n"), ran::errors);
        assertEquals(1, ran.errors().lines().count(), ran::errors);
        assertEquals(ExitCode.FAILED, ran.code());
        assertEquals(List.of(), server.asked(Message.class));
    }

    @Test
    void aFileThatIsNotThereIsOneLine() {
        assertEquals(
                "millrace: nowhere.yaml is not there\n",
                run("apply", "-f", "nowhere.yaml").errors());
    }

    private void fails(String method, Code code, String message, Message... details) {
        Status.Builder status = Status.newBuilder().setCode(code.getNumber()).setMessage(message);
        for (Message detail : details) {
            status.addDetails(Any.pack(detail));
        }
        server.on(method, _ -> {
            throw StatusProto.toStatusRuntimeException(status.build());
        });
    }

    private static BadRequest.FieldViolation violation(String field, String description) {
        return BadRequest.FieldViolation.newBuilder()
                .setField(field)
                .setDescription(description)
                .build();
    }

    private Ran run(String... words) {
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--control";
        all[words.length + 1] = server.uri();
        return Ran.command(all);
    }
}
