package io.millrace.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code docs/doctor.md} says that is to be set at one proxy. */
final class PageSettings {

    private final Map<String, String> settings = new HashMap<>();

    private PageSettings() {}

    /** @param proxy as its heading has it */
    static PageSettings of(String proxy) throws IOException {
        PageSettings found = new PageSettings();
        boolean within = false;
        for (String line : Files.readAllLines(Path.of("..", "docs", "doctor.md"))) {
            if (line.startsWith("#")) {
                within = line.equals("### " + proxy);
            } else if (within && line.startsWith("| `")) {
                String[] cells = line.split(" \\| ", 2);
                found.settings.put(cells[0].replaceAll("[| `]", ""), cells[1].replaceAll(" \\|$", ""));
            }
        }
        return found;
    }

    /** Those of some checks, as nginx takes them: each once. */
    String statements(String... checks) {
        Set<String> all = new LinkedHashSet<>();
        for (String check : checks) {
            all.addAll(Arrays.asList(settings.get(check).split(";\\s*", -1)));
        }
        all.remove("");
        return String.join("; ", all) + ';';
    }

    /** Those of some checks, as HAProxy takes them: each once, and without those that say what there is not to be. */
    List<String> lines(String... checks) {
        Set<String> all = new LinkedHashSet<>();
        for (String check : checks) {
            all.addAll(Arrays.asList(settings.get(check).split("[,;]\\s*", -1)));
        }
        return all.stream()
                .filter(line -> line.startsWith("option ") || line.startsWith("timeout "))
                .toList();
    }
}
