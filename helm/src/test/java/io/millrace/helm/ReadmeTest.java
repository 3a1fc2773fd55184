package io.millrace.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The chart's README has the values as they are; {@code -Dmillrace.helm.write=true} writes them anew. */
class ReadmeTest {

    private static final Path README = Repository.CHART.resolve("README.md");
    private static final String BEGIN = "<!-- Made of values.yaml by ReadmeTest; do not edit. -->\n";
    private static final String END = "<!-- End of what is made. -->\n";

    @Test
    void theTableOfValuesIsMadeOfValuesYaml() throws IOException {
        String readme = Files.readString(README);
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        String made = readme.substring(0, begin) + "\n" + ValuesTable.markdown() + "\n"
                + readme.substring(readme.indexOf(END));
        if (Boolean.getBoolean("millrace.helm.write")) {
            Files.writeString(README, made);
        }
        assertEquals(
                made,
                Files.readString(README),
                "run ./mvnw -pl helm test -Dtest=ReadmeTest -Dmillrace.helm.write=true");
    }

    @Test
    void eachValueIsInTheTable() throws IOException {
        String table = ValuesTable.markdown();
        List<String> paths = new ArrayList<>();
        collect(Chart.values(), "", paths);
        List<String> missing = paths.stream()
                .filter(path -> !table.contains("| `" + path + "` |"))
                .toList();
        assertTrue(missing.isEmpty(), missing::toString);
        assertTrue(paths.size() > 150);
    }

    /** Values that are no maps; what is written as one on a line is a value as a whole. */
    private static void collect(JsonNode node, String path, List<String> paths) {
        node.properties().forEach(field -> {
            String below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            boolean whole = field.getKey().equals("requests") || field.getKey().equals("limits");
            if (field.getValue().isObject() && !field.getValue().isEmpty() && !whole) {
                collect(field.getValue(), below, paths);
            } else {
                paths.add(below);
            }
        });
    }
}
