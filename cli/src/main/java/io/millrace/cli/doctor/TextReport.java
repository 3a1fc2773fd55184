package io.millrace.cli.doctor;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** A report for people: a line for each thing that was looked at, and below each fault what to set. */
final class TextReport {

    private static final String INDENT = " ".repeat(12);

    private final PrintWriter out;
    private final Settings settings;

    TextReport(PrintWriter out, Settings settings) {
        this.out = out;
        this.settings = settings;
    }

    void print(Report report) {
        for (Report.Way way : report.ways()) {
            out.printf("%s: %s%n", capital(way.hop().words()), way.url());
            out.printf("  %s, %s%n", String.join(" and ", way.versions()), neighbours(way.told()));
            for (Finding finding : way.findings()) {
                out.printf(
                        "  %-9s %s: %s%n",
                        mark(finding.result()), finding.check().key(), finding.evidence());
                if (finding.result() == Result.PROBLEM) {
                    settings.of(finding.check(), way.known())
                            .forEach((proxy, setting) -> out.printf("%s%s: %s%n", INDENT, proxy.words(), setting));
                }
            }
            out.println();
        }
        out.println(sum(report));
        out.flush();
    }

    private static String sum(Report report) {
        long problems = report.count(Result.PROBLEM);
        long untested = report.count(Result.UNTESTED);
        String looked = problems == 0 ? "nothing is wrong" : problems == 1 ? "1 problem" : problems + " problems";
        String left = untested == 0 ? "" : ", %d not tested".formatted(untested);
        return "%s%s; %s".formatted(looked, left, Figures.time(report.took()));
    }

    private static String neighbours(Map<String, String> told) {
        return told.isEmpty()
                ? "nobody on the way tells its name"
                : String.join(
                        ", ",
                        told.entrySet().stream()
                                .map(header -> header.getKey() + ": " + header.getValue())
                                .toList());
    }

    private static String mark(Result result) {
        return switch (result) {
            case OK -> "ok";
            case NOTE -> "note";
            case UNTESTED -> "untested";
            case PROBLEM -> "PROBLEM";
        };
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
