package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Percentiles of a run, and what several runs come to. */
class FiguresTest {

    @Test
    void theMedianIsTheOneInTheMiddleOfEachFigure() {
        Figures median = Figures.median(List.of(
                figures(Map.of("a", 1.0, "b", 30.0)),
                figures(Map.of("a", 9.0, "b", 10.0)),
                figures(Map.of("a", 2.0, "b", 20.0))));
        assertEquals(Map.of("a", 2.0, "b", 20.0), median.values());
    }

    @Test
    void ofTwoRunsItIsTheLowerOne() {
        assertEquals(
                3.0,
                Figures.median(List.of(figures(Map.of("a", 4.0)), figures(Map.of("a", 3.0))))
                        .get("a"));
    }

    @Test
    void aFigureThatOneRunDoesNotHaveIsThatOfTheOthers() {
        assertEquals(
                5.0,
                Figures.median(List.of(figures(Map.of()), figures(Map.of("a", 5.0))))
                        .get("a"));
    }

    @Test
    void faultsOfAnyRunAreKeptOnce() {
        Figures median = Figures.median(List.of(
                new Figures(Map.of(), List.of("cut off")),
                new Figures(Map.of(), List.of("cut off", "late")),
                new Figures(Map.of(), List.of())));
        assertEquals(List.of("cut off", "late"), median.faults());
    }

    @Test
    void percentilesAreMicroseconds() {
        Histogram histogram = Arrivals.histogram();
        for (int us = 1; us <= 1_000; us++) {
            histogram.recordValue(us * 1_000L);
        }
        Map<String, Double> values = new LinkedHashMap<>();
        Figures.percentiles(values, "wait", histogram);
        assertEquals(1_000, values.get("wait_count"));
        assertEquals(500, values.get("wait_p50_us"), 1);
        assertEquals(900, values.get("wait_p90_us"), 1);
        assertEquals(990, values.get("wait_p99_us"), 1);
        assertEquals(999, values.get("wait_p999_us"), 1);
        assertEquals(1_000, values.get("wait_max_us"), 1);
    }

    @Test
    void thereAreNoPercentilesOfNothing() {
        Map<String, Double> values = new LinkedHashMap<>();
        Figures.percentiles(values, "wait", Arrivals.histogram());
        assertEquals(Map.of(), values);
    }

    @Test
    void aResultIsFaultlessIfAllItsRunsAre() {
        assertTrue(result(List.of(List.of())).faultless());
        assertFalse(result(List.of(List.of(), List.of("cut off"))).faultless());
    }

    private static Result result(List<List<String>> faults) {
        List<Figures> runs =
                faults.stream().map(of -> new Figures(Map.of(), of)).toList();
        return new Result(Catalogue.all().getFirst(), Map.of(Millrace.NAME, runs), List.of());
    }

    private static Figures figures(Map<String, Double> values) {
        return new Figures(values, List.of());
    }
}
