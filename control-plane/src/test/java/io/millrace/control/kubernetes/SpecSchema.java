package io.millrace.control.kubernetes;

import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.millrace.control.rest.Comments;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the schema of a custom resource's spec must be: the fields of the API that may be set, with their comments. */
final class SpecSchema {

    private static final Comments COMMENTS = Comments.load();

    private SpecSchema() {}

    static Map<String, Object> of(Descriptor message) {
        return object(message, COMMENTS.of(message));
    }

    private static Map<String, Object> object(Descriptor message, String comment) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (FieldDescriptor field : message.getFields()) {
            List<FieldBehavior> behaviors = field.getOptions().getExtension(FieldBehaviorProto.fieldBehavior);
            if (behaviors.contains(FieldBehavior.OUTPUT_ONLY)
                    || behaviors.contains(FieldBehavior.IDENTIFIER)
                    || field.getName().equals("etag")) {
                continue;
            }
            properties.put(field.getJsonName(), field(field));
            if (behaviors.contains(FieldBehavior.REQUIRED)) {
                required.add(field.getJsonName());
            }
        }
        Map<String, Object> schema = typed("object", comment);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        if (!properties.isEmpty()) {
            schema.put("properties", properties);
        }
        return schema;
    }

    private static Map<String, Object> field(FieldDescriptor field) {
        String comment = COMMENTS.of(field);
        if (field.isMapField()) {
            Map<String, Object> schema = typed("object", comment);
            schema.put("additionalProperties", value(field.getMessageType().findFieldByName("value"), ""));
            return schema;
        }
        if (field.isRepeated()) {
            Map<String, Object> schema = typed("array", comment);
            schema.put("items", value(field, ""));
            return schema;
        }
        return value(field, comment);
    }

    private static Map<String, Object> value(FieldDescriptor field, String comment) {
        return switch (field.getType()) {
            case BOOL -> typed("boolean", comment);
            case INT32 -> typed("integer", comment, "format", "int32");
            case INT64 -> typed("integer", comment, "format", "int64");
            case DOUBLE -> typed("number", comment, "format", "double");
            case STRING -> typed("string", comment);
            case ENUM ->
                typed(
                        "string",
                        comment,
                        "enum",
                        field.getEnumType().getValues().stream()
                                .map(EnumValueDescriptor::getName)
                                .toList());
            case MESSAGE ->
                field.getMessageType().getFullName().equals("google.protobuf.Duration")
                        ? typed("string", comment, "pattern", "^[0-9]+(\\.[0-9]{1,9})?s$")
                        : object(
                                field.getMessageType(),
                                comment.isEmpty() ? COMMENTS.of(field.getMessageType()) : comment);
            default -> throw new IllegalArgumentException("no schema is known for " + field);
        };
    }

    private static Map<String, Object> typed(String type, String comment) {
        Map<String, Object> schema = new LinkedHashMap<>();
        if (!comment.isEmpty()) {
            schema.put("description", comment.replace('\n', ' '));
        }
        schema.put("type", type);
        return schema;
    }

    private static Map<String, Object> typed(String type, String comment, String more, Object value) {
        Map<String, Object> schema = typed(type, comment);
        schema.put(more, value);
        return schema;
    }
}
