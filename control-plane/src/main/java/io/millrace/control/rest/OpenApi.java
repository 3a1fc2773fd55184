package io.millrace.control.rest;

import com.google.api.FieldBehavior;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The description of the API over HTTP (OpenAPI 3.1), made of the .proto files and their comments. */
final class OpenApi {

    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();
    private static final String VERSION = "3.1.1";
    private static final Set<String> TEXTS =
            Set.of("google.protobuf.Timestamp", "google.protobuf.Duration", "google.protobuf.FieldMask");

    private final Comments comments;
    private final Schemas schemas;
    private final JsonObject paths = new JsonObject();
    private final Set<ServiceDescriptor> services = new LinkedHashSet<>();

    private OpenApi(Comments comments) {
        this.comments = comments;
        this.schemas = new Schemas(comments);
    }

    /** The document. */
    static String of(RestApi api, Comments comments) {
        OpenApi document = new OpenApi(comments);
        api.bindings().forEach(document::add);
        return GSON.toJson(document.whole()) + "\n";
    }

    private void add(Binding binding) {
        services.add(binding.described().getService());
        String path = binding.path().openApi(parameterNames(binding));
        if (!paths.has(path)) {
            paths.add(path, new JsonObject());
        }
        paths.getAsJsonObject(path).add(binding.verb().toLowerCase(Locale.ROOT), operation(binding));
    }

    private JsonObject operation(Binding binding) {
        JsonObject operation = new JsonObject();
        operation.add("tags", array(binding.described().getService().getName()));
        operation.addProperty(
                "operationId",
                binding.described().getService().getName() + "_"
                        + binding.described().getName());
        String comment = comments.of(binding.described());
        operation.addProperty("summary", comment.replaceAll("\\s+", " ").replaceFirst("\\. .*|\\.$", ""));
        operation.addProperty("description", comment);
        JsonArray parameters = new JsonArray();
        parameterNames(binding).forEach(name -> parameters.add(parameter(name, "path", Schemas.typed("string", null))));
        if (!binding.body().equals(Binding.WHOLE)) {
            Set<String> taken = new HashSet<>(binding.path().fields());
            taken.add(binding.body());
            query("", binding.described().getInputType(), taken, parameters);
        }
        if (!parameters.isEmpty()) {
            operation.add("parameters", parameters);
        }
        if (!binding.body().isEmpty()) {
            JsonObject body = content("application/json", body(binding));
            body.addProperty("required", true);
            operation.add("requestBody", body);
        }
        operation.add("responses", responses(binding));
        return operation;
    }

    private JsonObject body(Binding binding) {
        Descriptor request = binding.described().getInputType();
        return binding.body().equals(Binding.WHOLE)
                ? schemas.object(request, Set.copyOf(binding.path().fields()))
                : schemas.of(request.findFieldByName(binding.body()).getMessageType());
    }

    private JsonObject responses(Binding binding) {
        JsonObject message = schemas.of(binding.described().getOutputType());
        JsonObject ok = content(binding.streams() ? LineFormat.LINES.contentType() : "application/json", message);
        if (binding.streams()) {
            ok.getAsJsonObject("content")
                    .add(
                            LineFormat.EVENTS.contentType(),
                            content("", message).getAsJsonObject("content").get(""));
        }
        ok.addProperty("description", binding.streams() ? "One after the other, each on a line." : "Done.");
        JsonObject failed = new JsonObject();
        failed.addProperty("$ref", "#/components/responses/Error");
        JsonObject responses = new JsonObject();
        responses.add("200", ok);
        responses.add("default", failed);
        return responses;
    }

    /** Fields that neither the path nor the body has. */
    private void query(String prefix, Descriptor message, Set<String> taken, JsonArray parameters) {
        for (FieldDescriptor field : message.getFields()) {
            if (prefix.isEmpty() && taken.contains(field.getName())) {
                continue;
            }
            String name = prefix + field.getJsonName();
            boolean inner = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                    && !TEXTS.contains(field.getMessageType().getFullName());
            if (!inner) {
                JsonObject parameter = parameter(name, "query", schemas.field(field));
                if (Schemas.has(field, FieldBehavior.REQUIRED)) {
                    parameter.addProperty("required", true);
                }
                parameters.add(parameter);
            } else if (!field.isRepeated()) {
                query(name + ".", field.getMessageType(), taken, parameters);
            }
        }
    }

    private static JsonObject parameter(String name, String in, JsonObject schema) {
        JsonObject parameter = new JsonObject();
        parameter.addProperty("name", name);
        parameter.addProperty("in", in);
        if (in.equals("path")) {
            parameter.addProperty("required", true);
        }
        parameter.add("schema", schema);
        return parameter;
    }

    /** {@code channels/*}{@code /keys/*} has a channel and a key. */
    private static List<String> parameterNames(Binding binding) {
        List<String> names = new ArrayList<>();
        for (String pattern : binding.path().patterns()) {
            String[] parts = pattern.split("/", -1);
            for (int i = 1; i < parts.length; i++) {
                if (parts[i].equals("*")) {
                    names.add(parts[i - 1].replaceFirst("s$", ""));
                }
            }
        }
        return names;
    }

    private JsonObject whole() {
        JsonObject info = new JsonObject();
        info.addProperty("title", "Millrace control plane");
        info.addProperty("version", "v1");
        info.addProperty("description", """
                The API of gRPC, over HTTP and in JSON. Fields are written as protobuf's JSON has them: `pathPrefix` for \
                `path_prefix`, 64-bit numbers as texts, durations as `1.5s`; what has its default is left out. A PATCH without \
                `updateMask` changes the fields that its body has. `/route/PATH` redirects to an edge that serves the object.""");
        JsonArray tags = new JsonArray();
        services.forEach(service -> {
            JsonObject tag = new JsonObject();
            tag.addProperty("name", service.getName());
            tag.addProperty("description", comments.of(service));
            tags.add(tag);
        });
        JsonObject document = new JsonObject();
        document.addProperty("openapi", VERSION);
        document.add("info", info);
        document.add("tags", tags);
        document.add("security", security());
        document.add("paths", paths);
        document.add("components", components());
        return document;
    }

    /** A token, or nothing: then a certificate tells who calls, or the control plane is open. */
    private static JsonArray security() {
        JsonObject bearer = new JsonObject();
        bearer.add("bearer", new JsonArray());
        JsonArray security = new JsonArray();
        security.add(bearer);
        security.add(new JsonObject());
        return security;
    }

    private JsonObject components() {
        JsonObject error = Schemas.typed("object", null);
        JsonObject fields = new JsonObject();
        fields.add("code", Schemas.typed("integer", "int32"));
        fields.add("message", Schemas.typed("string", null));
        fields.add("status", Schemas.typed("string", null));
        JsonObject details = Schemas.typed("array", null);
        details.add("items", Schemas.typed("object", null));
        fields.add("details", details);
        error.add("properties", fields);
        JsonObject outer = Schemas.typed("object", null);
        JsonObject inner = new JsonObject();
        inner.add("error", error);
        outer.add("properties", inner);

        JsonObject all = new JsonObject();
        schemas.collected().forEach(all::add);
        all.add("Error", outer);
        JsonObject failed = content("application/json", Schemas.reference("Error"));
        failed.addProperty("description", "An error, as AIP-193 has it.");
        JsonObject responses = new JsonObject();
        responses.add("Error", failed);
        JsonObject bearer = new JsonObject();
        bearer.addProperty("type", "http");
        bearer.addProperty("scheme", "bearer");
        JsonObject schemes = new JsonObject();
        schemes.add("bearer", bearer);
        JsonObject components = new JsonObject();
        components.add("schemas", all);
        components.add("responses", responses);
        components.add("securitySchemes", schemes);
        return components;
    }

    private static JsonObject content(String type, JsonObject schema) {
        JsonObject media = new JsonObject();
        media.add("schema", schema);
        JsonObject types = new JsonObject();
        types.add(type, media);
        JsonObject content = new JsonObject();
        content.add("content", types);
        return content;
    }

    private static JsonArray array(String value) {
        JsonArray array = new JsonArray();
        array.add(value);
        return array;
    }
}
