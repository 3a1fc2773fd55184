package io.millrace.control;

import static io.millrace.control.Replicas.assertFails;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.util.Durations;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.ChannelServiceGrpc.ChannelServiceBlockingStub;
import io.millrace.proto.control.v1.CreateChannelRequest;
import io.millrace.proto.control.v1.CreateKeyRequest;
import io.millrace.proto.control.v1.CreatePlaybackKeyRequest;
import io.millrace.proto.control.v1.IssueTokenRequest;
import io.millrace.proto.control.v1.KeyServiceGrpc;
import io.millrace.proto.control.v1.ListChannelsRequest;
import io.millrace.proto.control.v1.PlaybackServiceGrpc;
import io.millrace.proto.control.v1.PlaybackServiceGrpc.PlaybackServiceBlockingStub;
import io.millrace.proto.control.v1.UpdateChannelRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the audit log has of calls: one line of JSON for each change and each refusal. */
final class AuditTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of());

    @TempDir
    static Path directory;

    private static final Logger AUDIT = Logger.getLogger("millrace.audit");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static io.grpc.Channel closed;
    private static String http;

    private final List<JsonObject> lines = new CopyOnWriteArrayList<>();
    private final Handler noting = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            lines.add(new JsonObject(entry.getMessage()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeAll
    static void aClosedReplica() throws Exception {
        Path file = Files.writeString(
                directory.resolve("callers.json"),
                "{\"tokens\": [%s, %s]}".formatted(entry("viewer"), entry("operator")));
        ControlServer replica =
                REPLICAS.start(Map.of("millrace.control.open", "false", "millrace.control.callers", file.toString()));
        closed = REPLICAS.connect(replica);
        http = "http://127.0.0.1:" + replica.httpPort();
    }

    @AfterAll
    static void disconnect() {
        HTTP.close();
    }

    @BeforeEach
    void listen() {
        AUDIT.addHandler(noting);
    }

    @AfterEach
    void listenNoMore() {
        AUDIT.removeHandler(noting);
    }

    @Test
    void aChangeOverGrpcIsOneLine() {
        Channel made = create("operator", "over-grpc");

        assertLines(line("operator", "ChannelService/CreateChannel")
                .put("resource", "channels/over-grpc")
                .put("revision", made.getRevision())
                .put("result", "OK"));
    }

    @Test
    void aChangeOverHttpIsOneLine() throws Exception {
        JsonObject made = new JsonObject(
                rest("operator", "POST", "/v1/channels?channelId=over-http", "{\"pathPrefix\": \"/oh/\"}")
                        .body());

        assertLines(line("operator", "ChannelService/CreateChannel")
                .put("resource", "channels/over-http")
                .put("revision", Long.parseLong(made.getString("revision")))
                .put("result", "OK"));
    }

    @Test
    void aChangeThatIsRefusedForItsRoleIsOneLineWithWhatItWasAbout() {
        assertFails(
                Code.PERMISSION_DENIED,
                "ROLE_MISSING",
                () -> channels("viewer")
                        .updateChannel(UpdateChannelRequest.newBuilder()
                                .setChannel(Channel.newBuilder().setName("channels/not-mine"))
                                .build()));

        assertLines(line("viewer", "ChannelService/UpdateChannel")
                .put("resource", "channels/not-mine")
                .put("result", "PERMISSION_DENIED"));
    }

    @Test
    void aDeletionOverHttpThatIsRefusedForItsRoleIsOneLineWithWhatItWasAbout() throws Exception {
        assertEquals(
                403, rest("operator", "DELETE", "/v1/channels/not-to-go", "").statusCode());

        assertLines(line("operator", "ChannelService/DeleteChannel")
                .put("resource", "channels/not-to-go")
                .put("result", "PERMISSION_DENIED"));
    }

    @Test
    void aCallOfNobodyKnownIsOneLineWithoutACaller() {
        assertFails(Code.UNAUTHENTICATED, "BAD_CREDENTIALS", () -> create("stranger", "x"));

        assertLines(line(null, "ChannelService/CreateChannel").put("result", "UNAUTHENTICATED"));
    }

    @Test
    void aChangeThatCanNotBeMadeIsOneLineWithWhy() {
        assertFails(
                Code.INVALID_ARGUMENT,
                "INVALID_FIELDS",
                () -> channels("operator")
                        .createChannel(CreateChannelRequest.newBuilder()
                                .setChannelId("wrong")
                                .setChannel(Channel.newBuilder().setPathPrefix("no-path"))
                                .build()));

        assertLines(line("operator", "ChannelService/CreateChannel")
                .put("resource", "wrong")
                .put("result", "INVALID_ARGUMENT"));
    }

    @Test
    void aChangeIsOneLineAlsoWhenItsCallerHasGone() {
        REPLICAS.redis().process().pause();
        try {
            StatusRuntimeException gone = assertThrows(
                    StatusRuntimeException.class,
                    () -> channels("operator")
                            .withDeadlineAfter(100, TimeUnit.MILLISECONDS)
                            .createChannel(request("left-alone")));
            assertEquals(Code.DEADLINE_EXCEEDED, gone.getStatus().getCode());
        } finally {
            REPLICAS.redis().process().resume();
        }

        await().until(() -> !lines.isEmpty());
        assertEquals(1, lines.size(), lines::toString);
        assertEquals("ChannelService/CreateChannel", lines.getFirst().getString("method"));
        assertEquals("operator", lines.getFirst().getString("caller"));
    }

    @Test
    void whatOnlyReadsIsNoLine() {
        channels("viewer").listChannels(ListChannelsRequest.getDefaultInstance());

        assertLines();
    }

    @Test
    void noSecretIsInALine() throws Exception {
        create("operator", "secretive");
        String publish = KeyServiceGrpc.newBlockingStub(telling("operator"))
                .createKey(CreateKeyRequest.newBuilder()
                        .setParent("channels/secretive")
                        .build())
                .getSecret();
        PlaybackServiceBlockingStub playback = PlaybackServiceGrpc.newBlockingStub(telling("operator"));
        String signing = playback.createPlaybackKey(CreatePlaybackKeyRequest.newBuilder()
                        .setParent("channels/secretive")
                        .build())
                .getSecret();
        String issued = playback.issueToken(IssueTokenRequest.newBuilder()
                        .setParent("channels/secretive")
                        .setTtl(Durations.fromHours(1))
                        .build())
                .getToken();
        String overHttp = new JsonObject(rest("operator", "POST", "/v1/channels/secretive/keys", "{}")
                        .body())
                .getString("secret");

        assertEquals(5, lines.size(), lines::toString);
        for (String secret : List.of(publish, signing, issued, overHttp, token("operator"))) {
            assertTrue(secret.length() > 10);
            assertFalse(lines.toString().contains(secret), lines::toString);
        }
    }

    private void assertLines(JsonObject... expected) {
        assertEquals(List.of(expected), lines);
    }

    private static JsonObject line(String caller, String method) {
        return new JsonObject()
                .put("caller", caller)
                .put("role", caller)
                .put("from", "127.0.0.1")
                .put("method", method);
    }

    private static Channel create(String caller, String id) {
        return channels(caller).createChannel(request(id));
    }

    private static CreateChannelRequest request(String id) {
        return CreateChannelRequest.newBuilder()
                .setChannelId(id)
                .setChannel(Channel.newBuilder().setPathPrefix("/" + id + "/"))
                .build();
    }

    private static ChannelServiceBlockingStub channels(String caller) {
        return ChannelServiceGrpc.newBlockingStub(telling(caller));
    }

    private static io.grpc.Channel telling(String caller) {
        return Replicas.telling(closed, token(caller));
    }

    private static HttpResponse<String> rest(String caller, String method, String path, String body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(http + path))
                        .header("Authorization", "Bearer " + token(caller))
                        .header("Content-Type", "application/json")
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Each caller has the name of the role. */
    private static String entry(String role) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token(role).getBytes(StandardCharsets.UTF_8));
        return "{\"name\": \"%s\", \"role\": \"%s\", \"sha256\": \"%s\"}"
                .formatted(role, role, HexFormat.of().formatHex(hash));
    }

    private static String token(String caller) {
        return "token-of-" + caller;
    }
}
