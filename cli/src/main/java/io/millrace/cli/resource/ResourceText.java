package io.millrace.cli.resource;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import io.millrace.cli.BitRates;
import io.millrace.cli.ByteCounts;
import io.millrace.cli.Durations;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.TypeConversionException;

/**
 * Resources as people write them, turned into protobuf's JSON: {@code 2m} for a duration, {@code 10MB} where a field counts
 * bytes, {@code 5M} where it is a bit rate, {@code query} for {@code TOKEN_PLACE_QUERY}. What is none of these stays as it is.
 */
final class ResourceText {

    private static final int NANO_DIGITS = 9;

    private ResourceText() {}

    /** Whether a field counts bytes. */
    static boolean isBytes(FieldDescriptor field) {
        return isWhole(field)
                && (field.getName().equals("bytes") || field.getName().endsWith("_bytes"));
    }

    /** Whether a field is bits per second. */
    static boolean isBitRate(FieldDescriptor field) {
        return isWhole(field) && field.getName().endsWith("bit_rate");
    }

    /** What the names of all values of an enum begin with. */
    static String prefix(EnumDescriptor type) {
        return type.getName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toUpperCase(Locale.ROOT) + "_";
    }

    /** Turns the fields of a message, in place. */
    static void toJson(JsonObject message, Descriptor type) {
        for (Map.Entry<String, JsonElement> entry : message.entrySet()) {
            FieldDescriptor field = field(type, entry.getKey());
            if (field != null && !field.isMapField()) {
                entry.setValue(toJson(entry.getValue(), field));
            }
        }
    }

    private static JsonElement toJson(JsonElement value, FieldDescriptor field) {
        if (value instanceof JsonArray list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, toJson(list.get(i), field));
            }
            return list;
        }
        if (value instanceof JsonObject message && field.getJavaType() == JavaType.MESSAGE) {
            toJson(message, field.getMessageType());
            return message;
        }
        return value instanceof JsonPrimitive text && text.isString() ? word(text, field) : value;
    }

    private static JsonElement word(JsonPrimitive text, FieldDescriptor field) {
        if (field.getJavaType() == JavaType.ENUM) {
            String named = prefix(field.getEnumType())
                    + text.getAsString().toUpperCase(Locale.ROOT).replace('-', '_');
            return field.getEnumType().findValueByName(named) == null ? text : new JsonPrimitive(named);
        }
        if (field.getJavaType() == JavaType.MESSAGE
                && field.getMessageType().getFullName().equals("google.protobuf.Duration")) {
            return read(text, written -> new JsonPrimitive(seconds(new Durations().convert(written))));
        }
        if (isBytes(field)) {
            return read(text, written -> new JsonPrimitive(new ByteCounts().convert(written)));
        }
        return isBitRate(field) ? read(text, written -> new JsonPrimitive(new BitRates().convert(written))) : text;
    }

    private static JsonPrimitive read(JsonPrimitive text, Function<String, JsonPrimitive> reading) {
        try {
            return reading.apply(text.getAsString());
        } catch (TypeConversionException e) {
            // Such as 1.5s, or what is told of when all of it is read.
            return text;
        }
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%d.%0" + NANO_DIGITS + "ds", duration.getSeconds(), duration.getNano());
    }

    private static boolean isWhole(FieldDescriptor field) {
        return field.getJavaType() == JavaType.LONG || field.getJavaType() == JavaType.INT;
    }

    private static FieldDescriptor field(Descriptor type, String name) {
        return type.getFields().stream()
                .filter(field ->
                        field.getJsonName().equals(name) || field.getName().equals(name))
                .findFirst()
                .orElse(null);
    }
}
