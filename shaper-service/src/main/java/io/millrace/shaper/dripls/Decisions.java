package io.millrace.shaper.dripls;

import io.millrace.proto.control.v1.ErrorStatus;
import io.millrace.proto.control.v1.Tag;
import io.millrace.shaper.media.ObjectFacts;
import io.millrace.shaper.rule.Plan;
import io.millrace.shaper.rule.RequestedBytes;
import io.millrace.shaper.rule.RuleCourse;
import io.millrace.shaper.rule.RuleSet;
import io.millrace.shaper.rule.ShapedRequest;
import io.millrace.shaper.session.Session;
import io.millrace.shaper.session.Sessions;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What a session's rules in DripLS's grammar will do to what its playlists list, before it is asked for. */
final class Decisions {

    private final Session session;
    private final RuleSet rules;
    private final RuleCourse course = RuleCourse.of(1); // these rules leave nothing to chance

    private Decisions(Session session, RuleSet rules) {
        this.session = session;
        this.rules = rules;
    }

    static Decisions of(Session session, Sessions sessions) {
        String own = session.terms().said().getDriplsRules();
        String text = own.isEmpty()
                ? sessions.view()
                        .flatMap(view -> view.tag(session.terms().said().getTag()))
                        .map(Tag::getDriplsRules)
                        .orElse("")
                : own;
        return new Decisions(session, RuleSet.of(DriplsRules.of(text)));
    }

    /**
     * A decision.
     *
     * @param error the status that is given in its place; nothing where it is shaped
     * @param object what is known of it
     */
    record Decision(OptionalInt error, ObjectFacts object) {}

    /** What is done to an object; nothing where no rule is for it. */
    Optional<Decision> decide(URI url, long firstByte) {
        ObjectFacts object = session.catalog().facts(url, firstByte);
        ShapedRequest request = new ShapedRequest(
                "GET",
                url.getPath(),
                Optional.empty(),
                object,
                session.cdn(url),
                RequestedBytes.WHOLE,
                Map.of(),
                EmptyHttpHeaders.INSTANCE,
                InetAddress.getLoopbackAddress(),
                session.id(),
                session.tags());
        Plan plan = course.plan(course.admit(request, 0), rules, 0);
        if (plan.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Decision(
                plan.status().map(ErrorStatus::getCode).map(OptionalInt::of).orElse(OptionalInt.empty()), object));
    }
}
