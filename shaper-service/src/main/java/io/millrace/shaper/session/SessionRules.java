package io.millrace.shaper.session;

import io.millrace.control.client.ControlView;
import io.millrace.proto.control.v1.Action;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.Session;
import io.millrace.proto.control.v1.Tag;
import io.millrace.shaper.rule.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All rules that a session is under: those that are for every request, those of its tag, and its own. Compared by them.
 *
 * @param shared those of the control plane
 * @param own the session's own, and what its tag has in DripLS's grammar
 */
record SessionRules(List<Rule> shared, Optional<Tag> tag, List<Rule> own) {

    /**
     * Collects them. What a session has in DripLS's grammar takes the place of what its tag has.
     *
     * @param view empty where there is no control plane
     * @param dripls reads DripLS's grammar; throws IllegalArgumentException for what is none
     * @throws IllegalArgumentException if there are rules in DripLS's grammar that are none
     */
    static SessionRules of(Session said, Optional<ControlView> view, Function<String, List<Rule>> dripls) {
        Optional<Tag> tag = view.flatMap(known -> known.tag(said.getTag()));
        List<Rule> own = new ArrayList<>(said.getRulesList());
        own.addAll(dripls.apply(said.getDriplsRules()));
        if (said.getDriplsRules().isEmpty()) {
            tag.ifPresent(played -> own.addAll(dripls.apply(played.getDriplsRules())));
        }
        return new SessionRules(view.map(ControlView::rules).orElse(List.of()), tag, List.copyOf(own));
    }

    /** Whether one of them gives older manifests. */
    boolean mayGiveOlderManifests() {
        return Stream.concat(shared.stream(), own.stream())
                .flatMap(rule -> rule.getActionsList().stream())
                .anyMatch(Action::hasStalePlaylist);
    }

    /** @throws IllegalArgumentException if a part of one can't be understood */
    RuleSet compiled() {
        return RuleSet.of(shared, tag, own);
    }
}
