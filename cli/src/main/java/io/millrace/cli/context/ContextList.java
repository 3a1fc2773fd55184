package io.millrace.cli.context;

import io.millrace.cli.resource.ResultFormat;
import io.millrace.cli.resource.Table;
import io.millrace.cli.resource.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Contexts as they are shown: never with a token. */
final class ContextList {

    private ContextList() {}

    static List<String> of(Contexts contexts, ResultFormat format) {
        return switch (format) {
            case TABLE -> table(contexts);
            case JSON -> List.of(Trees.json(rows(contexts)));
            case YAML -> List.of(Trees.yaml(rows(contexts)));
        };
    }

    private static List<String> table(Contexts contexts) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("CURRENT", "NAME", "CONTROL", "CREDENTIALS"));
        contexts.sorted()
                .forEach((name, context) -> rows.add(
                        List.of(isCurrent(contexts, name) ? "*" : "", name, context.control(), context.credentials())));
        return Table.aligned(rows);
    }

    private static List<Map<String, Object>> rows(Contexts contexts) {
        List<Map<String, Object>> rows = new ArrayList<>();
        contexts.sorted().forEach((name, context) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", name);
            row.put("current", isCurrent(contexts, name));
            row.put("control", context.control());
            row.put("credentials", context.credentials());
            rows.add(row);
        });
        return rows;
    }

    private static boolean isCurrent(Contexts contexts, String name) {
        return contexts.current().filter(name::equals).isPresent();
    }
}
