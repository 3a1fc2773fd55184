package io.millrace.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.management.ManagedService.Phase;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The management port of a Quarkus application with one service. */
@QuarkusTest
class ManagementPortTest {

    @TestHTTPResource
    URI port;

    @Inject
    SwitchedService service;

    /** What makes its settings known. */
    @Inject
    ExampleConfig config;

    private final HttpClient http = HttpClient.newHttpClient();

    @ParameterizedTest
    @CsvSource({
        "STARTING,  live,    200",
        "STARTING,  started, 503",
        "STARTING,  ready,   503",
        "WAITING,   live,    200",
        "WAITING,   started, 200",
        "WAITING,   ready,   503",
        "LISTENING, live,    200",
        "LISTENING, started, 200",
        "LISTENING, ready,   200",
        "STOPPING,  live,    200",
        "STOPPING,  started, 200",
        "STOPPING,  ready,   503"
    })
    void healthFollowsTheService(Phase phase, String question, int status) throws Exception {
        service.become(phase);
        assertEquals(status, get("/q/health/" + question).statusCode());
    }

    @Test
    void healthNamesTheServiceAndWhatItIsDoing() throws Exception {
        service.become(Phase.LISTENING);
        assertEquals(
                new JsonObject().put("switched", "listening"),
                new JsonObject(get("/q/health/ready").body())
                        .getJsonArray("checks")
                        .getJsonObject(0)
                        .getJsonObject("data"));
    }

    @Test
    void healthTellsTheServicesDetailsBesideItsPhase() throws Exception {
        service.become(Phase.WAITING);
        assertEquals(
                new JsonObject().put("switched", "waiting").put("switched.control", "never connected"),
                new JsonObject(get("/q/health/ready").body())
                        .getJsonArray("checks")
                        .getJsonObject(0)
                        .getJsonObject("data"));
    }

    @Test
    void theConfigurationIsJsonThatNobodyKeeps() throws Exception {
        HttpResponse<String> response = get("/q/config");
        assertEquals(200, response.statusCode());
        assertEquals(
                "application/json",
                response.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("no-store", response.headers().firstValue("Cache-Control").orElseThrow());
    }

    @Test
    void aSettingThatNobodyHasSetHasItsDefault() throws Exception {
        assertEquals(setting("8080", "default"), configured("millrace.example.port"));
    }

    @Test
    void aSettingOfTheApplicationsFileIsToldAsThat() throws Exception {
        assertEquals(setting("5m", "file"), configured("millrace.example.retention"));
    }

    @Test
    void aSystemPropertyIsToldAsThat() throws Exception {
        System.setProperty("millrace.example.uri", "redis://user:secret@host");
        try {
            assertEquals(setting("redis://***@host", "system property"), configured("millrace.example.uri"));
        } finally {
            System.clearProperty("millrace.example.uri");
        }
    }

    @Test
    void theManagementPortsOwnSettingsAreThereToo() throws Exception {
        assertEquals(setting("9000", "default"), configured("millrace.management.port"));
    }

    @Test
    void nothingButTheServicesSettingsIsTold() throws Exception {
        assertTrue(new JsonObject(get("/q/config").body())
                .getJsonObject("settings").fieldNames().stream().allMatch(name -> name.startsWith("millrace.")));
    }

    private static JsonObject setting(String value, String from) {
        return new JsonObject().put("value", value).put("from", from);
    }

    private JsonObject configured(String name) throws Exception {
        return new JsonObject(get("/q/config").body()).getJsonObject("settings").getJsonObject(name);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(port.resolve(path)).build(), BodyHandlers.ofString());
    }
}
