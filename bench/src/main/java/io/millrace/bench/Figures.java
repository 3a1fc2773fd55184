package io.millrace.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.HdrHistogram.Histogram;

/** Named figures of one run, each with its unit in its name, and what went wrong in it. */
record Figures(Map<String, Double> values, List<String> faults) {

    private static final double NANOS_PER_US = 1_000;

    Figures {
        values = new LinkedHashMap<>(values);
        faults = List.copyOf(faults);
    }

    double get(String name) {
        return values.getOrDefault(name, Double.NaN);
    }

    Optional<Double> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Percentiles in microseconds, where anything was recorded. */
    static void percentiles(Map<String, Double> values, String name, Histogram histogram) {
        if (histogram.getTotalCount() == 0) {
            return;
        }
        values.put(name + "_count", (double) histogram.getTotalCount());
        values.put(name + "_p50_us", histogram.getValueAtPercentile(50) / NANOS_PER_US);
        values.put(name + "_p90_us", histogram.getValueAtPercentile(90) / NANOS_PER_US);
        values.put(name + "_p99_us", histogram.getValueAtPercentile(99) / NANOS_PER_US);
        values.put(name + "_p999_us", histogram.getValueAtPercentile(99.9) / NANOS_PER_US);
        values.put(name + "_max_us", histogram.getMaxValue() / NANOS_PER_US);
    }

    /** The median of each figure over runs; of an even number the lower one of the two in the middle. */
    static Figures median(List<Figures> runs) {
        Map<String, Double> medians = new LinkedHashMap<>();
        for (Figures run : runs) {
            for (String name : run.values.keySet()) {
                if (!medians.containsKey(name)) {
                    List<Double> sorted = runs.stream()
                            .filter(other -> other.values.containsKey(name))
                            .map(other -> other.values.get(name))
                            .sorted()
                            .toList();
                    medians.put(name, sorted.get((sorted.size() - 1) / 2));
                }
            }
        }
        return new Figures(
                medians,
                List.copyOf(new TreeSet<>(
                        runs.stream().flatMap(run -> run.faults.stream()).toList())));
    }
}
