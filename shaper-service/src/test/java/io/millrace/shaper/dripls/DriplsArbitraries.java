package io.millrace.shaper.dripls;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Rules of DripLS of every form. */
final class DriplsArbitraries {

    private DriplsArbitraries() {}

    static Arbitrary<DriplsRule> rule() {
        return Combinators.combine(cdns(), bitRates(), segments(), actions()).as(DriplsRule::new);
    }

    /** Few, so that rules are often for the same. */
    private static Arbitrary<Optional<String>> cdns() {
        return Arbitraries.of("a", "v", "cdn-1").optional();
    }

    static Arbitrary<BitRates> bitRates() {
        Arbitrary<BitRates> ranges = Combinators.combine(
                        Arbitraries.longs().between(0, 5000),
                        Arbitraries.longs().between(0, 2000))
                .as((first, length) -> new BitRates.Range(first, first + length));
        return Arbitraries.oneOf(ranges, Arbitraries.just(new BitRates.Any()));
    }

    private static Arbitrary<Optional<SegmentPart>> segments() {
        Arbitrary<SegmentPart> numbered = Combinators.combine(
                        Arbitraries.of(SegmentPart.Type.class),
                        Arbitraries.longs().between(0, 20),
                        Arbitraries.longs().between(0, 10))
                .as((type, first, length) -> new SegmentPart.Numbered(type, first, first + length));
        Arbitrary<SegmentPart> each = Arbitraries.of(SegmentPart.Type.class).map(SegmentPart.Each::new);
        return Arbitraries.oneOf(numbered, each, Arbitraries.just(new SegmentPart.Every()))
                .optional();
    }

    private static Arbitrary<DriplsAction> actions() {
        Arbitrary<DriplsAction> errors =
                Arbitraries.integers().between(400, 599).map(DriplsAction.Status::new);
        Arbitrary<DriplsAction> rates = Combinators.combine(
                        Arbitraries.longs().between(5, 200_000), losses(), Arbitraries.of(true, false))
                .as((rate, loss, cached) -> new DriplsAction.Network(OptionalLong.of(rate), loss, cached));
        Arbitrary<DriplsAction> losses = losses().filter(loss -> loss.signum() > 0)
                .map(loss -> new DriplsAction.Network(OptionalLong.empty(), loss, false));
        return Arbitraries.oneOf(errors, rates, losses);
    }

    private static Arbitrary<BigDecimal> losses() {
        return Arbitraries.integers()
                .between(0, 1000)
                .map(tenths -> tenths == 0
                        ? BigDecimal.ZERO
                        : BigDecimal.valueOf(tenths, 1).stripTrailingZeros());
    }
}
