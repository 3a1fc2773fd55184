package io.millrace.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a scenario came to.
 *
 * @param runs by server, in the order in which they ran
 * @param notes what was left out, and why
 */
record Result(Scenario scenario, Map<String, List<Figures>> runs, List<String> notes) {

    Map<String, Figures> medians() {
        Map<String, Figures> medians = new LinkedHashMap<>();
        runs.forEach((server, figures) -> medians.put(server, Figures.median(figures)));
        return medians;
    }

    /** Whether every byte came to every reader, in order, in all runs. */
    boolean faultless() {
        return runs.values().stream()
                .flatMap(List::stream)
                .allMatch(run -> run.faults().isEmpty());
    }
}
