package io.millrace.cli.resource;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Aligned columns, with two spaces between them. */
public final class Table {

    private static final String NOTHING = "-";

    private Table() {}

    /**
     * A row a message.
     *
     * @param columns a column each: the path of a field by its protobuf names, and its heading where it is not that of the
     *     field: {@code load.cpu} or {@code load.cpu=CPU}
     */
    public static List<String> of(Collection<? extends Message> messages, String... columns) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(Arrays.stream(columns).map(Table::heading).toList());
        for (Message message : messages) {
            rows.add(Arrays.stream(columns)
                    .map(column -> cell(message, column.split("=", 2)[0]))
                    .toList());
        }
        return aligned(rows);
    }

    /** A line a field that is set, with its path as JSON names it. */
    static List<String> description(Message message) {
        List<List<String>> rows = new ArrayList<>();
        describe(message, "", rows);
        return aligned(rows);
    }

    /** Rows of equal length, without spaces at their ends. */
    public static List<String> aligned(List<List<String>> rows) {
        int[] widths = new int[rows.isEmpty() ? 0 : rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(
                        widths[i], row.get(i).codePointCount(0, row.get(i).length()));
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            line.append(cell).append(" ".repeat(widths[i] - cell.codePointCount(0, cell.length()) + 2));
        }
        return line.toString().stripTrailing();
    }

    private static String heading(String column) {
        String[] parts = column.split("=", 2);
        String name = parts.length == 2 ? parts[1] : parts[0].substring(parts[0].lastIndexOf('.') + 1);
        return name.replace('_', ' ').toUpperCase(Locale.ROOT);
    }

    private static String cell(Message message, String path) {
        Message at = message;
        String[] parts = path.split("\\.", -1);
        for (int i = 0; ; i++) {
            FieldDescriptor field = at.getDescriptorForType().findFieldByName(parts[i]);
            if (i == parts.length - 1) {
                return text(at, field);
            }
            at = (Message) at.getField(field);
        }
    }

    private static String text(Message message, FieldDescriptor field) {
        boolean unset = field.hasPresence() && !message.hasField(field);
        Object value = message.getField(field);
        String text = unset || Boolean.FALSE.equals(value) ? "" : FieldText.of(field, value);
        return text.isEmpty() ? NOTHING : visible(text);
    }

    private static void describe(Message message, String prefix, List<List<String>> rows) {
        for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
            FieldDescriptor field = entry.getKey();
            String path = prefix + field.getJsonName();
            if (field.isMapField()) {
                for (Object mapping : (List<?>) entry.getValue()) {
                    Message pair = (Message) mapping;
                    FieldDescriptor value = pair.getDescriptorForType().findFieldByName("value");
                    Object key = pair.getField(pair.getDescriptorForType().findFieldByName("key"));
                    rows.add(List.of(path + "." + key, visible(FieldText.of(value, pair.getField(value)))));
                }
            } else if (field.isRepeated() && isNested(field)) {
                int number = 0;
                for (Object nested : (List<?>) entry.getValue()) {
                    describe((Message) nested, path + "[" + number++ + "].", rows);
                }
            } else if (isNested(field)) {
                Message nested = (Message) entry.getValue();
                if (nested.getAllFields().isEmpty()) {
                    rows.add(List.of(path, "yes"));
                }
                describe(nested, path + ".", rows);
            } else {
                rows.add(List.of(path, visible(FieldText.of(field, entry.getValue()))));
            }
        }
    }

    private static boolean isNested(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && !field.getMessageType().getFile().getPackage().equals("google.protobuf");
    }

    /** Control characters, which a terminal might obey, are not handed on. */
    private static String visible(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
