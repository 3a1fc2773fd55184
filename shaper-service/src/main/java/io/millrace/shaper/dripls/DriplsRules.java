package io.millrace.shaper.dripls;

import io.millrace.proto.control.v1.Action;
import io.millrace.proto.control.v1.Bandwidth;
import io.millrace.proto.control.v1.ErrorStatus;
import io.millrace.proto.control.v1.Int64Range;
import io.millrace.proto.control.v1.Loss;
import io.millrace.proto.control.v1.Match;
import io.millrace.proto.control.v1.NumberBasis;
import io.millrace.proto.control.v1.NumberMatch;
import io.millrace.proto.control.v1.ObjectKind;
import io.millrace.proto.control.v1.RateScope;
import io.millrace.proto.control.v1.Rule;
import io.millrace.proto.control.v1.SegmentClass;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes of DripLS's rules those of the API. Only one of them does anything to a request: that for its CDN and bit rate
 * before that for its bit rate, before that for its CDN, before that for any; of these that for the numbers of its class
 * of segments before that for the class, before that for numbers of any segments, before {@code s*}, before {@code *};
 * and of equal ones the last.
 */
public final class DriplsRules {

    /** What all of them are alternatives of. */
    static final String ALTERNATIVES = "dripls";

    /** Where only packets are lost, in kbit/s: more than there is in practice. */
    private static final long UNLIMITED_KBIT = 100_000;

    private static final int PLACES = 10_000;
    private static final int FORMS = 10;

    private DriplsRules() {}

    /**
     * Rules of the API that do what this text says; of an empty one there are none.
     *
     * @throws InvalidDriplsRuleException that names what is no rule
     */
    public static List<Rule> of(String text) {
        return compile(DriplsRule.parseAll(text));
    }

    /** Rules of the API that do what these do, in their order, without names. */
    public static List<Rule> compile(List<DriplsRule> rules) {
        List<Rule> compiled = new ArrayList<>(rules.size());
        for (int i = 0; i < rules.size(); i++) {
            compiled.add(compile(rules.get(i), Math.min(i, PLACES - 1)));
        }
        return List.copyOf(compiled);
    }

    private static Rule compile(DriplsRule rule, int place) {
        return Rule.newBuilder()
                .setDisplayName(rule.toString())
                .setMatch(match(rule))
                .addAllActions(actions(rule.action()))
                .setPriority(precedence(rule) * PLACES + place)
                .setAlternatives(ALTERNATIVES)
                .build();
    }

    /** More for what comes before. */
    private static int precedence(DriplsRule rule) {
        boolean rate = rule.bitRates() instanceof BitRates.Range;
        int of = (rate ? 2 : 0) + (rule.cdn().isPresent() ? 1 : 0);
        int form = rule.segments()
                .map(part -> switch (part) {
                    case SegmentPart.Numbered numbered -> numbered.type() == SegmentPart.Type.ANY ? 2 : 4;
                    case SegmentPart.Each each -> each.type() == SegmentPart.Type.ANY ? 1 : 3;
                    case SegmentPart.Every ignored -> 0;
                })
                .orElse(0);
        return of * FORMS + form;
    }

    private static Match match(DriplsRule rule) {
        Match.Builder match = Match.newBuilder();
        rule.cdn().ifPresent(match::addCdns);
        if (rule.bitRates() instanceof BitRates.Range range) {
            match.setBitRate(
                    Int64Range.newBuilder().setFirst(range.first() * 1000).setLast(range.last() * 1000 + 999));
        }
        if (rule.segments().isEmpty()) {
            match.addKinds(ObjectKind.OBJECT_KIND_MANIFEST);
            if (!match.hasBitRate()) {
                match.setBitRate(Int64Range.newBuilder().setFirst(0)); // which master playlists have not
            }
            return match.build();
        }
        match.addKinds(ObjectKind.OBJECT_KIND_SEGMENT).addKinds(ObjectKind.OBJECT_KIND_PART);
        switch (rule.segments().orElseThrow()) {
            case SegmentPart.Every ignored -> {}
            case SegmentPart.Each each -> match.setSegmentClass(segmentClass(each.type()));
            case SegmentPart.Numbered numbered ->
                match.setSegmentClass(segmentClass(numbered.type()))
                        .setNumber(NumberMatch.newBuilder()
                                .setBasis(
                                        numbered.type() == SegmentPart.Type.ANY
                                                ? NumberBasis.NUMBER_BASIS_SESSION
                                                : NumberBasis.NUMBER_BASIS_SESSION_CLASS)
                                .setRange(Int64Range.newBuilder()
                                        .setFirst(numbered.first())
                                        .setLast(numbered.last())));
        }
        return match.build();
    }

    private static SegmentClass segmentClass(SegmentPart.Type type) {
        return switch (type) {
            case ANY -> SegmentClass.SEGMENT_CLASS_UNSPECIFIED;
            case CONTENT -> SegmentClass.SEGMENT_CLASS_CONTENT;
            case AD -> SegmentClass.SEGMENT_CLASS_AD;
        };
    }

    /** The actions of the API that do what one of DripLS does. */
    static List<Action> actions(DriplsAction action) {
        return switch (action) {
            case DriplsAction.Status error ->
                List.of(Action.newBuilder()
                        .setStatus(ErrorStatus.newBuilder().setCode(error.status()))
                        .build());
            case DriplsAction.Network network -> actions(network);
        };
    }

    private static List<Action> actions(DriplsAction.Network network) {
        List<Action> actions = new ArrayList<>();
        actions.add(Action.newBuilder()
                .setBandwidth(Bandwidth.newBuilder()
                        .setBitRate(network.kbitPerSecond().orElse(UNLIMITED_KBIT) * 1000)
                        .setScope(RateScope.RATE_SCOPE_SESSION)
                        .setFetchFirst(network.cached()))
                .build());
        if (network.lossPercent().signum() > 0) {
            actions.add(Action.newBuilder()
                    .setLoss(Loss.newBuilder().setPercent(network.lossPercent().doubleValue()))
                    .build());
        }
        return actions;
    }
}
