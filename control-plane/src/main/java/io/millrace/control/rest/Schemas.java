package io.millrace.control.rest;

import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Messages and enums of the API as JSON Schema, as protobuf's JSON has them. Collects those that are referred to. */
final class Schemas {

    private static final Map<String, JsonObject> WELL_KNOWN = Map.of(
            "google.protobuf.Timestamp", text("date-time", null),
            "google.protobuf.Duration", text(null, "^-?[0-9]+(\\.[0-9]{1,9})?s$"),
            "google.protobuf.FieldMask", text(null, null));

    private final Comments comments;
    private final Map<String, JsonObject> collected = new TreeMap<>();

    Schemas(Comments comments) {
        this.comments = comments;
    }

    /** Those that were referred to, by name. */
    Map<String, JsonObject> collected() {
        return collected;
    }

    /** A message. */
    JsonObject of(Descriptor message) {
        if (WELL_KNOWN.containsKey(message.getFullName())) {
            return WELL_KNOWN.get(message.getFullName()).deepCopy();
        }
        String name = message.getName();
        if (!collected.containsKey(name)) {
            JsonObject schema = new JsonObject();
            // Before its fields: a message may have itself in one.
            collected.put(name, schema);
            object(message, Set.of()).entrySet().forEach(entry -> schema.add(entry.getKey(), entry.getValue()));
        }
        return reference(name);
    }

    /**
     * A message in place.
     *
     * @param without fields that are told elsewhere
     */
    JsonObject object(Descriptor message, Set<String> without) {
        JsonObject schema = new JsonObject();
        schema.addProperty("type", "object");
        describe(schema, comments.of(message));
        JsonObject properties = new JsonObject();
        JsonArray required = new JsonArray();
        for (FieldDescriptor field : message.getFields()) {
            if (!without.contains(field.getName())) {
                properties.add(field.getJsonName(), field(field));
                // A resource is changed in parts: then what it must have may be left out.
                if (has(field, FieldBehavior.REQUIRED) && message.getName().endsWith("Request")) {
                    required.add(field.getJsonName());
                }
            }
        }
        if (!properties.isEmpty()) {
            schema.add("properties", properties);
        }
        if (!required.isEmpty()) {
            schema.add("required", required);
        }
        return schema;
    }

    /** A field with its comment. */
    JsonObject field(FieldDescriptor field) {
        JsonObject schema = new JsonObject();
        if (field.isMapField()) {
            schema.addProperty("type", "object");
            schema.add("additionalProperties", value(field.getMessageType().findFieldByName("value")));
        } else if (field.isRepeated()) {
            schema.addProperty("type", "array");
            schema.add("items", value(field));
        } else {
            schema = value(field);
        }
        String rule = has(field, FieldBehavior.REQUIRED) ? " Required." : "";
        describe(schema, comments.of(field) + rule);
        if (has(field, FieldBehavior.OUTPUT_ONLY) || has(field, FieldBehavior.IDENTIFIER)) {
            schema.addProperty("readOnly", true);
        }
        return schema;
    }

    static boolean has(FieldDescriptor field, FieldBehavior behavior) {
        return field.getOptions().getExtension(FieldBehaviorProto.fieldBehavior).contains(behavior);
    }

    private JsonObject value(FieldDescriptor field) {
        return switch (field.getType()) {
            case BOOL -> typed("boolean", null);
            case INT32, SINT32, SFIXED32 -> typed("integer", "int32");
            case UINT32, FIXED32 -> typed("integer", "uint32");
            // JSON's numbers do not hold them.
            case INT64, SINT64, SFIXED64 -> typed("string", "int64");
            case UINT64, FIXED64 -> typed("string", "uint64");
            case FLOAT -> typed("number", "float");
            case DOUBLE -> typed("number", "double");
            case STRING -> typed("string", null);
            case BYTES -> {
                JsonObject bytes = typed("string", null);
                bytes.addProperty("contentEncoding", "base64");
                yield bytes;
            }
            case ENUM -> of(field.getEnumType());
            case MESSAGE, GROUP -> of(field.getMessageType());
        };
    }

    private JsonObject of(EnumDescriptor kind) {
        if (!collected.containsKey(kind.getName())) {
            JsonObject schema = typed("string", null);
            StringBuilder text = new StringBuilder(comments.of(kind));
            JsonArray values = new JsonArray();
            for (EnumValueDescriptor value : kind.getValues()) {
                values.add(value.getName());
                text.append("\n\n- `").append(value.getName()).append("`: ").append(oneLine(comments.of(value)));
            }
            schema.add("enum", values);
            describe(schema, text.toString());
            collected.put(kind.getName(), schema);
        }
        return reference(kind.getName());
    }

    static JsonObject reference(String name) {
        JsonObject reference = new JsonObject();
        reference.addProperty("$ref", "#/components/schemas/" + name);
        return reference;
    }

    static JsonObject typed(String type, String format) {
        JsonObject schema = new JsonObject();
        schema.addProperty("type", type);
        if (format != null) {
            schema.addProperty("format", format);
        }
        return schema;
    }

    private static JsonObject text(String format, String pattern) {
        JsonObject schema = typed("string", format);
        if (pattern != null) {
            schema.addProperty("pattern", pattern);
        }
        return schema;
    }

    private static void describe(JsonObject schema, String comment) {
        if (!comment.isEmpty()) {
            schema.addProperty("description", comment);
        }
    }

    private static String oneLine(String comment) {
        return comment.replace('\n', ' ');
    }
}
