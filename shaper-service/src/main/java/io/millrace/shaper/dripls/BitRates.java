package io.millrace.shaper.dripls;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bit rates that a rule of DripLS is for. */
public sealed interface BitRates {

    /** Any; {@code *}. */
    record Any() implements BitRates {

        @Override
        public String toString() {
            return "*";
        }
    }

    /**
     * Those in a range; {@code 650k} and {@code 650-1000k}.
     *
     * @param first kbit/s
     * @param last kbit/s, inclusive: what a rate has beyond whole ones does not count
     */
    record Range(long first, long last) implements BitRates {

        @Override
        public String toString() {
            return first == last ? first + "k" : first + "-" + last + "k";
        }
    }

    /** The forms of a range. */
    Pattern FORM = Pattern.compile("(\\d{1,9})k?-(\\d{1,9})k|(\\d{1,9})k");

    /** Reads them; nothing where the text is no bit rate. */
    static Optional<BitRates> of(String text) {
        if (text.equals("*") || text.isEmpty()) {
            return Optional.of(new Any());
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String first = matcher.group(3) == null ? matcher.group(1) : matcher.group(3);
        String last = matcher.group(3) == null ? matcher.group(2) : matcher.group(3);
        return Optional.of(new Range(Long.parseLong(first), Long.parseLong(last)));
    }
}
