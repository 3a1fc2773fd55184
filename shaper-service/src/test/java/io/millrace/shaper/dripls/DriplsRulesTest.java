package io.millrace.shaper.dripls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.proto.control.v1.Bandwidth;
import io.millrace.proto.control.v1.ErrorStatus;
import io.millrace.proto.control.v1.Loss;
import io.millrace.proto.control.v1.ObjectKind;
import io.millrace.proto.control.v1.RateScope;
import io.millrace.proto.control.v1.SegmentClass;
import io.millrace.shaper.media.ObjectFacts;
import io.millrace.shaper.media.Rendition;
import io.millrace.shaper.media.SegmentNumbers;
import io.millrace.shaper.rule.Plan;
import io.millrace.shaper.rule.RequestedBytes;
import io.millrace.shaper.rule.RuleCourse;
import io.millrace.shaper.rule.RuleSet;
import io.millrace.shaper.rule.ShapedRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriplsRulesTest {

    /**
     * What is asked for: a variant of this rate, or its segments.
     *
     * @param number nothing for the variant's playlist
     */
    record Asked(Optional<String> cdn, long kbit, Optional<Long> number, boolean ad, long ofClass) {}

    /** The content segment 3 of the 650k variant of CDN a, which is segment 5 of all. */
    private static final Asked CONTENT = new Asked(Optional.of("a"), 650, Optional.of(5L), false, 3);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    *.s*~e404,*.*~e405                 | e404
                    *.*~e405,*.s5~e404,*.s*~e406       | e404
                    *.s5~e404,*.c*~e405                | e405
                    *.c*~e404,*.c3~e405,*.s5~e406      | e405
                    *.c3~e404,a.*.*~e405               | e405
                    a.*.c3~e404,650k.*~e405            | e405
                    650k.c3~e404,a.650k.*~e405         | e405
                    a.600-700k.*~e404,650k.c3~e405     | e404
                    *.s5~e404,*.s0-9~e405              | e405
                    *.s0-9~e405,*.s5~e404              | e404
                    *.s5~e404,*.s5~net200              | net200
                    *.*~e404,650k.s5~net200loss10      | net200loss10
                    *.a*~e404,b.*.*~e405,*.c2~e406     | none
                    *~e404,650k~e405                   | none
                    651k.*~e404,*.s4~e405              | none
                    """)
    void theMostSpecificRuleDecidesAlone(String rules, String action) {
        assertEquals(action, planned(DriplsRule.parseAll(rules), CONTENT));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    *~e404,650k~e405                   | e405
                    a.*~e404,650k~e405                 | e405
                    *~e404,a.*~e405                    | e405
                    a.650k~e404,650k~e405              | e404
                    650k~e404,650k~e405                | e405
                    b.650k~e404                        | none
                    650k.s0~e404,650k.*~e405           | none
                    """)
    void ofVariantsPlaylistsOnlyRulesWithoutSegmentsDecide(String rules, String action) {
        Asked playlist = new Asked(Optional.of("a"), 650, Optional.empty(), false, 0);
        assertEquals(action, planned(DriplsRule.parseAll(rules), playlist));
    }

    @Test
    void aMasterPlaylistIsNoVariant() {
        ObjectFacts master = new ObjectFacts(
                ObjectKind.OBJECT_KIND_MANIFEST,
                SegmentClass.SEGMENT_CLASS_UNSPECIFIED,
                Rendition.UNKNOWN,
                SegmentNumbers.NONE);
        assertTrue(plan(DriplsRule.parseAll("*~e404"), Optional.empty(), master).isEmpty());
    }

    @Test
    void aBadNetworkIsARateThatTheSessionSharesAndLoss() {
        Plan plan = plan(DriplsRule.parseAll("*.s*~net200.loss2.5"), CONTENT);
        assertEquals(
                Bandwidth.newBuilder()
                        .setBitRate(200_000)
                        .setScope(RateScope.RATE_SCOPE_SESSION)
                        .build(),
                plan.bandwidth().orElseThrow());
        assertEquals(Loss.newBuilder().setPercent(2.5).build(), plan.loss().orElseThrow());
    }

    @Test
    void lossAloneIsAtMoreThanAnyRate() {
        Plan plan = plan(DriplsRule.parseAll("*.s*~loss10"), CONTENT);
        assertEquals(100_000_000, plan.bandwidth().orElseThrow().getBitRate());
    }

    @Test
    void whatIsCachedIsFetchedFirst() {
        assertTrue(plan(DriplsRule.parseAll("*.s*~netcache200"), CONTENT)
                .bandwidth()
                .orElseThrow()
                .getFetchFirst());
    }

    @Property
    void whatIsCompiledDecidesAsDriplsLooksItUp(@ForAll("rules") List<DriplsRule> rules, @ForAll("asked") Asked asked) {
        assertEquals(lookedUp(rules, asked), planned(rules, asked));
    }

    @Provide
    Arbitrary<List<DriplsRule>> rules() {
        return DriplsArbitraries.rule().list().ofMinSize(1).ofMaxSize(12);
    }

    @Provide
    Arbitrary<Asked> asked() {
        return Combinators.combine(
                        Arbitraries.of("a", "v", "cdn-1").optional(),
                        Arbitraries.longs().between(0, 5000),
                        Arbitraries.longs().between(0, 20).optional(),
                        Arbitraries.of(true, false),
                        Arbitraries.longs().between(0, 10))
                .as(Asked::new);
    }

    /**
     * What DripLS does: rules are expanded into names, of which the last one counts; then the names that the object has are
     * looked up, the most specific first.
     */
    private static String lookedUp(List<DriplsRule> rules, Asked asked) {
        Map<String, String> named = new HashMap<>();
        for (DriplsRule rule : rules) {
            if (rule.bitRates() instanceof BitRates.Range range
                    && (asked.kbit < range.first() || asked.kbit > range.last())) {
                continue;
            }
            String of = rule.cdn().map(cdn -> cdn + ".").orElse("")
                    + (rule.bitRates() instanceof BitRates.Any ? "*" : asked.kbit + "k");
            if (rule.segments().orElse(null) instanceof SegmentPart.Numbered numbered) {
                for (long i = numbered.first(); i <= numbered.last(); i++) {
                    named.put(
                            of + "." + new SegmentPart.Numbered(numbered.type(), i, i),
                            rule.action().toString());
                }
            } else {
                named.put(
                        of + rule.segments().map(part -> "." + part).orElse(""),
                        rule.action().toString());
            }
        }
        String rate = asked.kbit + "k";
        List<String> variants = asked.cdn.isPresent()
                ? List.of(asked.cdn.orElseThrow() + "." + rate, rate, asked.cdn.orElseThrow() + ".*", "*")
                : List.of(rate, "*");
        for (String variant : variants) {
            char type = asked.ad ? 'a' : 'c';
            List<String> names = asked.number.isEmpty()
                    ? List.of(variant)
                    : List.of(
                            variant + "." + type + asked.ofClass,
                            variant + "." + type + "*",
                            variant + ".s" + asked.number.orElseThrow(),
                            variant + ".s*",
                            variant + ".*");
            for (String name : names) {
                if (named.containsKey(name)) {
                    return named.get(name);
                }
            }
        }
        return "none";
    }

    private static String planned(List<DriplsRule> rules, Asked asked) {
        Plan plan = plan(rules, asked);
        if (plan.isEmpty()) {
            return "none";
        }
        Optional<String> error =
                plan.status().map(ErrorStatus::getCode).map(code -> new DriplsAction.Status(code).toString());
        if (error.isPresent()) {
            assertEquals(1, plan.actions().size());
            return error.orElseThrow();
        }
        // Which rule it is of is the same as what it does, as far as DripLS can say it.
        return rules.stream()
                .map(DriplsRule::action)
                .filter(action -> plan.actions().values().stream()
                        .map(Plan.Planned::action)
                        .toList()
                        .containsAll(DriplsRules.actions(action)))
                .filter(action ->
                        DriplsRules.actions(action).size() == plan.actions().size())
                .map(DriplsAction::toString)
                .findFirst()
                .orElse("another");
    }

    private static Plan plan(List<DriplsRule> rules, Asked asked) {
        Rendition rendition = new Rendition(
                OptionalLong.of(asked.kbit * 1000 + 500),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of(),
                Optional.empty());
        ObjectFacts object = asked.number
                .map(number -> new ObjectFacts(
                        ObjectKind.OBJECT_KIND_SEGMENT,
                        asked.ad ? SegmentClass.SEGMENT_CLASS_AD : SegmentClass.SEGMENT_CLASS_CONTENT,
                        rendition,
                        new SegmentNumbers(
                                OptionalLong.of(number),
                                OptionalLong.of(asked.ofClass),
                                OptionalLong.of(number + 100),
                                OptionalLong.empty())))
                .orElseGet(() -> new ObjectFacts(
                        ObjectKind.OBJECT_KIND_MANIFEST,
                        SegmentClass.SEGMENT_CLASS_UNSPECIFIED,
                        rendition,
                        SegmentNumbers.NONE));
        return plan(rules, asked.cdn, object);
    }

    private static Plan plan(List<DriplsRule> rules, Optional<String> cdn, ObjectFacts object) {
        ShapedRequest request = new ShapedRequest(
                "GET",
                "/live/x",
                Optional.empty(),
                object,
                cdn,
                RequestedBytes.WHOLE,
                Map.of(),
                new DefaultHttpHeaders(),
                InetAddress.getLoopbackAddress(),
                "s",
                Set.of());
        RuleCourse course = RuleCourse.of(1);
        return course.plan(course.admit(request, 0), RuleSet.of(DriplsRules.compile(rules)), 0);
    }
}
