package io.millrace.shaper.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.proto.control.v1.Action.ActionCase;
import io.millrace.proto.control.v1.SessionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RuleCourseTest {

    private static final long SECOND = 1_000_000_000L;
    /** The clock's zero means nothing. */
    private static final long START = -7 * SECOND;

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final String RESET = "'actions': [{'reset': {}}]";

    private final RuleCourse course = RuleCourse.of(1);

    @Test
    void withoutARuleNothingIsDone() {
        assertEquals(Plan.NONE, plan(RuleSet.NONE));
    }

    @Test
    void ofEachKindOfActionThatOfTheFirstRuleCounts() {
        Plan plan = plan(rules(
                "'name': 'rules/low', 'actions': [{'bandwidth': {'bitRate': 1000}}, {'latency': {'delay': '1s'}}]",
                "'name': 'rules/high', 'priority': 1, 'actions': [{'bandwidth': {'bitRate': 2000}}]",
                "'name': 'rules/none', 'priority': 2, 'match': {'methods': ['PUT']}, 'actions': [{'reset': {}}]"));

        assertEquals(2_000, plan.bandwidth().orElseThrow().getBitRate());
        assertEquals(Optional.of("rules/high"), plan.rule(ActionCase.BANDWIDTH));
        assertEquals(1, plan.latency().orElseThrow().getDelay().getSeconds());
        assertEquals(Optional.of("rules/low"), plan.rule(ActionCase.LATENCY));
        assertEquals(Optional.empty(), plan.reset());
    }

    @Test
    void ofAlternativesOnlyTheFirstThatMatchesDoesAnything() {
        RuleSet rules = rules(
                "'name': 'rules/a', 'alternatives': 'g', 'priority': 3, 'match': {'methods': ['PUT']}, " + RESET,
                "'name': 'rules/b', 'alternatives': 'g', 'priority': 2, 'actions': [{'status': {'code': 404}}]",
                "'name': 'rules/c', 'alternatives': 'g', 'priority': 1, 'actions': [{'bandwidth': {'bitRate': 1}}]",
                "'name': 'rules/d', 'alternatives': 'h', 'actions': [{'latency': {'delay': '1s'}}]");
        Plan plan = plan(rules);

        assertEquals(404, plan.status().orElseThrow().getCode());
        assertEquals(Optional.empty(), plan.bandwidth());
        assertTrue(plan.latency().isPresent());
    }

    @Test
    void anAlternativeWhoseTurnItIsNotLeavesItToTheNext() {
        RuleSet rules = rules(
                "'name': 'rules/a', 'alternatives': 'g', 'priority': 1, 'schedule': {'everyNth': 2}, " + RESET,
                "'name': 'rules/b', 'alternatives': 'g', 'actions': [{'slowClose': {'delay': '1s'}}]");

        assertEquals(List.of(false, true, false), resets(rules, 3));
    }

    @Test
    void everyNthMeetsTheNthAndItsMultiples() {
        assertEquals(
                List.of(false, false, true, false, false, true),
                resets(rules("'schedule': {'everyNth': 3}, " + RESET), 6));
    }

    @Test
    void onlyRequestsThatMatchAreCounted() {
        RuleSet rules = rules("'match': {'paths': ['/a']}, 'schedule': {'everyNth': 2}, " + RESET);

        assertFalse(resets("/a", rules));
        assertFalse(resets("/b", rules));
        assertTrue(resets("/a", rules));
    }

    @Test
    void aRuleMeetsSoManyRequestsAndNoMore() {
        assertEquals(List.of(true, true, false, false), resets(rules("'schedule': {'maxRequests': 2}, " + RESET), 4));
    }

    @Test
    void aRuleWithoutANameThatTakesThePlaceOfAnotherBeginsAnew() {
        assertEquals(List.of(true, false), resets(rules("'schedule': {'maxRequests': 1}, " + RESET), 2));

        RuleSet others = rules("'schedule': {'maxRequests': 1}, 'actions': [{'reset': {'at': {'bytes': 1}}}]");
        assertEquals(List.of(true, false), resets(others, 2));
    }

    @Test
    void aRuleWithoutANameKeepsItsCountWhereAnotherComesBeforeIt() {
        String once = "'schedule': {'maxRequests': 1}, " + RESET;
        assertEquals(List.of(true, false), resets(rules(once), 2));

        assertEquals(List.of(false, false), resets(rules("'actions': [{'hang': {}}]", once), 2));
    }

    @Test
    void twoRulesThatSayTheSameAreCountedEachByItself() {
        String once = "'schedule': {'maxRequests': 1}, " + RESET;
        plan(rules(once, once));

        assertEquals(2, course.state(NOON, START).getCountsCount());
    }

    @Test
    void requestsBeforeItsTimeAreNotOfThoseThatARuleMeets() {
        RuleSet rules = rules("'schedule': {'maxRequests': 1, 'startAfter': '10s'}, " + RESET);
        plan(admit(START), rules, START);

        assertTrue(plan(admit(START + 11 * SECOND), rules, START + 11 * SECOND)
                .reset()
                .isPresent());
    }

    @Test
    void howeverOftenAResponseIsAskedItIsCountedOnce() {
        RuleSet rules = rules("'schedule': {'everyNth': 2, 'maxRequests': 1}, " + RESET);
        Admitted first = admit(START);
        Admitted second = admit(START);
        for (int i = 0; i < 5; i++) {
            assertFalse(plan(first, rules, START + i).reset().isPresent());
            assertTrue(plan(second, rules, START + i).reset().isPresent());
        }
    }

    @Test
    void theSessionBeginsWithItsFirstRequest() {
        RuleSet rules = rules("'schedule': {'startAfter': '10s', 'duration': '5s'}, " + RESET);
        Admitted first = admit(START);
        Admitted later = admit(START + 12 * SECOND);

        Plan before = plan(first, rules, START + 4 * SECOND);
        assertFalse(before.reset().isPresent());
        assertEquals(OptionalLong.of(6 * SECOND), before.changesAfterNanos());
        Plan during = plan(later, rules, START + 12 * SECOND);
        assertTrue(during.reset().isPresent());
        assertEquals(OptionalLong.of(3 * SECOND), during.changesAfterNanos());
        Plan after = plan(first, rules, START + 15 * SECOND);
        assertEquals(Plan.NONE, after);
    }

    @Test
    void aPlanChangesWithTheFirstOfItsSchedules() {
        Plan plan = plan(rules(
                "'schedule': {'startAfter': '9s'}, " + RESET,
                "'schedule': {'duration': '4s'}, " + RESET,
                "'match': {'methods': ['PUT']}, 'schedule': {'duration': '1s'}, " + RESET));

        assertEquals(OptionalLong.of(4 * SECOND), plan.changesAfterNanos());
    }

    @Test
    void rulesThatChangeInTheMiddleOfAResponseCountAtOnce() {
        Admitted admitted = admit(START);
        Plan before = plan(admitted, rules("'actions': [{'bandwidth': {'bitRate': 1000}}]"), START);
        Plan same = plan(
                admitted, rules("'name': 'rules/x', 'actions': [{'bandwidth': {'bitRate': 1000}}]"), START + SECOND);
        Plan after = plan(admitted, rules("'actions': [{'bandwidth': {'bitRate': 5000}}]"), START + SECOND);

        assertEquals(before.bandwidth(), same.bandwidth());
        assertEquals(5_000, after.bandwidth().orElseThrow().getBitRate());
    }

    @Test
    void whatIsByChanceComesAgainWithTheSameSeed() {
        RuleSet rules = rules("'probability': 0.5, " + RESET);
        List<Boolean> once = resets(RuleCourse.of(42), rules, 200);

        assertEquals(once, resets(RuleCourse.of(42), rules, 200));
        assertNotEquals(once, resets(RuleCourse.of(43), rules, 200));
    }

    @Test
    void whatIsByChanceForOneRuleDoesNotDependOnOthers() {
        String half = "'name': 'rules/half', 'probability': 0.5, " + RESET;
        List<Boolean> alone = resets(RuleCourse.of(42), rules(half), 200);
        RuleSet withAnother =
                rules("'name': 'rules/other', 'probability': 0.5, 'actions': [{'latency': {'delay': '1s'}}]", half);

        assertEquals(alone, resets(RuleCourse.of(42), withAnother, 200));
    }

    @Test
    void eachResponseHasItsOwnChance() {
        Admitted one = admit(START);
        Admitted other = admit(START);

        assertEquals(one.random().nextLong(), one.random().nextLong());
        assertNotEquals(one.random().nextLong(), other.random().nextLong());
    }

    @Property(tries = 50)
    void aRuleMeetsAsManyAsItsProbabilitySays(
            @ForAll long seed, @ForAll @DoubleRange(min = 0.05, max = 0.95) double probability) {
        int requests = 4_000;
        RuleSet rules = rules("'probability': " + probability + ", " + RESET);
        long met = resets(RuleCourse.of(seed), rules, requests).stream()
                .filter(reset -> reset)
                .count();
        double deviation = Math.sqrt(requests * probability * (1 - probability));

        assertEquals(requests * probability, (double) met, 7 * deviation);
    }

    @Property
    void aSessionGoesOnAfterARestartAsIfThereHadBeenNone(
            @ForAll @IntRange(max = 20) int before,
            @ForAll @IntRange(min = 1, max = 5) int everyNth,
            @ForAll @IntRange(max = 4) int mostRequests,
            @ForAll @DoubleRange(min = 0.1, max = 1) double probability) {
        RuleSet rules =
                rules("'probability': %s, 'schedule': {'everyNth': %d, 'maxRequests': %d, 'duration': '60s'}, %s"
                        .formatted(probability, everyNth, mostRequests, RESET));
        RuleCourse whole = RuleCourse.of(5);
        List<Boolean> expected = resets(whole, rules, before + 20);
        RuleCourse first = RuleCourse.of(5);
        List<Boolean> parts = new ArrayList<>(resets(first, rules, before));
        // Another process: another zero of its clock.
        SessionState state = first.state(NOON, START + SECOND);
        RuleCourse second = RuleCourse.resumed(5, state, NOON, 1_000 * SECOND);
        for (int i = 0; i < 20; i++) {
            Admitted admitted = second.admit(Requests.segment(), 1_000 * SECOND);
            parts.add(second.plan(admitted, rules, 1_000 * SECOND).reset().isPresent());
        }

        assertEquals(expected, parts);
    }

    @Test
    void aSessionThatGoesOnKeepsItsTimes() {
        admit(START);
        SessionState state = course.state(NOON, START + 8 * SECOND);
        RuleCourse resumed = RuleCourse.resumed(1, state, NOON.plusSeconds(4), 500 * SECOND);
        RuleSet rules = rules("'schedule': {'startAfter': '15s'}, " + RESET);
        Plan plan = resumed.plan(resumed.admit(Requests.segment(), 501 * SECOND), rules, 501 * SECOND);

        assertEquals(OptionalLong.of(2 * SECOND), plan.changesAfterNanos());
    }

    @Test
    void itsStateIsTheSameAsLongAsNothingWasCounted() {
        assertEquals(SessionState.getDefaultInstance(), course.state(NOON, START));
        admit(START);
        SessionState state = course.state(NOON, START + SECOND);

        assertEquals(
                NOON.minusSeconds(1).getEpochSecond(),
                state.getFirstRequestTime().getSeconds());
        assertEquals(state, course.state(NOON.plusSeconds(77), START + 60 * SECOND));
    }

    @Test
    void onlyRulesThatAreNotForEveryRequestAreCounted() {
        plan(rules("'name': 'rules/a', " + RESET, "'name': 'rules/b', 'schedule': {'everyNth': 2}, " + RESET));

        assertEquals(
                List.of("rules/b"),
                List.copyOf(course.state(NOON, START).getCountsMap().keySet()));
    }

    @Test
    void countsOfRulesThatAreLongGoneAreForgotten() {
        for (int i = 0; i < 1_500; i++) {
            plan(rules("'name': 'rules/r" + i + "', 'schedule': {'everyNth': 2}, " + RESET));
        }

        assertTrue(course.state(NOON, START).getCountsCount() <= 1_001);
    }

    private static RuleSet rules(String... rules) {
        return RuleSet.of(List.of(rules).stream()
                .map(fields -> Requests.rule("{" + fields + "}"))
                .toList());
    }

    private Admitted admit(long nowNanos) {
        return course.admit(Requests.segment(), nowNanos);
    }

    private Plan plan(Admitted admitted, RuleSet rules, long nowNanos) {
        return course.plan(admitted, rules, nowNanos);
    }

    private Plan plan(RuleSet rules) {
        return plan(admit(START), rules, START);
    }

    private boolean resets(String path, RuleSet rules) {
        Admitted admitted = course.admit(Requests.segment(path), START);
        return plan(admitted, rules, START).reset().isPresent();
    }

    private List<Boolean> resets(RuleSet rules, int requests) {
        return resets(course, rules, requests);
    }

    private static List<Boolean> resets(RuleCourse course, RuleSet rules, int requests) {
        return IntStream.range(0, requests)
                .mapToObj(i -> course.plan(course.admit(Requests.segment(), START), rules, START)
                        .reset()
                        .isPresent())
                .toList();
    }
}
