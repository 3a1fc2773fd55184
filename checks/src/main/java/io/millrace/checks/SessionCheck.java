package io.millrace.checks;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.Session;
import java.time.Duration;
import java.util.regex.Pattern;

/** What a session must be, as the API says it. */
public final class SessionCheck {

    /** How long a session is there at the most, from now. */
    public static final Duration LONGEST = Duration.ofDays(30);

    private static final int MOST_CDNS = 16;
    private static final int MOST_RULES = 100;
    private static final int MOST_RULE_BYTES = 64 << 10;
    private static final int MOST_TEXT = 8_192;
    private static final Pattern CDN = Pattern.compile("[a-zA-Z0-9_.-]{1,63}");

    private SessionCheck() {}

    /** Notes what is wrong with one; its name is not looked at. It has an end, and not a time to live. */
    public static void check(Session session, Violations violations, long nowMillis) {
        Fields.checkDisplayName(violations, session.getDisplayName());
        Fields.checkLabels(violations, session.getLabelsMap());
        if (!session.getOrigin().isEmpty() && !Fields.isWebUri(session.getOrigin())) {
            Names.check(violations, "origin", session.getOrigin(), "channels/*");
        }
        violations.require("cdns", session.getCdnsCount() <= MOST_CDNS, "must be up to " + MOST_CDNS);
        session.getCdnsMap().forEach((name, uri) -> {
            violations.require("cdns", CDN.matcher(name).matches(), "must have names of 1 to 63 letters and digits");
            Fields.checkWebUri(violations, "cdns", uri);
        });
        if (!session.getTag().isEmpty()) {
            Names.check(violations, "tag", session.getTag(), "tags/*");
        }
        checkRules(session, violations);
        Fields.checkText(violations, "dripls_rules", session.getDriplsRules(), MOST_TEXT);
        checkEnd(violations, session.getExpireTime(), nowMillis);
    }

    private static void checkRules(Session session, Violations violations) {
        violations.require("rules", session.getRulesCount() <= MOST_RULES, "must be up to " + MOST_RULES);
        int bytes = 0;
        for (int i = 0; i < session.getRulesCount(); i++) {
            Rule rule = session.getRules(i);
            Violations inRule = violations.in("rules", i);
            inRule.require("name", rule.getName().isEmpty(), "must be empty: it is known by its place");
            RuleCheck.check(rule, inRule);
            bytes += rule.getSerializedSize();
        }
        violations.require(
                "rules",
                bytes <= MOST_RULE_BYTES,
                "must be up to " + MOST_RULE_BYTES + " bytes together: put longer ones into rules that a tag names");
    }

    private static void checkEnd(Violations violations, Timestamp end, long nowMillis) {
        Fields.checkFuture(violations, "expire_time", end, nowMillis);
        violations.require(
                "expire_time",
                !Timestamps.isValid(end) || Timestamps.toMillis(end) <= nowMillis + LONGEST.toMillis(),
                "must be within " + LONGEST.toDays() + " days");
    }
}
