package io.millrace.shaper.rule;

/**
 * One request's chance to be met by one rule that is not for every request, drawn when the two first came together. Belongs to the request's event loop.
 */
final class Chance {

    private final RuleCounter counter;
    private final long ordinal;
    private final double drawn;
    /** Whether it is one of those that the rule may be in force for; once it is, it stays so. */
    private boolean counted;

    /**
     * @param counter the rule's in the session
     * @param ordinal 1 for the session's first request that matched the rule
     * @param drawn from 0 to less than 1
     */
    Chance(RuleCounter counter, long ordinal, double drawn) {
        this.counter = counter;
        this.ordinal = ordinal;
        this.drawn = drawn;
    }

    /** Whether the rule meets the request, which then counts as one that it has met. */
    boolean meets(CompiledRule rule) {
        if (ordinal % rule.everyNth() != 0 || drawn >= rule.probability()) {
            return false;
        }
        if (!counted) {
            counted = counter.meet(rule.maxRequests());
        }
        return counted;
    }
}
