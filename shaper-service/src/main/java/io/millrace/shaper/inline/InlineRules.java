package io.millrace.shaper.inline;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.millrace.proto.control.v1.Action;
import io.millrace.proto.control.v1.ListRulesResponse;
import io.millrace.proto.control.v1.Match;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.Schedule;
import io.millrace.proto.control.v1.Session;
import java.util.List;

/**
 * What a query says of the session that it makes. The parameter {@code r} has rules in DripLS's grammar, or as JSON: one
 * object of the API's kind Rule, or a list of them. The short forms make one rule more.
 */
final class InlineRules {

    private static final int HUNDRED = 100;

    private InlineRules() {}

    /** @throws IllegalArgumentException if a parameter can't be read, with a sentence that names it */
    static Session.Builder read(ShortForms forms) {
        Session.Builder session = Session.newBuilder();
        shortRule(forms).forEach(session::addRules);
        forms.take("r", text -> text.strip()).ifPresent(text -> {
            if (text.startsWith("[") || text.startsWith("{")) {
                session.addAllRules(json(text));
            } else {
                session.setDriplsRules(text);
            }
        });
        forms.take("tag", text -> text).ifPresent(tag -> session.setTag("tags/" + tag));
        forms.take("origin", text -> text).ifPresent(session::setOrigin);
        forms.take("seed", Amounts::scaled).ifPresent(session::setSeed);
        return session;
    }

    private static List<Rule> shortRule(ShortForms forms) {
        List<Action> actions = ShortActions.of(forms);
        Match match = ShortMatch.of(forms);
        Schedule schedule = ShortMatch.schedule(forms);
        Rule.Builder rule = Rule.newBuilder().addAllActions(actions);
        forms.take("probability", Amounts::percent).ifPresent(percent -> rule.setProbability(percent / HUNDRED));
        if (actions.isEmpty()) {
            if (!match.equals(Match.getDefaultInstance()) || !schedule.equals(Schedule.getDefaultInstance())) {
                throw new IllegalArgumentException(
                        "which requests are met is said, but not what is done to them, such as"
                                + " bandwidth=2M, latency=300ms or status=404");
            }
            return List.of();
        }
        if (!match.equals(Match.getDefaultInstance())) {
            rule.setMatch(match);
        }
        if (!schedule.equals(Schedule.getDefaultInstance())) {
            rule.setSchedule(schedule);
        }
        return List.of(rule.build());
    }

    private static List<Rule> json(String text) {
        String list = text.startsWith("[") ? text : "[" + text + "]";
        ListRulesResponse.Builder rules = ListRulesResponse.newBuilder();
        try {
            JsonFormat.parser().merge("{\"rules\":" + list + "}", rules);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("r has no rules in JSON: " + e.getMessage(), e);
        }
        rules.getRulesList().stream()
                .filter(rule -> rule.getActionsCount() == 0)
                .findFirst()
                .ifPresent(rule -> {
                    throw new IllegalArgumentException("r has a rule without actions");
                });
        return rules.getRulesList();
    }
}
