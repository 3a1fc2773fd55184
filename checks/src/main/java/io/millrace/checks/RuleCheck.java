package io.millrace.checks;

import io.millrace.proto.control.v1.Action;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.Schedule;
import java.time.Duration;

/** What a rule must be, as the API says it. */
public final class RuleCheck {

    private static final int MOST_ACTIONS = 16;
    private static final int MOST_ALTERNATIVES = 63;
    private static final int MOST_PRIORITY = 1_000_000;
    private static final Duration WEEK = Duration.ofDays(7);
    /** Each time is one at which responses in progress are planned anew. */
    private static final Duration LEAST_REPEAT = Duration.ofMillis(100);

    private RuleCheck() {}

    /** Notes what is wrong with one; its name is not looked at. */
    public static void check(Rule rule, Violations violations) {
        Fields.checkDisplayName(violations, rule.getDisplayName());
        Fields.checkLabels(violations, rule.getLabelsMap());
        Fields.checkRange(violations, "priority", rule.getPriority(), -MOST_PRIORITY, MOST_PRIORITY);
        violations.require(
                "probability",
                !rule.hasProbability() || (rule.getProbability() > 0 && rule.getProbability() <= 1),
                "must be more than 0, and up to 1");
        Fields.checkText(violations, "alternatives", rule.getAlternatives(), MOST_ALTERNATIVES);
        MatchCheck.check(violations.in("match"), rule.getMatch());
        checkActions(violations, rule);
        checkSchedule(violations.in("schedule"), rule.getSchedule());
    }

    private static void checkActions(Violations violations, Rule rule) {
        int count = rule.getActionsCount();
        violations.require("actions", count >= 1 && count <= MOST_ACTIONS, "must be 1 to " + MOST_ACTIONS);
        long kinds = rule.getActionsList().stream()
                .map(Action::getActionCase)
                .distinct()
                .count();
        violations.require("actions", kinds == count, "must be of a kind each");
        for (int i = 0; i < count; i++) {
            ActionCheck.check(violations.in("actions", i), rule.getActions(i));
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static void checkSchedule(Violations violations, Schedule schedule) {
        if (schedule.hasStartAfter()) {
            Fields.checkDuration(violations, "start_after", schedule.getStartAfter(), Duration.ZERO, WEEK);
        }
        if (schedule.hasDuration()) {
            Fields.checkDuration(violations, "duration", schedule.getDuration(), Duration.ofMillis(1), WEEK);
        }
        if (schedule.hasRepeatEvery()) {
            Fields.checkDuration(
                    violations,
                    "repeat_every",
                    schedule.getRepeatEvery(),
                    longer(Fields.duration(schedule.getDuration()), LEAST_REPEAT),
                    WEEK);
            violations.require("repeat_every", schedule.hasDuration(), "must have a duration beside it");
        }
        violations.require("every_nth", schedule.getEveryNth() >= 0, "must not be negative");
        violations.require("max_requests", schedule.getMaxRequests() >= 0, "must not be negative");
    }
}
