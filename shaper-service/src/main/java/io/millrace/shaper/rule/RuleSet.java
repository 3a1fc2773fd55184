package io.millrace.shaper.rule;

import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.Tag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rules of a session, compiled, in the order in which they come before each other. Immutable. */
public final class RuleSet {

    /** No rule at all. */
    public static final RuleSet NONE = new RuleSet(List.of());

    /** Sorting keeps the order of those without a name. */
    private static final Comparator<Rule> BY_PRECEDENCE =
            Comparator.comparingInt(Rule::getPriority).reversed().thenComparing(Rule::getName);

    private final List<CompiledRule> rules;
    private final Set<String> names;

    private RuleSet(List<CompiledRule> rules) {
        this.rules = rules;
        this.names = new HashSet<>();
        rules.forEach(rule -> names.add(rule.name()));
    }

    /**
     * Compiles rules. That with the highest priority comes first; of equal ones those without a name, in their order, then
     * the others in the order of their names. Those that are disabled are left out; of two with the same name the last
     * counts.
     *
     * @throws IllegalArgumentException if a part of one can't be understood, with a message that tells which
     */
    public static RuleSet of(List<Rule> rules) {
        Map<String, Rule> byName = new LinkedHashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            byName.put(rule.getName().isEmpty() ? "rule " + (i + 1) : rule.getName(), rule);
        }
        List<Map.Entry<String, Rule>> inOrder = new ArrayList<>(byName.entrySet());
        inOrder.removeIf(entry -> entry.getValue().getDisabled());
        inOrder.sort(Map.Entry.comparingByValue(BY_PRECEDENCE));
        return new RuleSet(inOrder.stream()
                .map(entry -> compiled(entry.getKey(), entry.getValue()))
                .toList());
    }

    /**
     * The rules that are in force for a session.
     *
     * @param shared all rules of the control plane; those that are only for tags count where the tag names them
     * @param tag that the session plays
     * @param own the session's own
     * @throws IllegalArgumentException if a part of one can't be understood, with a message that tells which
     */
    public static RuleSet of(Collection<Rule> shared, Optional<Tag> tag, List<Rule> own) {
        List<Rule> inForce = new ArrayList<>(own);
        Set<String> named = tag.map(played -> Set.copyOf(played.getRulesList())).orElse(Set.of());
        shared.stream()
                .filter(rule -> !rule.getOnlyByTag() || named.contains(rule.getName()))
                .forEach(inForce::add);
        return of(inForce);
    }

    /** In the order in which they come before each other. */
    List<CompiledRule> rules() {
        return rules;
    }

    Set<String> names() {
        return names;
    }

    private static CompiledRule compiled(String name, Rule rule) {
        try {
            return CompiledRule.of(name, rule);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }
}
