package io.millrace.shaper.dripls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A rule of DripLS: {@code [cdn.]bitrate[.segment]~action}. {@link #toString} is text that reads as the same rule.
 *
 * @param cdn nothing where it is for any
 * @param segments nothing where it is for the variant's playlist itself
 */
public record DriplsRule(Optional<String> cdn, BitRates bitRates, Optional<SegmentPart> segments, DriplsAction action) {

    private static final Pattern CDN = Pattern.compile("[A-Za-z0-9_-]{1,63}");
    private static final String FORM = "a rule is [cdn.]bitrate[.segment]~action, such as 650k.s0~e404";

    /**
     * Reads rules as DripLS's parameter {@code r} has them, separated by commas; of an empty text there are none.
     *
     * @throws InvalidDriplsRuleException that names the first that is none
     */
    public static List<DriplsRule> parseAll(String text) {
        List<DriplsRule> rules = new ArrayList<>();
        if (!text.isBlank()) {
            for (String rule : text.split(",", -1)) {
                rules.add(parse(rule.strip()));
            }
        }
        return List.copyOf(rules);
    }

    /** What {@link #parseAll} reads. */
    public static String print(List<DriplsRule> rules) {
        return rules.stream().map(DriplsRule::toString).collect(Collectors.joining(","));
    }

    /**
     * Reads one rule.
     *
     * @throws InvalidDriplsRuleException if it is none
     */
    public static DriplsRule parse(String text) {
        int tilde = text.indexOf('~');
        if (tilde < 0) {
            throw new InvalidDriplsRuleException(text, FORM);
        }
        DriplsAction action;
        try {
            action = DriplsAction.parse(text.substring(tilde + 1));
        } catch (InvalidDriplsRuleException e) {
            throw e.of(text);
        }
        String[] parts = text.substring(0, tilde).strip().split("\\.", -1);
        return switch (parts.length) {
            case 1 -> {
                if (parts[0].isEmpty()) {
                    throw new InvalidDriplsRuleException(text, FORM);
                }
                yield new DriplsRule(Optional.empty(), bitRates(text, parts[0]), Optional.empty(), action);
            }
            case 2 -> ofTwo(text, parts[0], parts[1], action);
            case 3 ->
                new DriplsRule(
                        cdn(text, parts[0]), bitRates(text, parts[1]), Optional.of(segments(text, parts[2])), action);
            default -> throw new InvalidDriplsRuleException(text, FORM);
        };
    }

    /** The first of two parts is a CDN where it can't be a bit rate, or the second can be no segments. */
    private static DriplsRule ofTwo(String text, String first, String second, DriplsAction action) {
        Optional<SegmentPart> segments = SegmentPart.of(second);
        Optional<BitRates> rates = BitRates.of(first);
        if (segments.isPresent() && rates.isPresent()) {
            return new DriplsRule(Optional.empty(), bitRates(text, first), Optional.of(segments(text, second)), action);
        }
        if (!second.isEmpty() && BitRates.of(second).isPresent()) {
            return new DriplsRule(cdn(text, first), bitRates(text, second), Optional.empty(), action);
        }
        bitRates(text, first);
        return new DriplsRule(Optional.empty(), new BitRates.Any(), Optional.of(segments(text, second)), action);
    }

    private static Optional<String> cdn(String rule, String text) {
        if (text.equals("*")) {
            return Optional.empty();
        }
        if (!CDN.matcher(text).matches()) {
            throw new InvalidDriplsRuleException(
                    rule, "'" + text + "' is no CDN: its name has letters, digits, - and _ only");
        }
        return Optional.of(text);
    }

    private static BitRates bitRates(String rule, String text) {
        BitRates rates = BitRates.of(text)
                .orElseThrow(() -> new InvalidDriplsRuleException(
                        rule, "'" + text + "' is no bit rate: it must be as 650k, 650-1000k or *"));
        if (rates instanceof BitRates.Range range && range.last() < range.first()) {
            throw new InvalidDriplsRuleException(rule, "the range " + text + " ends before it begins");
        }
        return rates;
    }

    private static SegmentPart segments(String rule, String text) {
        SegmentPart part = SegmentPart.of(text)
                .orElseThrow(() -> new InvalidDriplsRuleException(
                        rule,
                        "'" + text + "' is no segment: it must be s, c or a with a number, a range or *, as in s0, c1-5"
                                + " or a*"));
        if (part instanceof SegmentPart.Numbered numbered && numbered.last() < numbered.first()) {
            throw new InvalidDriplsRuleException(rule, "the range " + text + " ends before it begins");
        }
        return part;
    }

    @Override
    public String toString() {
        return cdn.map(name -> name + ".").orElse("")
                + bitRates
                + segments.map(part -> "." + part).orElse("")
                + "~"
                + action;
    }
}
