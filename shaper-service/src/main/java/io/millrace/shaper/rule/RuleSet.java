package io.millrace.shaper.rule;

import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.Tag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The rules of a session, compiled, in the order in which they come before each other. Immutable. */
public final class RuleSet {

    /** No rule at all. */
    public static final RuleSet NONE = new RuleSet(List.of());

    /** Sorting keeps the order of those without a name. */
    private static final Comparator<Rule> BY_PRECEDENCE =
            Comparator.comparingInt(Rule::getPriority).reversed().thenComparing(Rule::getName);

    private final List<CompiledRule> rules;
    private final Set<String> identities;

    private RuleSet(List<CompiledRule> rules) {
        this.rules = rules;
        this.identities = new HashSet<>();
        rules.forEach(rule -> identities.add(rule.identity()));
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
        Map<String, Integer> seen = new HashMap<>();
        List<CompiledRule> compiled = new ArrayList<>();
        for (Map.Entry<String, Rule> entry : inOrder) {
            String identity = identity(entry.getValue());
            int before = seen.merge(identity, 1, Integer::sum) - 1;
            compiled.add(compiled(entry.getKey(), before == 0 ? identity : identity + "." + before, entry.getValue()));
        }
        return new RuleSet(List.copyOf(compiled));
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

    Set<String> identities() {
        return identities;
    }

    /** The same in every shaper: what is counted under it outlives them. */
    private static String identity(Rule rule) {
        if (!rule.getName().isEmpty()) {
            return rule.getName();
        }
        Rule effective = rule.toBuilder().clearDisplayName().clearLabels().build();
        return "rule " + UUID.nameUUIDFromBytes(effective.toByteArray());
    }

    private static CompiledRule compiled(String name, String identity, Rule rule) {
        try {
            return CompiledRule.of(name, identity, rule);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }
}
