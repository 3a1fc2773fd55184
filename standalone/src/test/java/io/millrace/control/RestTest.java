package io.millrace.control;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.millrace.proto.control.v1.ChannelProto;
import io.millrace.proto.control.v1.ConfigProto;
import io.millrace.proto.control.v1.KeyProto;
import io.millrace.proto.control.v1.LiveProto;
import io.millrace.proto.control.v1.PlaybackProto;
import io.millrace.proto.control.v1.RouteProto;
import io.millrace.proto.control.v1.RuleProto;
import io.millrace.proto.control.v1.TagProto;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The API over HTTP and in JSON. */
final class RestTest {

    @RegisterExtension
    static final Replicas REPLICAS = new Replicas(Map.of());

    @TempDir
    static Path directory;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** One row a method, in an order in which each finds what it needs: name, HTTP, path, body, what the answer has. */
    private static final List<Row> METHODS = List.of(
            new Row(
                    "ChannelService.CreateChannel",
                    "POST",
                    "/v1/channels?channelId=cam",
                    "{\"pathPrefix\": \"/cam/\", \"retention\": \"60s\", \"edgeCount\": 1}",
                    "\"name\": \"channels/cam\""),
            new Row("ChannelService.GetChannel", "GET", "/v1/channels/cam", "", "\"retention\": \"60s\""),
            new Row("ChannelService.ListChannels", "GET", "/v1/channels?page_size=5", "", "\"channels\": ["),
            new Row(
                    "ChannelService.UpdateChannel",
                    "PATCH",
                    "/v1/channels/cam?updateMask=displayName",
                    "{\"displayName\": \"The camera\", \"edgeCount\": 9}",
                    "\"displayName\": \"The camera\""),
            new Row(
                    "KeyService.CreateKey",
                    "POST",
                    "/v1/channels/cam/keys",
                    "{\"keyId\": \"k1\"}",
                    "\"secret\": \"mrk_k1_"),
            new Row("KeyService.GetKey", "GET", "/v1/channels/cam/keys/k1", "", "\"state\": \"KEY_STATE_ACTIVE\""),
            new Row("KeyService.ListKeys", "GET", "/v1/channels/cam/keys", "", "\"keys\": ["),
            new Row(
                    "KeyService.RotateKey",
                    "POST",
                    "/v1/channels/cam/keys/k1:rotate",
                    "{\"overlap\": \"60s\", \"keyId\": \"k2\"}",
                    "\"name\": \"channels/cam/keys/k2\""),
            new Row(
                    "KeyService.RevokeKey",
                    "POST",
                    "/v1/channels/cam/keys/k2:revoke",
                    "",
                    "\"state\": \"KEY_STATE_REVOKED\""),
            new Row("KeyService.DeleteKey", "DELETE", "/v1/channels/cam/keys/k2", "", "{"),
            new Row(
                    "PlaybackService.CreatePlaybackKey",
                    "POST",
                    "/v1/channels/cam/playbackKeys",
                    "{\"playbackKeyId\": \"p1\"}",
                    "\"secret\""),
            new Row(
                    "PlaybackService.GetPlaybackKey",
                    "GET",
                    "/v1/channels/cam/playbackKeys/p1",
                    "",
                    "\"name\": \"channels/cam/playbackKeys/p1\""),
            new Row(
                    "PlaybackService.ListPlaybackKeys",
                    "GET",
                    "/v1/channels/cam/playbackKeys",
                    "",
                    "\"playbackKeys\": ["),
            new Row(
                    "PlaybackService.IssueToken",
                    "POST",
                    "/v1/channels/cam:issueToken",
                    "{\"ttl\": \"3600s\"}",
                    "\"token\": \"mrt1."),
            new Row(
                    "PlaybackService.RotatePlaybackKey",
                    "POST",
                    "/v1/channels/cam/playbackKeys/p1:rotate",
                    "{\"playbackKeyId\": \"p2\"}",
                    "\"replaced\""),
            new Row(
                    "PlaybackService.RevokePlaybackKey",
                    "POST",
                    "/v1/channels/cam/playbackKeys/p2:revoke",
                    "{}",
                    "KEY_STATE_REVOKED"),
            new Row("PlaybackService.DeletePlaybackKey", "DELETE", "/v1/channels/cam/playbackKeys/p2", "", "{"),
            new Row(
                    "RuleService.CreateRule",
                    "POST",
                    "/v1/rules?ruleId=slow",
                    "{\"actions\": [{\"bandwidth\": {\"bitRate\": \"1000000\"}}]}",
                    "\"bitRate\": \"1000000\""),
            new Row("RuleService.GetRule", "GET", "/v1/rules/slow", "", "\"name\": \"rules/slow\""),
            new Row("RuleService.ListRules", "GET", "/v1/rules", "", "\"rules\": ["),
            new Row("RuleService.UpdateRule", "PATCH", "/v1/rules/slow", "{\"priority\": 5}", "\"priority\": 5"),
            new Row(
                    "TagService.CreateTag",
                    "POST",
                    "/v1/tags?tagId=bad-day",
                    "{\"rules\": [\"rules/slow\"]}",
                    "\"rules/slow\""),
            new Row("TagService.GetTag", "GET", "/v1/tags/bad-day", "", "\"name\": \"tags/bad-day\""),
            new Row("TagService.ListTags", "GET", "/v1/tags", "", "\"tags\": ["),
            new Row(
                    "TagService.UpdateTag",
                    "PATCH",
                    "/v1/tags/bad-day",
                    "{\"rules\": []}",
                    "\"name\": \"tags/bad-day\""),
            new Row("TagService.DeleteTag", "DELETE", "/v1/tags/bad-day", "", "{"),
            new Row("RuleService.DeleteRule", "DELETE", "/v1/rules/slow", "", "{"),
            new Row(
                    "RouteService.RegisterEdge",
                    "POST",
                    "/v1/edges:register",
                    "{\"edge\": {\"name\": \"edges/e1\", \"uris\": [\"http://e1.example:8081\"]}}",
                    "\"heartbeatInterval\": \"5s\""),
            new Row(
                    "RouteService.Heartbeat",
                    "POST",
                    "/v1/edges/e1:heartbeat",
                    "{\"load\": {\"readers\": 3, \"bitRate\": 5000000000}}",
                    "EDGE_STATE_READY"),
            new Row("RouteService.GetEdge", "GET", "/v1/edges/e1", "", "\"bitRate\": \"5000000000\""),
            new Row("RouteService.ListEdges", "GET", "/v1/edges", "", "\"edges\": ["),
            new Row("RouteService.GetRoute", "GET", "/v1/routes/cam", "", "\"edges/e1\""),
            new Row("RouteService.ListRoutes", "GET", "/v1/routes", "", "\"routes\": ["),
            new Row(
                    "RouteService.Resolve",
                    "GET",
                    "/v1/routes:resolve?path=%2Fcam%2Fa.mpd&maxEdges=2",
                    "",
                    "http://e1.example:8081/cam/a.mpd"),
            new Row("RouteService.DrainEdge", "POST", "/v1/edges/e1:drain", "{}", "EDGE_STATE_DRAINING"),
            new Row("RouteService.UndrainEdge", "POST", "/v1/edges/e1:undrain", "{}", "EDGE_STATE_READY"),
            new Row(
                    "LiveService.ReportLive",
                    "POST",
                    "/v1/live:report",
                    "{\"service\": \"SERVICE_KIND_INGEST\", \"instance\": \"i1\", \"directories\": [{\"directory\": \"/cam/\"}]}",
                    "\"reportInterval\""),
            new Row("LiveService.ListLive", "GET", "/v1/live?pathPrefix=/cam/", "", "\"channel\": \"channels/cam\""),
            new Row("LiveService.WatchLive", "GET", "/v1/live:watch?interval=0.5s", "", "\"complete\":true"),
            new Row(
                    "ConfigService.Watch",
                    "GET",
                    "/v1/config:watch?service=SERVICE_KIND_EDGE&instance=test",
                    "",
                    "\"snapshot\""),
            new Row("ChannelService.DeleteChannel", "DELETE", "/v1/channels/cam", "", "{"));

    private static String http;
    private static String closed;

    /** A call of one method. */
    private record Row(String method, String verb, String path, String body, String answerHas) {}

    @BeforeAll
    static void start() throws Exception {
        http = "http://127.0.0.1:" + REPLICAS.start(Map.of()).httpPort();
        Path callers = directory.resolve("callers.json");
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest("secret".getBytes(StandardCharsets.UTF_8)));
        Files.writeString(
                callers, "{\"tokens\": [{\"name\": \"v\", \"role\": \"viewer\", \"sha256\": \"%s\"}]}".formatted(hash));
        closed = "http://127.0.0.1:"
                + REPLICAS.start(Map.of(
                                "millrace.control.open", "false", "millrace.control.callers", callers.toString()))
                        .httpPort();
    }

    @AfterAll
    static void stop() {
        HTTP.shutdownNow();
    }

    @Test
    void everyMethodCanBeCalled() {
        for (Row row : METHODS) {
            boolean streams = row.path().contains(":watch");
            // What another replica has done is known here soon.
            await().untilAsserted(() -> {
                String answer = streams ? firstLine(row.path(), "*/*") : ok(row);
                assertTrue(answer.contains(row.answerHas()), () -> row.method() + " answered " + answer);
            });
        }
        assertEquals(everyMethod(), METHODS.stream().map(Row::method).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static String ok(Row row) throws Exception {
        HttpResponse<String> answer = call(row.verb(), row.path(), row.body());
        assertEquals(200, answer.statusCode(), () -> row.method() + ": " + answer.body());
        assertEquals(
                "application/json", answer.headers().firstValue("Content-Type").orElse(""));
        return answer.body();
    }

    @Test
    void aBodyWithoutAMaskChangesTheFieldsThatItHasAlsoToTheirDefaults() throws Exception {
        call(
                "POST",
                "/v1/channels?channelId=masked",
                "{\"pathPrefix\": \"/masked/\", \"disabled\": true, \"edgeCount\": 3}");

        JsonObject channel = json(call("PATCH", "/v1/channels/masked", "{\"disabled\": false}"));

        assertFalse(channel.has("disabled"));
        assertEquals(3, channel.get("edgeCount").getAsInt());
    }

    @Test
    void whatWasReadCanBeChangedAndSentBack() throws Exception {
        call("POST", "/v1/channels?channelId=back", "{\"pathPrefix\": \"/back/\"}");
        JsonObject channel = json(call("GET", "/v1/channels/back", ""));
        channel.addProperty("displayName", "Back");

        JsonObject changed = json(call("PATCH", "/v1/channels/back", channel.toString()));

        assertEquals("Back", changed.get("displayName").getAsString());
        assertEquals(409, call("PATCH", "/v1/channels/back", channel.toString()).statusCode(), "the etag is old");
    }

    @Test
    void aNestedAndARepeatedParameterMustBeOfTheMethod() throws Exception {
        assertError(call("GET", "/v1/channels?filter=x", ""), 400, "INVALID_ARGUMENT");
        assertError(call("GET", "/v1/channels?pageSize=1&pageSize=2", ""), 400, "INVALID_ARGUMENT");
        assertError(call("GET", "/v1/channels?pageSize=many", ""), 400, "INVALID_ARGUMENT");
        assertError(call("POST", "/v1/channels?channelId=x&channel.pathPrefix=/x/", "{}"), 400, "INVALID_ARGUMENT");
    }

    @Test
    void errorsSayWhatIsWrongAsTheApiDoes() throws Exception {
        JsonObject missing = assertError(call("GET", "/v1/channels/nowhere", ""), 404, "NOT_FOUND");
        List<String> types = missing.getAsJsonArray("details").asList().stream()
                .map(detail -> detail.getAsJsonObject().get("@type").getAsString())
                .toList();
        assertEquals(
                List.of("type.googleapis.com/google.rpc.ErrorInfo", "type.googleapis.com/google.rpc.ResourceInfo"),
                types);

        JsonObject invalid = assertError(
                call("POST", "/v1/channels?channelId=x", "{\"pathPrefix\": \"x\"}"), 400, "INVALID_ARGUMENT");
        assertTrue(invalid.toString().contains("\"field\":\"path_prefix\""), invalid::toString);
    }

    @Test
    void whatIsNoJsonOfTheMethodIsRefused() throws Exception {
        assertError(call("POST", "/v1/channels?channelId=x", "{\"pathPrefix\": "), 400, "INVALID_ARGUMENT");
        assertError(call("POST", "/v1/channels?channelId=x", "[]"), 400, "INVALID_ARGUMENT");
        assertError(call("POST", "/v1/channels?channelId=x", "{\"prefix\": \"/x/\"}"), 400, "INVALID_ARGUMENT");
        HttpResponse<String> form = HTTP.send(
                request("/v1/channels?channelId=x")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("a=b"))
                        .build(),
                BodyHandlers.ofString());
        assertEquals(415, form.statusCode());
    }

    @Test
    void aBodyThatIsTooLongIsRefused() throws Exception {
        assertEquals(
                413,
                call("POST", "/v1/channels?channelId=x", " ".repeat((4 << 20) + 1))
                        .statusCode());
    }

    @Test
    void whatIsNotThereIs404AndAnotherMethodIs405() throws Exception {
        assertError(call("GET", "/v1/nothing", ""), 404, "NOT_FOUND");
        HttpResponse<String> put = call("PUT", "/v1/channels/x", "{}");
        assertEquals(405, put.statusCode());
        assertEquals("DELETE, GET, PATCH", put.headers().firstValue("Allow").orElse(""));
    }

    @Test
    void callersAreKnownByTheirTokensAsOverGrpc() throws Exception {
        HttpResponse<String> nobody = send(closed, "/v1/channels", "GET", "", "");
        assertError(nobody, 401, "UNAUTHENTICATED");
        assertEquals(
                "Bearer realm=\"millrace\"",
                nobody.headers().firstValue("WWW-Authenticate").orElse(""));
        assertEquals(
                200, send(closed, "/v1/channels", "GET", "", "Bearer secret").statusCode());
        assertError(send(closed, "/v1/channels/x", "DELETE", "", "Bearer secret"), 403, "PERMISSION_DENIED");
        assertError(send(closed, "/v1/channels", "GET", "", "Bearer other"), 401, "UNAUTHENTICATED");
    }

    @Test
    void aStreamIsToldAsEventsToWhoAsksForThem() throws Exception {
        String first = firstLine("/v1/live:watch?pathPrefix=/nothing/", "text/event-stream");

        assertEquals("data: {\"complete\":true}", first);
    }

    @Test
    void aStreamThatCanNotBeginIsAnError() throws Exception {
        assertError(call("GET", "/v1/live:watch?interval=1h", ""), 400, "INVALID_ARGUMENT");
    }

    @Test
    void headIsAnsweredAsGetWithoutABody() throws Exception {
        HttpResponse<String> head = HTTP.send(
                request("/v1/channels").method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        assertEquals(200, head.statusCode());
        assertEquals("", head.body());
    }

    @Test
    void theApiIsDescribedAndTheFirstPageSaysWhere() throws Exception {
        assertTrue(call("GET", "/", "").body().contains("/openapi.json"));
        JsonObject description = json(call("GET", "/openapi.json", ""));
        assertEquals("3.1.1", description.get("openapi").getAsString());
    }

    private static JsonObject assertError(HttpResponse<String> answer, int code, String status) {
        assertEquals(code, answer.statusCode(), answer::body);
        JsonObject error =
                JsonParser.parseString(answer.body()).getAsJsonObject().getAsJsonObject("error");
        assertEquals(code, error.get("code").getAsInt());
        assertEquals(status, error.get("status").getAsString());
        assertFalse(error.get("message").getAsString().isEmpty());
        return error;
    }

    private static String firstLine(String path, String accept) throws Exception {
        HttpResponse<InputStream> answer =
                HTTP.send(request(path).header("Accept", accept).build(), BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            return lines.readLine();
        }
    }

    private static HttpResponse<String> call(String verb, String path, String body) throws Exception {
        return send(http, path, verb, body, "");
    }

    private static HttpResponse<String> send(String base, String path, String verb, String body, String authorization)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .method(verb, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(http + path));
    }

    private static JsonObject json(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode(), answer::body);
        return JsonParser.parseString(answer.body()).getAsJsonObject();
    }

    private static Set<String> everyMethod() {
        return Stream.of(
                        ChannelProto.getDescriptor(),
                        KeyProto.getDescriptor(),
                        PlaybackProto.getDescriptor(),
                        RuleProto.getDescriptor(),
                        TagProto.getDescriptor(),
                        RouteProto.getDescriptor(),
                        LiveProto.getDescriptor(),
                        ConfigProto.getDescriptor())
                .flatMap(file -> file.getServices().stream())
                .flatMap(service -> service.getMethods().stream())
                .map(RestTest::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(MethodDescriptor method) {
        ServiceDescriptor service = method.getService();
        return service.getName() + "." + method.getName();
    }
}
