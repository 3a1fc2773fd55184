package io.millrace.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.millrace.chunklog.ChunkLogConfig;
import io.millrace.control.ControlConfig;
import io.millrace.control.client.ControlClientConfig;
import io.millrace.control.store.StoreConfig;
import io.millrace.edge.EdgeConfig;
import io.millrace.ingest.IngestConfig;
import io.millrace.management.ManagementConfig;
import io.millrace.shaper.ShaperConfig;
import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The tables of {@code docs/configuration.md} against the code. What every service has in common has one row, whose name
 * holds {@code <SERVICE>}; a row with a service's own name goes before it.
 */
class ConfigurationTableTest {

    private static final List<Class<?>> MAPPINGS = List.of(
            ChunkLogConfig.class,
            IngestConfig.class,
            EdgeConfig.class,
            ShaperConfig.class,
            StoreConfig.class,
            ControlConfig.class,
            ControlClientConfig.class,
            ManagementConfig.class);

    private static final String PAGE = "docs/configuration.md";
    private static final Pattern ROW =
            Pattern.compile("\\| `(?<variable>MILLRACE_[^`]+)` \\| (?<default>[^|]+) \\| (?<meaning>[^|]+) \\|");
    private static final String ANY_SERVICE = "MILLRACE_<SERVICE>_";
    private static final Pattern OF_A_SERVICE = Pattern.compile("^MILLRACE_(?:INGEST|EDGE|SHAPER|CONTROL)_");
    /** A property of a list has a second name, for one entry. */
    private static final String ENTRY = "[*]";

    /** What the tables say, by variable. */
    private static Map<String, Row> rows;
    /** What the code says, by variable. */
    private static Map<String, Setting> settings;

    private record Row(String defaultCell, String line) {}

    /**
     * A property of a mapping.
     *
     * @param defaultCell how its row's second cell must begin; empty where there is no default, so any words will do
     * @param method what declares it
     */
    private record Setting(String variable, String defaultCell, Method method) {

        /** The row that documents it: what the services share is declared in no service's own interface. */
        String proposedRow() {
            boolean shared = !method.getDeclaringClass()
                    .getName()
                    .matches(".*\\.(Ingest|Edge|Shaper|Origin|Control|Callers|Edges|Live)Config(\\$.*)?");
            String name = shared ? anyService(variable) : variable;
            return "| `%s` | %s | %s |".formatted(name, defaultCell.isEmpty() ? "none" : defaultCell, meaning(method));
        }
    }

    @BeforeAll
    static void readBoth() throws IOException {
        rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Repository.file(PAGE))) {
            Matcher row = ROW.matcher(line.strip());
            if (row.matches()) {
                Row before = rows.put(row.group("variable"), new Row(row.group("default"), line));
                assertEquals(null, before, () -> PAGE + " has two rows for " + row.group("variable"));
            }
        }
        settings = new TreeMap<>();
        Properties withUp = valuesWithUp();
        for (Class<?> mapping : MAPPINGS) {
            ConfigClass described = ConfigClass.configClass(mapping);
            Map<String, Property> properties = ConfigMappings.getProperties(described);
            properties.forEach((name, property) -> {
                if (!property.isGroup() && !name.contains(ENTRY)) {
                    Setting setting = setting(name, described.getProperties().get(name), property, withUp);
                    settings.put(setting.variable(), setting);
                }
            });
        }
    }

    @Test
    void everySettingHasARow() {
        String missing = settings.values().stream()
                .filter(setting -> rowOf(setting.variable()) == null)
                .map(Setting::proposedRow)
                .distinct()
                .collect(Collectors.joining("\n"));
        if (!missing.isEmpty()) {
            fail(PAGE + " lacks these rows:\n\n" + missing + "\n");
        }
    }

    @Test
    void everyRowHasTheRightDefault() {
        String wrong = settings.values().stream()
                .filter(setting -> rowOf(setting.variable()) != null)
                .filter(setting -> !saysDefault(rowOf(setting.variable()), setting))
                .map(setting -> rowOf(setting.variable()).line() + "\n    the default of " + setting.variable() + " is "
                        + (setting.defaultCell().isEmpty() ? "none: say so in words" : setting.defaultCell()))
                .collect(Collectors.joining("\n"));
        if (!wrong.isEmpty()) {
            fail(PAGE + " has wrong defaults in these rows:\n\n" + wrong + "\n");
        }
    }

    @Test
    void everyRowIsOfASetting() {
        List<String> used = settings.keySet().stream()
                .flatMap(variable -> Stream.of(variable, anyService(variable)))
                .toList();
        String unknown = rows.entrySet().stream()
                .filter(row -> !used.contains(row.getKey()))
                .map(row -> row.getValue().line())
                .collect(Collectors.joining("\n"));
        if (!unknown.isEmpty()) {
            fail(PAGE + " has rows of settings that there are not:\n\n" + unknown + "\n");
        }
    }

    private static Row rowOf(String variable) {
        return rows.getOrDefault(variable, rows.get(anyService(variable)));
    }

    private static String anyService(String variable) {
        return OF_A_SERVICE.matcher(variable).replaceFirst(ANY_SERVICE);
    }

    /** Further words may follow a semicolon. */
    private static boolean saysDefault(Row row, Setting setting) {
        String cell = row.defaultCell().strip();
        return setting.defaultCell().isEmpty()
                ? !cell.startsWith("`")
                : cell.equals(setting.defaultCell()) || cell.startsWith(setting.defaultCell() + ";");
    }

    private static Setting setting(String name, String defaultValue, Property property, Properties withUp) {
        String variable =
                name.replace("*", "<NAME>").replaceAll("[^A-Za-z0-9<>]", "_").toUpperCase(Locale.ROOT);
        String cell = defaultValue == null ? "" : "`" + defaultValue + "`";
        if (withUp.containsKey(name)) {
            cell = (cell.isEmpty() ? "none" : cell) + "; `" + withUp.getProperty(name) + "` with `up`";
        }
        return new Setting(variable, cell, property.getMethod());
    }

    private static Properties valuesWithUp() throws IOException {
        Properties values = new Properties();
        try (Reader file =
                Files.newBufferedReader(Repository.file("standalone/src/main/resources/application.properties"))) {
            values.load(file);
        }
        return values;
    }

    /** What the property's Javadoc says, as a table says it. */
    private static String meaning(Method method) {
        Class<?> declaring = method.getDeclaringClass();
        String source = source(declaring);
        int start = Math.max(0, source.indexOf("interface " + declaring.getSimpleName() + " "));
        Matcher comment = Pattern.compile(
                        "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*[\\w<>., ]+ " + method.getName()
                                + "\\(\\);",
                        Pattern.DOTALL)
                .matcher(source);
        if (!comment.find(start)) {
            return "what it is";
        }
        String text = comment.group(1)
                .replaceAll("\\s*\\n\\s*\\*\\s?", " ")
                .replaceAll("\\{@\\w+ ([^}]*)\\}", "`$1`")
                .replaceAll("\\s+", " ")
                .strip()
                .replaceFirst("\\.$", "");
        boolean acronym = text.length() > 1 && Character.isUpperCase(text.charAt(1));
        return acronym ? text : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    private static String source(Class<?> type) {
        String file =
                "src/main/java/" + type.getName().replaceFirst("\\$.*", "").replace('.', '/') + ".java";
        try (Stream<Path> modules = Files.list(Repository.file("."))) {
            Path source = modules.map(module -> module.resolve(file))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            return Files.readString(source);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
