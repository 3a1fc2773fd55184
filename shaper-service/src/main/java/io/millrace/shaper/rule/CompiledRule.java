package io.millrace.shaper.rule;

import io.millrace.proto.control.v1.Action;
import io.millrace.proto.control.v1.Rule;
import java.util.List;

/**
 * A rule, ready to be asked.
 *
 * @param name the rule's own, or one that tells its place in its session
 * @param identity what it is counted under: its name, or what it says where it has none, so that another rule in its place
 *     begins anew
 * @param everyNth 1 for every request
 * @param maxRequests {@link Long#MAX_VALUE} for any number
 * @param alternatives of those with the same text only one does anything; empty where it looks at no others
 */
record CompiledRule(
        String name,
        String identity,
        RequestMatch match,
        Window window,
        long everyNth,
        long maxRequests,
        double probability,
        String alternatives,
        List<Action> actions) {

    /** @throws IllegalArgumentException if a part of it can't be understood */
    static CompiledRule of(String name, String identity, Rule rule) {
        return new CompiledRule(
                name,
                identity,
                new RequestMatch(rule.getMatch()),
                Window.of(rule.getSchedule()),
                Math.max(1, rule.getSchedule().getEveryNth()),
                rule.getSchedule().getMaxRequests() == 0
                        ? Long.MAX_VALUE
                        : rule.getSchedule().getMaxRequests(),
                rule.hasProbability() ? rule.getProbability() : 1,
                rule.getAlternatives(),
                rule.getActionsList());
    }

    /** Whether it gives way to those before it that are alternatives to it. */
    boolean hasAlternatives() {
        return !alternatives.isEmpty();
    }

    /** Whether which requests it is in force for depends on how many there were. */
    boolean counts() {
        return everyNth > 1 || probability < 1 || maxRequests != Long.MAX_VALUE;
    }
}
