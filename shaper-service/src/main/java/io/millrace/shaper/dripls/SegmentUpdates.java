package io.millrace.shaper.dripls;

import io.millrace.proto.control.v1.Int64Range;
import io.millrace.proto.control.v1.Match;
import io.millrace.proto.control.v1.NumberBasis;
import io.millrace.proto.control.v1.NumberMatch;
import io.millrace.proto.control.v1.Rule;
import io.millrace.shaper.media.ObjectFacts;
import io.millrace.shaper.session.Session;
import io.millrace.shaper.session.Sessions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Shapes segments otherwise than before, also while they are downloaded, as DripLS's {@code /updatesegment}: each gets a rule
 * of its own, before all others of DripLS. Used by every event loop.
 */
final class SegmentUpdates {

    private static final int FIRST = 1_000_000;
    private static final int MOST_RULES = 100;
    private static final String SEPARATOR = "\\|";

    private final Sessions sessions;

    SegmentUpdates(Sessions sessions) {
        this.sessions = sessions;
    }

    /**
     * Changes them.
     *
     * @param urls as {@code /cache} or a playlist has them, separated by bars
     * @param actions one for each, or one for all; of a network only, as what is an error is one in the playlist
     * @throws IllegalArgumentException if a URL or an action is none, with a sentence that says so
     */
    CompletionStage<Void> update(String urls, String actions) {
        String[] told = urls.split(SEPARATOR, -1);
        String[] news = actions.split(SEPARATOR, -1);
        if (news.length != 1 && news.length != told.length) {
            throw new IllegalArgumentException(
                    told.length + " URLs and " + news.length + " actions: there must be one action for each, or one");
        }
        Map<Session, List<Rule>> changes = new LinkedHashMap<>();
        for (int i = 0; i < told.length; i++) {
            String url = told[i].strip();
            DriplsUrls.Target target = DriplsUrls.ofSegment(url)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + url + "' is no segment that a net rule shapes: such a URL has /s/ in it"));
            Session session = sessions.find(target.session())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "there is no session " + target.session() + ": it was never made, or is over"));
            changes.computeIfAbsent(session, shaped -> new ArrayList<>())
                    .add(rule(session, target, news[news.length == 1 ? 0 : i]));
        }
        List<CompletableFuture<?>> done = new ArrayList<>();
        changes.forEach((session, rules) -> done.add(change(session, rules).toCompletableFuture()));
        return CompletableFuture.allOf(done.toArray(CompletableFuture[]::new));
    }

    private static Rule rule(Session session, DriplsUrls.Target target, String text) {
        DriplsAction action = DriplsAction.parse(text);
        if (!(action instanceof DriplsAction.Network)) {
            throw new IllegalArgumentException("'" + text + "' can't be put in force later: only net and loss can,"
                    + " as an error is written into the playlist");
        }
        return Rule.newBuilder()
                .setDisplayName("updatesegment " + target.url().getPath())
                .setMatch(match(session, target))
                .addAllActions(DriplsRules.actions(action))
                .setPriority(FIRST)
                .setAlternatives(DriplsRules.ALTERNATIVES)
                .build();
    }

    /** The one segment, also where others have the same path. */
    private static Match match(Session session, DriplsUrls.Target target) {
        ObjectFacts object = session.catalog().facts(target.url());
        Match.Builder match = Match.newBuilder().addPaths(target.url().getPath());
        object.rendition()
                .bitRate()
                .ifPresent(rate ->
                        match.setBitRate(Int64Range.newBuilder().setFirst(rate).setLast(rate)));
        object.numbers()
                .session()
                .ifPresent(number -> match.setNumber(NumberMatch.newBuilder()
                        .setBasis(NumberBasis.NUMBER_BASIS_SESSION)
                        .setRange(Int64Range.newBuilder().setFirst(number).setLast(number))));
        return match.build();
    }

    private CompletionStage<Session> change(Session session, List<Rule> updates) {
        Map<Match, Rule> rules = new LinkedHashMap<>();
        List<Rule> own = new ArrayList<>();
        for (Rule rule : session.terms().said().getRulesList()) {
            if (rule.getPriority() == FIRST && rule.getAlternatives().equals(DriplsRules.ALTERNATIVES)) {
                rules.put(rule.getMatch(), rule);
            } else {
                own.add(rule);
            }
        }
        updates.forEach(update -> rules.put(update.getMatch(), update));
        own.addAll(rules.values());
        if (own.size() > MOST_RULES) {
            throw new IllegalArgumentException("a session has up to " + MOST_RULES
                    + " rules of its own, each segment that was shaped otherwise one: make a new session");
        }
        return sessions.change(session, own, session.terms().said().getDriplsRules());
    }
}
