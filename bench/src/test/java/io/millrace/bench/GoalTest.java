package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a goal is met, and when nobody can tell. */
class GoalTest {

    private static final String US = "wait_us";

    @Test
    void anAmountIsMetAtTheAmount() {
        assertTrue(judge(Goal.atMost(US, 500), 500).met());
        assertFalse(judge(Goal.atMost(US, 500), 501).met());
        assertTrue(judge(Goal.atLeast(US, 500), 500).met());
        assertFalse(judge(Goal.atLeast(US, 500), 499).met());
    }

    @Test
    void aMultipleIsThatOfAnotherServerInTheSameScenario() {
        Result result = result("S2", Map.of(Millrace.NAME, 190.0, "broadcaster", 100.0));
        Goal.Verdict verdict = Goal.atMostTimes(2, "broadcaster", US)
                .judge(result, List.of(result))
                .orElseThrow();
        assertEquals(200, verdict.limit());
        assertEquals(0.95, verdict.share());
        assertTrue(verdict.met());
    }

    @Test
    void aMultipleOfAnotherScenarioIsMillracesOwn() {
        Result one = result("S9-1", Map.of(Millrace.NAME, 100.0));
        Result hundred = result("S9-100", Map.of(Millrace.NAME, 130.0));
        Goal.Verdict verdict = Goal.atMostTimesScenario(1.2, "S9-1", US)
                .judge(hundred, List.of(one, hundred))
                .orElseThrow();
        assertEquals(120, verdict.limit());
        assertFalse(verdict.met());
    }

    @Test
    void whatWasNotMeasuredIsNeitherMetNorMissed() {
        Result alone = result("S9-100", Map.of(Millrace.NAME, 130.0));
        Result references = result("S9-100", Map.of("broadcaster", 130.0));
        assertEquals(Optional.empty(), Goal.atMostTimes(2, "nginx", US).judge(alone, List.of(alone)));
        assertEquals(Optional.empty(), Goal.atMostTimesScenario(2, "S9-1", US).judge(alone, List.of(alone)));
        assertEquals(Optional.empty(), Goal.atMost(US, 5).judge(references, List.of(references)));
        assertEquals(Optional.empty(), Goal.atMost("another", 5).judge(alone, List.of(alone)));
    }

    private static Goal.Verdict judge(Goal goal, double measured) {
        Result result = result("S1", Map.of(Millrace.NAME, measured));
        return goal.judge(result, List.of(result)).orElseThrow();
    }

    private static Result result(String name, Map<String, Double> byServer) {
        Scenario scenario =
                new Scenario(name, "", Load.tail(1, 1, 100, 2, Duration.ZERO), List.of(), List.of(), List.of());
        Map<String, List<Figures>> runs = new LinkedHashMap<>();
        byServer.forEach((server, value) -> runs.put(server, List.of(new Figures(Map.of(US, value), List.of()))));
        return new Result(scenario, runs, List.of());
    }
}
