package io.millrace.shaper.rule;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A request that its session has counted, with what was drawn for it: however often it is asked what is to be done, its
 * chances are not drawn again. Lives as long as its response, on its event loop.
 */
public final class Admitted {

    private final ShapedRequest request;
    private final long randomSeed;
    private final Map<String, Chance> chances = new HashMap<>();

    Admitted(ShapedRequest request, long randomSeed) {
        this.request = request;
        this.randomSeed = randomSeed;
    }

    public ShapedRequest request() {
        return request;
    }

    /** For what is by chance in this response: each one begins anew and goes the same way. */
    public RandomGenerator random() {
        return new SplittableRandom(randomSeed);
    }

    /** Its chance with a rule; drawn now, where it is looked at for the first time. */
    Chance chance(String rule, Supplier<Chance> draw) {
        return chances.computeIfAbsent(rule, name -> draw.get());
    }
}
