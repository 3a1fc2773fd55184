package io.millrace.shaper.dripls;

import io.millrace.shaper.rule.RequestedBytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rules on byte ranges of one file, as DripLS's {@code /progressive} has them: {@code b0-1023~e404,b1024-*~net20}. No two are
 * for the same bytes.
 *
 * @param rules in the order of their bytes
 */
record ProgressiveRules(List<ByteRule> rules) {

    private static final Pattern FORM = Pattern.compile("b?(\\d{1,18})-(\\d{1,18}|\\*)");

    /**
     * A rule.
     *
     * @param first offset of its first byte
     * @param last of its last; {@link Long#MAX_VALUE} where it goes to the end
     */
    record ByteRule(long first, long last, DriplsAction action) {

        /** How many of the bytes from one to another it is for. */
        private long shared(RequestedBytes.Span span) {
            long shared = Math.min(last, span.last()) - Math.max(first, span.first());
            return shared < 0 ? 0 : shared == Long.MAX_VALUE ? shared : shared + 1;
        }

        @Override
        public String toString() {
            return "b" + first + "-" + (last == Long.MAX_VALUE ? "*" : last) + "~" + action;
        }
    }

    /**
     * Reads them.
     *
     * @throws InvalidDriplsRuleException that names the first that is none
     */
    static ProgressiveRules parse(String text) {
        List<ByteRule> rules = new ArrayList<>();
        for (String rule : text.split(",", -1)) {
            rules.add(rule(rule.strip()));
        }
        rules.sort(Comparator.comparingLong(ByteRule::first));
        for (int i = 1; i < rules.size(); i++) {
            if (rules.get(i).first() <= rules.get(i - 1).last()) {
                throw new InvalidDriplsRuleException(
                        rules.get(i).toString(), "it is for bytes that " + rules.get(i - 1) + " is for too");
            }
        }
        return new ProgressiveRules(List.copyOf(rules));
    }

    private static ByteRule rule(String text) {
        int tilde = text.indexOf('~');
        Matcher bytes = FORM.matcher(tilde < 0 ? "" : text.substring(0, tilde).strip());
        if (!bytes.matches()) {
            throw new InvalidDriplsRuleException(
                    text, "a rule of a file is bfirst-last~action, such as b0-1023~e404 or b1024-*~net20");
        }
        long first = Long.parseLong(bytes.group(1));
        long last = bytes.group(2).equals("*") ? Long.MAX_VALUE : Long.parseLong(bytes.group(2));
        if (last < first) {
            throw new InvalidDriplsRuleException(text, "the range ends before it begins");
        }
        try {
            return new ByteRule(first, last, DriplsAction.parse(text.substring(tilde + 1)));
        } catch (InvalidDriplsRuleException e) {
            throw e.of(text);
        }
    }

    /** What is done to a request: what the rule for the most of its bytes does, of equal ones the first. */
    Optional<DriplsAction> action(RequestedBytes bytes) {
        ByteRule best = null;
        long most = 0;
        for (ByteRule rule : rules) {
            long shared = bytes.spans().stream().mapToLong(rule::shared).max().orElse(0);
            if (shared > most) {
                best = rule;
                most = shared;
            }
        }
        return Optional.ofNullable(best).map(ByteRule::action);
    }
}
