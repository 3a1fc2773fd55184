package io.millrace.control.tag;

import io.millrace.checks.Fields;
import io.millrace.checks.Names;
import io.millrace.checks.Violations;
import io.millrace.proto.control.v1.Tag;
import java.util.HashSet;

/** What a tag must be, as the API says it. */
final class TagCheck {

    private static final int MOST_RULES = 100;
    private static final int MOST_TEXT = 8_192;

    private TagCheck() {}

    static void check(Tag tag, Violations violations) {
        Fields.checkDisplayName(violations, tag.getDisplayName());
        Fields.checkLabels(violations, tag.getLabelsMap());
        violations.require("rules", tag.getRulesCount() <= MOST_RULES, "must be up to " + MOST_RULES);
        violations.require(
                "rules", new HashSet<>(tag.getRulesList()).size() == tag.getRulesCount(), "must not name one twice");
        tag.getRulesList().forEach(rule -> Names.check(violations, "rules", rule, "rules/*"));
        Fields.checkText(violations, "dripls_rules", tag.getDriplsRules(), MOST_TEXT);
        if (!tag.getContent().isEmpty() && !Fields.isWebUri(tag.getContent())) {
            Names.check(violations, "content", tag.getContent(), "channels/*");
        }
    }
}
