package io.millrace.shaper.dripls;

/** Text that is no rule of DripLS's grammar; the message names the rule and says what it should have been. */
public final class InvalidDriplsRuleException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String problem;

    InvalidDriplsRuleException(String rule, String problem) {
        super("rule '" + rule + "': " + problem);
        this.problem = problem;
    }

    /** The same of the whole rule. */
    InvalidDriplsRuleException of(String rule) {
        return new InvalidDriplsRuleException(rule, problem);
    }
}
