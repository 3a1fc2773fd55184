package io.millrace.helm;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of values in the chart's README, made of the comments in values.yaml. A comment that begins with {@code --} is of the
 * key below it; a key without one is told without words.
 */
final class ValuesTable {

    private static final Pattern KEY = Pattern.compile("^(?<indent> *)(?<key>[A-Za-z_]+):(?: (?<value>.*))?$");

    private record Level(int indent, String key) {}

    private ValuesTable() {}

    /** Rows of Markdown with the path, the default and what it is. */
    static String markdown() throws IOException {
        List<String> rows = new ArrayList<>(List.of("| value | default | what it is |", "| --- | --- | --- |"));
        Deque<Level> levels = new ArrayDeque<>();
        StringBuilder comment = new StringBuilder();
        List<String> lines = Files.readAllLines(Repository.CHART.resolve("values.yaml"));
        for (int number = 0; number < lines.size(); number++) {
            String line = lines.get(number);
            String text = line.strip();
            if (text.startsWith("# --")) {
                comment.setLength(0);
                comment.append(text.substring("# --".length()).strip());
            } else if (text.startsWith("#") && !comment.isEmpty()) {
                comment.append(' ').append(text.substring(1).strip());
            }
            Matcher key = KEY.matcher(line);
            if (key.matches()) {
                int indent = key.group("indent").length();
                while (!levels.isEmpty() && levels.peekLast().indent() >= indent) {
                    levels.removeLast();
                }
                levels.addLast(new Level(indent, key.group("key")));
                String value = key.group("value");
                boolean list = value == null && lines.get(number + 1).strip().startsWith("- ");
                if (value != null || list) {
                    rows.add(
                            "| `%s` | %s | %s |".formatted(path(levels), list ? "a list" : "`" + value + "`", comment));
                } else if (!comment.isEmpty()) {
                    rows.add("| `%s` |  | %s |".formatted(path(levels), comment));
                }
                comment.setLength(0);
            } else if (text.isEmpty()) {
                comment.setLength(0);
            }
        }
        return String.join("\n", rows) + "\n";
    }

    private static String path(Deque<Level> levels) {
        return String.join(".", levels.stream().map(Level::key).toList());
    }
}
