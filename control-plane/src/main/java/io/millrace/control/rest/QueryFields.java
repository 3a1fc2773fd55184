package io.millrace.control.rest;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.millrace.checks.Violations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of a query as fields of a message: by the names of JSON or of the .proto file, those of inner messages
 * with dots, repeated ones again and again. What they make is JSON whose values are texts, which protobuf's parser takes for all kinds
 * of values.
 */
final class QueryFields {

    /** Messages that JSON writes as one text. */
    private static final Set<String> TEXTS =
            Set.of("google.protobuf.Timestamp", "google.protobuf.Duration", "google.protobuf.FieldMask");

    private final Violations violations;

    QueryFields(Violations violations) {
        this.violations = violations;
    }

    /**
     * Reads a query.
     *
     * @param taken names of top-level fields that the path or the body has
     */
    JsonObject read(Descriptor message, Map<String, List<String>> query, Set<String> taken) {
        JsonObject read = new JsonObject();
        query.forEach((name, values) -> {
            Optional<String> wrong = add(read, message, name, values, taken);
            wrong.ifPresent(why -> violations.require(name, false, why));
        });
        return read;
    }

    private static Optional<String> add(
            JsonObject into, Descriptor message, String name, List<String> values, Set<String> taken) {
        JsonObject at = into;
        Descriptor type = message;
        String[] parts = name.split("\\.", -1);
        for (int i = 0; i < parts.length; i++) {
            FieldDescriptor field = field(type, parts[i]);
            if (field == null) {
                return Optional.of("is no parameter of this method");
            }
            if (i == 0 && taken.contains(field.getName())) {
                return Optional.of("is told by the path or the body already");
            }
            if (i == parts.length - 1) {
                return leaf(at, field, values);
            }
            if (field.isRepeated() || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                return Optional.of("is no parameter of this method");
            }
            if (!at.has(field.getJsonName())) {
                at.add(field.getJsonName(), new JsonObject());
            }
            at = at.getAsJsonObject(field.getJsonName());
            type = field.getMessageType();
        }
        return Optional.empty();
    }

    private static Optional<String> leaf(JsonObject at, FieldDescriptor field, List<String> values) {
        boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        if (message && !TEXTS.contains(field.getMessageType().getFullName())) {
            return Optional.of("has fields of its own: name one of them");
        }
        if (field.isRepeated()) {
            JsonArray array = new JsonArray();
            values.forEach(array::add);
            at.add(field.getJsonName(), array);
        } else if (values.size() > 1) {
            return Optional.of("must be told once");
        } else {
            at.addProperty(field.getJsonName(), values.getFirst());
        }
        return Optional.empty();
    }

    private static FieldDescriptor field(Descriptor type, String name) {
        return type.getFields().stream()
                .filter(field ->
                        field.getName().equals(name) || field.getJsonName().equals(name))
                .findFirst()
                .orElse(null);
    }
}
