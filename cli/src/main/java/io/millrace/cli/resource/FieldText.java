package io.millrace.cli.resource;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.millrace.cli.BitRates;
import io.millrace.cli.ByteCounts;
import io.millrace.cli.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The value of a field as people read it: {@code 2m} for a duration, {@code 10MB}, {@code 4.5Mbit/s}, {@code signing}. */
final class FieldText {

    /** What is measured is rounded where it is shown, what is configured is not. */
    private static final Set<String> MEASURED = Set.of("EdgeLoad", "Publishing", "Reading");

    private FieldText() {}

    /** @param value the field's; of a list, all of it */
    static String of(FieldDescriptor field, Object value) {
        if (field.isRepeated() && value instanceof List<?> entries) {
            return entries.stream().map(entry -> one(field, entry)).collect(Collectors.joining(", "));
        }
        return one(field, value);
    }

    private static String one(FieldDescriptor field, Object value) {
        return switch (value) {
            case com.google.protobuf.Duration duration ->
                Durations.exact(Duration.ofSeconds(duration.getSeconds(), duration.getNanos()));
            case Timestamp time -> Timestamps.toString(time);
            case EnumValueDescriptor choice -> choice(choice);
            case Message message -> parts(message);
            case Long number -> number(field, number);
            case Double number -> isMeasured(field) ? Rounded.fraction(number) : number.toString();
            case Boolean is -> is ? "yes" : "no";
            default -> value.toString();
        };
    }

    /** Without the prefix that all values of an enum have: {@code KEY_STATE_ACTIVE} is {@code active}. */
    private static String choice(EnumValueDescriptor choice) {
        if (choice.getNumber() == 0) {
            return "";
        }
        String prefix = ResourceText.prefix(choice.getType());
        return choice.getName()
                .substring(prefix.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    /** Which of its fields a message has: all that a column has room for. */
    private static String parts(Message message) {
        return message.getAllFields().keySet().stream()
                .map(field -> field.getName().replace('_', '-'))
                .collect(Collectors.joining(", "));
    }

    private static String number(FieldDescriptor field, long number) {
        boolean measured = isMeasured(field);
        if (ResourceText.isBytes(field)) {
            return measured ? Rounded.bytes(number) : ByteCounts.exact(number);
        }
        if (ResourceText.isBitRate(field)) {
            return measured ? Rounded.bitRate(number) : BitRates.exact(number);
        }
        return Long.toString(number);
    }

    private static boolean isMeasured(FieldDescriptor field) {
        return MEASURED.contains(field.getContainingType().getName());
    }
}
