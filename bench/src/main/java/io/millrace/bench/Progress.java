package io.millrace.bench;

import java.util.Locale;
import java.util.stream.Collectors;

/** Tells on standard error how far the bench is. */
final class Progress {

    private static final long START = System.nanoTime();

    private Progress() {}

    static void say(String what) {
        System.err.printf(Locale.ROOT, "bench: %5.1f s  %s%n", (System.nanoTime() - START) / 1e9, what);
    }

    static String figures(Scenario scenario, Figures figures) {
        return scenario.shown().stream()
                        .filter(figures.values()::containsKey)
                        .map(name -> name + '=' + Table.number(figures.get(name)))
                        .collect(Collectors.joining(" "))
                + (figures.faults().isEmpty() ? "" : " FAULTS " + figures.faults());
    }
}
