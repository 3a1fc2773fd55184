package io.millrace.control;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.FieldMask;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millrace.control.client.ControlClient;
import io.millrace.control.client.ControlClientConfig;
import io.millrace.proto.control.v1.Action;
import io.millrace.proto.control.v1.Bandwidth;
import io.millrace.proto.control.v1.CreateRuleRequest;
import io.millrace.proto.control.v1.CreateSessionRequest;
import io.millrace.proto.control.v1.CreateTagRequest;
import io.millrace.proto.control.v1.DeleteSessionRequest;
import io.millrace.proto.control.v1.ErrorStatus;
import io.millrace.proto.control.v1.GetSessionRequest;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.RuleServiceGrpc;
import io.millrace.proto.control.v1.ServiceKind;
import io.millrace.proto.control.v1.Session;
import io.millrace.proto.control.v1.SessionServiceGrpc;
import io.millrace.proto.control.v1.SessionServiceGrpc.SessionServiceBlockingStub;
import io.millrace.proto.control.v1.Tag;
import io.millrace.proto.control.v1.TagServiceGrpc;
import io.millrace.proto.control.v1.UpdateSessionRequest;
import io.millrace.shaper.OwnShaper;
import io.millrace.standalone.ChunkedGet;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessions of the control plane, as a shaper plays them. */
final class ShaperSessionsTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of("millrace.control.sessions.report", "500ms"));

    private static final int LIMIT_SECONDS = 60;
    private static final int OBJECT_BYTES = 200_000;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private SessionServiceBlockingStub sessions;
    private URI origin;
    private ControlClient control;
    private OwnShaper shaper;

    @BeforeEach
    void start() throws Exception {
        sessions = SessionServiceGrpc.newBlockingStub(REPLICAS.channel());
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.response().end(Buffer.buffer(new byte[OBJECT_BYTES])))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        origin = URI.create("http://127.0.0.1:" + server.actualPort() + "/");
        startShaper();
    }

    @AfterEach
    void stop() throws Exception {
        stopShaper();
        vertx.close().toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private void startShaper() {
        control = ControlClient.start(
                Replicas.config(
                        ControlClientConfig.class,
                        Map.of(
                                "millrace.control.uri",
                                "127.0.0.1:" + REPLICAS.start(Map.of()).port())),
                ServiceKind.SERVICE_KIND_SHAPER,
                "test",
                new SimpleMeterRegistry());
        shaper = new OwnShaper(origin, Map.of(), Optional.of(control));
        await().until(() -> control.view().isPresent());
    }

    private void stopShaper() {
        shaper.close();
        control.close();
    }

    @Test
    void aSessionOfTheApiIsPlayedByItsRulesAndChangesWithThem() throws Exception {
        create("changed", status(404));
        awaitStatus("changed", 404);
        update("changed", status(503));
        awaitStatus("changed", 503);
        sessions.deleteSession(
                DeleteSessionRequest.newBuilder().setName("sessions/changed").build());
        await().untilAsserted(() -> assertEquals("there is no session", detail("changed")));
    }

    @Test
    void rulesThatChangeAreSeenInTheMiddleOfAResponse() throws Exception {
        create("slow", bandwidth(5_000)); // minutes for this object
        awaitPlayed("slow");
        try (ChunkedGet get = ChunkedGet.send(shaper.at("/shape/slow/large.m4s"))) {
            assertEquals(200, get.status());
            CompletableFuture<Integer> length = CompletableFuture.supplyAsync(() -> length(get));
            assertFalse(length.isDone());
            update("slow", bandwidth(1_000_000_000));
            assertEquals(OBJECT_BYTES, length.get(LIMIT_SECONDS, TimeUnit.SECONDS));
        }
    }

    @Test
    void aTagsRulesAreInForceForItsSessionsOnly() throws Exception {
        RuleServiceGrpc.newBlockingStub(REPLICAS.channel())
                .createRule(CreateRuleRequest.newBuilder()
                        .setRuleId("gone")
                        .setRule(status(410).toBuilder().setOnlyByTag(true))
                        .build());
        TagServiceGrpc.newBlockingStub(REPLICAS.channel())
                .createTag(CreateTagRequest.newBuilder()
                        .setTagId("bad")
                        .setTag(Tag.newBuilder().addRules("rules/gone"))
                        .build());
        create("tagged", Session.newBuilder().setTag("tags/bad"));
        create("untagged", Session.newBuilder());
        awaitStatus("tagged", 410);
        awaitStatus("untagged", 200);
    }

    @Test
    void aSessionThatAUrlHasMadeOutlivesTheShaperWithWhatItHasCounted() throws Exception {
        HttpResponse<byte[]> made = get(
                shaper.at(
                        "/shape/new/a.m4s?r="
                                + "%7B%22actions%22:[%7B%22status%22:%7B%22code%22:404%7D%7D],%22schedule%22:%7B%22maxRequests%22:1%7D%7D"));
        String path = made.headers().firstValue("location").orElseThrow();
        String name = "sessions/" + path.substring("/shape/".length(), path.lastIndexOf('/'));
        assertEquals(404, get(shaper.at(path)).statusCode());
        assertEquals(200, get(shaper.at(path)).statusCode());
        await().until(() ->
                sessions
                        .getSession(GetSessionRequest.newBuilder().setName(name).build())
                        .getState()
                        .getCountsMap()
                        .values()
                        .stream()
                        .anyMatch(count -> count.getMet() == 1));

        stopShaper();
        startShaper();

        assertEquals(200, get(shaper.at(path)).statusCode());
    }

    private void create(String id, Rule rule) {
        create(id, Session.newBuilder().addRules(rule));
    }

    private void create(String id, Session.Builder session) {
        sessions.createSession(CreateSessionRequest.newBuilder()
                .setSessionId(id)
                .setSession(session)
                .build());
    }

    private void update(String id, Rule rule) {
        sessions.updateSession(UpdateSessionRequest.newBuilder()
                .setSession(Session.newBuilder().setName("sessions/" + id).addRules(rule))
                .setUpdateMask(FieldMask.newBuilder().addPaths("rules"))
                .build());
    }

    private void awaitStatus(String session, int status) {
        await().untilAsserted(() -> assertEquals(
                status, get(shaper.at("/shape/" + session + "/a.m4s")).statusCode()));
    }

    private void awaitPlayed(String session) {
        await().until(() ->
                control.view().orElseThrow().session("sessions/" + session).isPresent());
    }

    /** The first words of what a session's answer says. */
    private String detail(String session) throws Exception {
        String body = new String(
                get(shaper.at("/shape/" + session + "/a.m4s")).body(), java.nio.charset.StandardCharsets.UTF_8);
        return body.contains("there is no session") ? "there is no session" : body;
    }

    private HttpResponse<byte[]> get(URI uri) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(LIMIT_SECONDS))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static int length(ChunkedGet get) {
        try {
            return get.body().length;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Rule status(int code) {
        return rule(Action.newBuilder().setStatus(ErrorStatus.newBuilder().setCode(code)));
    }

    private static Rule bandwidth(long bitRate) {
        return rule(Action.newBuilder().setBandwidth(Bandwidth.newBuilder().setBitRate(bitRate)));
    }

    private static Rule rule(Action.Builder action) {
        return Rule.newBuilder().addActions(action).build();
    }
}
