package io.millrace.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The Markdown of results. */
final class Table {

    private static final int EXACT_FROM = 1_000;

    private static final Pattern CPU = Pattern.compile("cpu_(?!all_|bench_)([^_]+)_s");
    private static final Pattern PEAK = Pattern.compile("peak_([^_]+)_mib");

    private Table() {}

    /** All goals: what was to be reached, what was, and by how much it is missed. */
    static String goals(List<Result> results) {
        StringBuilder text = new StringBuilder("""
                ## Targets

                | scenario | figure | measured | target | | |
                | --- | --- | ---: | ---: | --- | --- |
                """);
        for (Result result : results) {
            for (Goal goal : result.scenario().goals()) {
                Optional<Goal.Verdict> verdict = goal.judge(result, results);
                text.append("| ").append(result.scenario().name());
                text.append(" | `").append(goal.figure()).append("` | ");
                text.append(verdict.map(Table::row).orElse("| | | not measured"));
                text.append(" |\n");
            }
        }
        return text.append('\n').toString();
    }

    /** A table of medians, what went wrong or was not as it should be, the chart. */
    static String of(Result result) {
        Scenario scenario = result.scenario();
        Map<String, Figures> medians = result.medians();
        StringBuilder text = new StringBuilder("## " + scenario.name() + ": " + scenario.title() + "\n\n");
        text.append("| median | ").append(String.join(" | ", medians.keySet())).append(" |\n");
        text.append("| --- |").append(" ---: |".repeat(medians.size())).append('\n');
        for (String figure : scenario.shown()) {
            text.append(row('`' + figure + '`', medians, median -> number(median.get(figure))));
        }
        text.append(row("CPU seconds by role", medians, median -> byRole(median, CPU)));
        text.append(row("peak MiB by role", medians, median -> byRole(median, PEAK)));
        text.append("| all runs faultless | ")
                .append(result.runs().values().stream().map(Table::faultless).collect(Collectors.joining(" | ")))
                .append(" |\n\n");
        result.notes().forEach(note -> text.append("- ").append(note).append('\n'));
        Bottleneck.notes(medians).forEach(note -> text.append("- ").append(note).append('\n'));
        medians.forEach((server, median) -> median.faults()
                .forEach(fault -> text.append("- ")
                        .append(server)
                        .append(": ")
                        .append(fault)
                        .append('\n')));
        return text.append("\n![%1$s](%1$s.svg)%n%n".formatted(scenario.name())).toString();
    }

    private static String row(Goal.Verdict verdict) {
        String missed = verdict.met()
                ? "met"
                : String.format(Locale.ROOT, "**missed**: %.2f times the target", verdict.share());
        return number(verdict.measured()) + " | " + (verdict.atMost() ? "≤ " : "≥ ") + number(verdict.limit()) + " | "
                + verdict.basis() + " | " + missed;
    }

    private static String row(String title, Map<String, Figures> medians, Function<Figures, String> cell) {
        return "| " + title + " | " + medians.values().stream().map(cell).collect(Collectors.joining(" | ")) + " |\n";
    }

    /** {@code edge 0.41, redis 0.12}. */
    private static String byRole(Figures median, Pattern name) {
        return median.values().keySet().stream()
                .map(name::matcher)
                .filter(Matcher::matches)
                .map(role -> role.group(1) + ' ' + number(median.get(role.group())))
                .collect(Collectors.joining(", "));
    }

    /** As many digits as mean something. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        if (value == Math.rint(value) || Math.abs(value) >= EXACT_FROM) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.1f" : "%.3f", value);
    }

    private static String faultless(List<Figures> runs) {
        long good = runs.stream().filter(run -> run.faults().isEmpty()).count();
        return good == runs.size() ? "yes" : good + " of " + runs.size();
    }
}
