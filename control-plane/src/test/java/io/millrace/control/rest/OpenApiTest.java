package io.millrace.control.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.millrace.proto.control.v1.ChannelServiceGrpc;
import io.millrace.proto.control.v1.ConfigServiceGrpc;
import io.millrace.proto.control.v1.KeyServiceGrpc;
import io.millrace.proto.control.v1.LiveServiceGrpc;
import io.millrace.proto.control.v1.PlaybackServiceGrpc;
import io.millrace.proto.control.v1.RouteServiceGrpc;
import io.millrace.proto.control.v1.RuleServiceGrpc;
import io.millrace.proto.control.v1.SessionServiceGrpc;
import io.millrace.proto.control.v1.TagServiceGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The description is one of OpenAPI 3.1, by the rules of its specification that a generator can break. */
class OpenApiTest {

    private static final RestApi API = new RestApi(List.of(
            ChannelServiceGrpc.getServiceDescriptor(),
            KeyServiceGrpc.getServiceDescriptor(),
            PlaybackServiceGrpc.getServiceDescriptor(),
            RuleServiceGrpc.getServiceDescriptor(),
            TagServiceGrpc.getServiceDescriptor(),
            SessionServiceGrpc.getServiceDescriptor(),
            RouteServiceGrpc.getServiceDescriptor(),
            LiveServiceGrpc.getServiceDescriptor(),
            ConfigServiceGrpc.getServiceDescriptor()));
    private static final JsonObject DOCUMENT =
            JsonParser.parseString(OpenApi.of(API, Comments.load())).getAsJsonObject();
    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([^}]+)}");
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

    @Test
    void everyMethodIsAnOperation() {
        Set<String> operations = new HashSet<>();
        operations()
                .forEach((where, operation) ->
                        assertTrue(operations.add(operation.get("operationId").getAsString()), where));

        assertEquals(
                API.bindings().stream()
                        .map(binding -> binding.described().getService().getName() + "_"
                                + binding.described().getName())
                        .collect(Collectors.toSet()),
                operations);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = new ArrayList<>();
        collect(DOCUMENT, references);

        assertFalse(references.isEmpty());
        for (String reference : references) {
            JsonElement at = DOCUMENT;
            for (String part : reference.substring("#/".length()).split("/", -1)) {
                at = at.getAsJsonObject().get(part);
                assertTrue(at != null, reference);
            }
        }
    }

    @Test
    void thePathParametersAreThoseOfThePath() {
        operations().forEach((where, operation) -> {
            Set<String> told = new HashSet<>();
            Set<String> all = new HashSet<>();
            if (operation.has("parameters")) {
                operation.getAsJsonArray("parameters").forEach(element -> {
                    JsonObject parameter = element.getAsJsonObject();
                    String name = parameter.get("name").getAsString();
                    String in = parameter.get("in").getAsString();
                    assertTrue(all.add(in + " " + name), where + " has " + name + " twice");
                    assertTrue(parameter.has("schema"), where + " " + name);
                    if (in.equals("path")) {
                        assertTrue(parameter.get("required").getAsBoolean());
                        told.add(name);
                    }
                });
            }
            Set<String> inPath = PATH_PARAMETER
                    .matcher(where)
                    .results()
                    .map(match -> match.group(1))
                    .collect(Collectors.toSet());
            assertEquals(inPath, told, where);
        });
    }

    @Test
    void everyOperationSaysWhatItAnswersAndWhatForWhichRole() {
        operations().forEach((where, operation) -> {
            JsonObject responses = operation.getAsJsonObject("responses");
            assertTrue(responses.getAsJsonObject("200").has("description"), where);
            assertTrue(responses.getAsJsonObject("200").has("content"), where);
            assertTrue(responses.has("default"), where);
            assertTrue(operation.get("description").getAsString().matches("(?s).*Role\\s.*"), where);
        });
    }

    @Test
    void everyFieldOfEveryMessageIsExplained() {
        JsonObject schemas = DOCUMENT.getAsJsonObject("components").getAsJsonObject("schemas");
        schemas.entrySet().stream()
                .filter(schema ->
                        !schema.getKey().equals("Error") && !schema.getKey().equals("Empty"))
                .forEach(schema -> {
                    JsonObject message = schema.getValue().getAsJsonObject();
                    assertTrue(message.has("description"), schema.getKey());
                    if (message.has("properties")) {
                        message.getAsJsonObject("properties")
                                .entrySet()
                                .forEach(field -> assertTrue(
                                        field.getValue().getAsJsonObject().has("description"),
                                        schema.getKey() + "." + field.getKey()));
                    }
                });
    }

    @Test
    void anOperationAndAMessageReadAsTheyShould() {
        JsonObject rotate =
                DOCUMENT.getAsJsonObject("paths").getAsJsonObject("/v1/channels/{channel}/keys/{key}:rotate");
        JsonObject limits = DOCUMENT.getAsJsonObject("components")
                .getAsJsonObject("schemas")
                .getAsJsonObject("ChannelLimits");

        assertEquals(golden("rotate-key.json"), GSON.toJson(rotate));
        assertEquals(golden("channel-limits.json"), GSON.toJson(limits));
    }

    private static String golden(String file) {
        try (InputStream in = OpenApiTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By path and HTTP method. */
    private static Map<String, JsonObject> operations() {
        return DOCUMENT.getAsJsonObject("paths").entrySet().stream()
                .flatMap(path -> path.getValue().getAsJsonObject().entrySet().stream()
                        .map(verb -> Map.entry(
                                verb.getKey() + " " + path.getKey(),
                                verb.getValue().getAsJsonObject())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static void collect(JsonElement element, List<String> references) {
        if (element.isJsonObject()) {
            element.getAsJsonObject().entrySet().forEach(entry -> {
                if (entry.getKey().equals("$ref")) {
                    references.add(entry.getValue().getAsString());
                } else {
                    collect(entry.getValue(), references);
                }
            });
        } else if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(each -> collect(each, references));
        }
    }
}
