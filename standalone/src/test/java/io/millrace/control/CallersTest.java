package io.millrace.control;

import static io.millrace.control.Replicas.assertFails;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Channel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.millrace.control.caller.InvalidCallersException;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.DeleteChannelRequest;
import io.millrace.proto.control.v1.DeleteSessionRequest;
import io.millrace.proto.control.v1.ListChannelsRequest;
import io.millrace.proto.control.v1.ReportSessionsRequest;
import io.millrace.proto.control.v1.ServiceKind;
import io.millrace.proto.control.v1.SessionServiceGrpc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may call what. */
final class CallersTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of());

    @TempDir
    static Path directory;

    private static Path file;
    private static Channel closed;

    @BeforeAll
    static void aClosedReplica() throws Exception {
        file = directory.resolve("callers.json");
        write("viewer", "operator", "admin", "service");
        closed = REPLICAS.connect(REPLICAS.start(Map.of(
                "millrace.control.open", "false",
                "millrace.control.callers", file.toString(),
                "millrace.control.callers-reload", "50ms")));
    }

    @ParameterizedTest
    @CsvSource({
        "viewer, OK, PERMISSION_DENIED, PERMISSION_DENIED, PERMISSION_DENIED",
        "operator, OK, INVALID_ARGUMENT, PERMISSION_DENIED, PERMISSION_DENIED",
        "admin, OK, INVALID_ARGUMENT, INVALID_ARGUMENT, INVALID_ARGUMENT",
        "service, PERMISSION_DENIED, PERMISSION_DENIED, PERMISSION_DENIED, INVALID_ARGUMENT"
    })
    void aRoleMayCallWhatIsItsOwn(String role, Code read, Code change, Code delete, Code watch) {
        Channel telling = Replicas.telling(closed, "token-of-" + role);
        var channels = ChannelServiceGrpc.newBlockingStub(telling);

        assertEquals(read, code(() -> channels.listChannels(ListChannelsRequest.getDefaultInstance())));
        assertEquals(change, code(() -> channels.createChannel(CreateChannelRequest.getDefaultInstance())));
        assertEquals(delete, code(() -> channels.deleteChannel(DeleteChannelRequest.getDefaultInstance())));
        assertEquals(
                watch,
                Watching.from(telling, ServiceKind.SERVICE_KIND_UNSPECIFIED)
                        .awaitEnd()
                        .getCode());
    }

    @ParameterizedTest
    @CsvSource({
        "viewer, PERMISSION_DENIED, PERMISSION_DENIED",
        "operator, NOT_FOUND, PERMISSION_DENIED",
        "service, NOT_FOUND, OK"
    })
    void aShaperMayChangeSessionsAndTellHowFarTheyAre(String role, Code change, Code report) {
        var sessions = SessionServiceGrpc.newBlockingStub(Replicas.telling(closed, "token-of-" + role));
        DeleteSessionRequest nobodys =
                DeleteSessionRequest.newBuilder().setName("sessions/nobodys").build();

        assertEquals(change, code(() -> sessions.deleteSession(nobodys)));
        assertEquals(report, code(() -> sessions.reportSessions(ReportSessionsRequest.getDefaultInstance())));
    }

    @Test
    void whoTellsNothingIsRefused() {
        assertFails(Code.UNAUTHENTICATED, "NO_CREDENTIALS", () -> list(closed));
    }

    @Test
    void whoTellsATokenOfNobodyIsRefused() {
        assertFails(Code.UNAUTHENTICATED, "BAD_CREDENTIALS", () -> list(Replicas.telling(closed, "token-of-nobody")));
    }

    @Test
    void whoIsAddedToTheFileMayCallSoon() throws Exception {
        Channel newcomer = Replicas.telling(closed, "token-of-newcomer");
        assertEquals(Code.UNAUTHENTICATED, code(() -> list(newcomer)));

        Files.writeString(
                file,
                Files.readString(file).replace("\"tokens\": [", "\"tokens\": [" + entry("newcomer", "viewer") + ","));

        await().until(() -> code(() -> list(newcomer)) == Code.OK);
    }

    @Test
    void healthIsNobodysSecret() {
        assertEquals(
                ServingStatus.SERVING,
                HealthGrpc.newBlockingStub(closed)
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus());
    }

    @Test
    void aControlPlaneThatNobodyCouldCallDoesNotStart() {
        InvalidCallersException failure = assertThrows(
                InvalidCallersException.class, () -> REPLICAS.start(Map.of("millrace.control.open", "false")));

        assertTrue(failure.getMessage().contains("MILLRACE_CONTROL_CALLERS"), failure::getMessage);
    }

    @Test
    void aFileThatIsNoneStopsTheStart() throws IOException {
        Path broken = Files.writeString(
                directory.resolve("broken.json"),
                "{\"tokens\": [{\"name\": \"x\", \"sha256\": \"y\", \"role\": \"z\"}]}");

        InvalidCallersException failure = assertThrows(
                InvalidCallersException.class,
                () -> REPLICAS.start(Map.of("millrace.control.callers", broken.toString())));

        assertTrue(failure.getMessage().contains("the sha256 of x must be"), failure::getMessage);
    }

    private static void write(String... names) throws Exception {
        StringBuilder entries = new StringBuilder();
        for (String name : names) {
            entries.append(entries.isEmpty() ? "" : ",").append(entry(name, name));
        }
        Files.writeString(file, "{\"tokens\": [" + entries + "]}");
    }

    private static String entry(String name, String role) throws GeneralSecurityException {
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(("token-of-" + name).getBytes(StandardCharsets.UTF_8));
        return "{\"name\": \"%s\", \"role\": \"%s\", \"sha256\": \"%s\"}"
                .formatted(name, role, HexFormat.of().formatHex(hash));
    }

    private static void list(Channel channel) {
        ChannelServiceGrpc.newBlockingStub(channel).listChannels(ListChannelsRequest.getDefaultInstance());
    }

    private static Code code(Runnable call) {
        try {
            call.run();
            return Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }
}
