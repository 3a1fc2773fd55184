package io.millrace.conformance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the cases out of a page of docs/conformance; its README says what they look like. */
final class CaseFile {

    private static final Pattern TAGS = Pattern.compile("(.*?)\\s*\\[([^]]*)]");

    private final Path file;
    private final List<Case> cases = new ArrayList<>();
    private String section = "";
    private Set<String> sectionTags = Set.of();
    private Map<String, String> settings = Map.of();
    private String name = "";
    private Set<String> tags = Set.of();
    private List<String> columns = List.of();
    private int line;

    private CaseFile(Path file) {
        this.file = file;
    }

    static List<Case> read(Path file) throws IOException {
        CaseFile cases = new CaseFile(file);
        cases.read(Files.readAllLines(file));
        return cases.cases;
    }

    private void read(List<String> lines) {
        String fence = null;
        List<String> block = new ArrayList<>();
        for (String text : lines) {
            line++;
            if (fence != null) {
                if (text.equals("```")) {
                    block(fence, block);
                    fence = null;
                } else {
                    block.add(text);
                }
            } else if (text.startsWith("```")) {
                fence = text.substring(3);
                block = new ArrayList<>();
            } else if (text.startsWith("|")) {
                row(text);
            } else {
                columns = List.of();
                heading(text);
            }
        }
    }

    private void heading(String text) {
        if (text.startsWith("## ")) {
            section = untagged(text.substring(3));
            sectionTags = tags(text);
            settings = Map.of();
        } else if (text.startsWith("### ")) {
            name = untagged(text.substring(4));
            tags = tags(text);
        }
    }

    private void block(String language, List<String> block) {
        switch (language) {
            case "properties" -> {
                settings = new LinkedHashMap<>();
                for (String setting : block) {
                    int equals = setting.indexOf('=');
                    settings.put(
                            setting.substring(0, equals).strip(),
                            setting.substring(equals + 1).strip());
                }
            }
            case "scenario" -> add(name, tags, new Scenario(block).steps());
            default -> {}
        }
    }

    private void row(String text) {
        List<String> cells = cells(text);
        if (columns.isEmpty()) {
            columns = cells;
        } else if (columns.getFirst().equals("case") && !cells.getFirst().startsWith("-")) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < cells.size(); i++) {
                row.put(columns.get(i), cells.get(i));
            }
            String title = row.remove("case");
            add(untagged(title), tags(title), CaseTable.steps(row));
        }
    }

    private void add(String title, Set<String> ownTags, List<Step> steps) {
        Set<String> all = new HashSet<>(sectionTags);
        all.addAll(ownTags);
        URI source = URI.create(file.toUri() + "?line=" + line);
        cases.add(new Case(section, title, source, all, settings, steps));
    }

    private static List<String> cells(String text) {
        List<String> cells = new ArrayList<>();
        Matcher cell = Pattern.compile("\\|((?:[^|\\\\]|\\\\.)*)").matcher(text);
        while (cell.find()) {
            cells.add(cell.group(1).replace("\\|", "|").strip());
        }
        return cells.subList(0, cells.size() - 1);
    }

    private static String untagged(String title) {
        Matcher tagged = TAGS.matcher(title);
        return tagged.matches() ? tagged.group(1) : title.strip();
    }

    private static Set<String> tags(String title) {
        Matcher tagged = TAGS.matcher(title);
        return tagged.matches() ? Set.of(tagged.group(2).split(",\\s*", -1)) : Set.of();
    }
}
