package io.millrace.control.rest;

import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.millrace.checks.Violations;
import io.millrace.control.api.ApiErrors;
import io.millrace.control.rest.RestApi.Matched;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The request of a method, made of an HTTP request's path, query and body. */
final class RequestReader {

    private static final int MOST_PARAMETERS = 100;

    private RequestReader() {}

    /**
     * Reads a request.
     *
     * @param query without its question mark
     * @param body JSON; not looked at where the method has none
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT if it is none of this method
     */
    static Message read(Matched matched, String query, byte[] body) {
        Binding binding = matched.binding();
        Message.Builder request = binding.newRequest();
        Violations violations = new Violations();
        JsonObject json = binding.body().isEmpty() ? new JsonObject() : parse(body, violations);
        if (binding.body().equals(Binding.WHOLE)) {
            merge(json, request, "", violations);
        } else if (!binding.body().isEmpty()) {
            FieldDescriptor field = request.getDescriptorForType().findFieldByName(binding.body());
            merge(json, request.getFieldBuilder(field), binding.body(), violations);
        }
        Message.Builder asked = binding.newRequest();
        Map<String, List<String>> parameters =
                new QueryStringDecoder(query, StandardCharsets.UTF_8, false, MOST_PARAMETERS).parameters();
        JsonObject fields = new QueryFields(violations).read(asked.getDescriptorForType(), parameters, taken(binding));
        merge(fields, asked, "", violations);
        ApiErrors.check(violations);
        request.mergeFrom(asked.build());
        matched.fields().forEach((path, value) -> set(request, path, value));
        if (binding.verb().equals("PATCH")) {
            nameWhatIsThere(request, binding.body(), json);
        }
        return request.build();
    }

    private static JsonObject parse(byte[] body, Violations violations) {
        if (body.length == 0) {
            return new JsonObject();
        }
        try {
            JsonElement parsed = JsonParser.parseString(new String(body, StandardCharsets.UTF_8));
            if (parsed.isJsonObject()) {
                return parsed.getAsJsonObject();
            }
            violations.require("body", false, "must be a JSON object");
        } catch (JsonParseException e) {
            violations.require("body", false, "must be JSON: " + firstLine(e));
        }
        return new JsonObject();
    }

    private static void merge(JsonObject json, Message.Builder into, String field, Violations violations) {
        try {
            JsonFormat.parser().merge(json.toString(), into);
        } catch (InvalidProtocolBufferException e) {
            violations.require(field.isEmpty() ? "request" : field, false, "is not understood: " + firstLine(e));
        }
    }

    /** The top-level fields that no parameter may tell. */
    private static Set<String> taken(Binding binding) {
        Set<String> taken = new HashSet<>();
        binding.path().fields().stream().filter(field -> field.indexOf('.') < 0).forEach(taken::add);
        if (binding.body().equals(Binding.WHOLE)) {
            binding.described().getInputType().getFields().forEach(field -> taken.add(field.getName()));
        } else if (!binding.body().isEmpty()) {
            taken.add(binding.body());
        }
        return taken;
    }

    private static void set(Message.Builder message, String path, String value) {
        int dot = path.indexOf('.');
        FieldDescriptor field = message.getDescriptorForType().findFieldByName(dot < 0 ? path : path.substring(0, dot));
        if (dot < 0) {
            message.setField(field, value);
        } else {
            set(message.getFieldBuilder(field), path.substring(dot + 1), value);
        }
    }

    /**
     * JSON tells which fields are there, also those with the value that a field has without one: without an update mask
     * they are what is to change. What only the control plane sets may stand there too, from an earlier answer.
     */
    private static void nameWhatIsThere(Message.Builder request, String body, JsonObject json) {
        FieldDescriptor mask = request.getDescriptorForType().findFieldByName("update_mask");
        if (mask == null || request.hasField(mask)) {
            return;
        }
        Descriptor resource =
                request.getDescriptorForType().findFieldByName(body).getMessageType();
        FieldMask.Builder there = FieldMask.newBuilder();
        for (FieldDescriptor field : resource.getFields()) {
            boolean told = json.has(field.getJsonName()) || json.has(field.getName());
            if (told && settable(field)) {
                there.addPaths(field.getName());
            }
        }
        if (there.getPathsCount() > 0) {
            request.setField(mask, there.build());
        }
    }

    private static boolean settable(FieldDescriptor field) {
        List<FieldBehavior> behavior = field.getOptions().getExtension(FieldBehaviorProto.fieldBehavior);
        return !behavior.contains(FieldBehavior.OUTPUT_ONLY)
                && !behavior.contains(FieldBehavior.IDENTIFIER)
                && !field.getName().equals("etag");
    }

    private static String firstLine(Exception failure) {
        String message = failure.getMessage();
        return message == null
                ? "it can't be read"
                : message.lines().findFirst().orElse("it can't be read");
    }
}
