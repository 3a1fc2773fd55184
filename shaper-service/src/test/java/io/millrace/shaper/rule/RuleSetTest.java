package io.millrace.shaper.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.Tag;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuleSetTest {

    @Test
    void theHighestPriorityComesFirstThenOwnRulesInTheirOrderThenNames() {
        RuleSet rules = RuleSet.of(List.of(
                rule("'name': 'rules/b'"),
                rule("'name': 'rules/a'"),
                rule("'priority': -1"),
                rule("'displayName': 'first of its own'"),
                rule("'displayName': 'second of its own'"),
                rule("'name': 'rules/z', 'priority': 5")));

        assertEquals(List.of("rules/z", "rule 4", "rule 5", "rules/a", "rules/b", "rule 3"), names(rules));
    }

    @Test
    void aRuleThatIsDisabledIsLeftOut() {
        assertEquals(
                List.of("rules/a"),
                names(RuleSet.of(List.of(rule("'name': 'rules/a'"), rule("'name': 'rules/b', 'disabled': true")))));
    }

    @Test
    void ofTwoRulesWithOneNameTheLastCounts() {
        RuleSet rules = RuleSet.of(
                List.of(rule("'name': 'rules/a', 'priority': 3"), rule("'name': 'rules/a', 'disabled': true")));

        assertEquals(List.of(), names(rules));
    }

    @Test
    void rulesForTagsAreInForceWhereTheSessionsTagNamesThem() {
        List<Rule> shared = List.of(
                rule("'name': 'rules/all'"),
                rule("'name': 'rules/named', 'onlyByTag': true"),
                rule("'name': 'rules/other', 'onlyByTag': true"));
        Tag tag = Tag.newBuilder().addRules("rules/named").addRules("rules/all").build();
        List<Rule> own = List.of(rule("'displayName': 'own'"));

        assertEquals(List.of("rule 1", "rules/all", "rules/named"), names(RuleSet.of(shared, Optional.of(tag), own)));
        assertEquals(List.of("rules/all"), names(RuleSet.of(shared, Optional.empty(), List.of())));
    }

    private static Rule rule(String fields) {
        return Requests.rule("{" + fields + "}");
    }

    private static List<String> names(RuleSet rules) {
        return rules.rules().stream().map(CompiledRule::name).toList();
    }
}
