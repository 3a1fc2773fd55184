package io.millrace.shaper.dripls;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The segments that a rule of DripLS is for. */
public sealed interface SegmentPart {

    /** What is counted. */
    enum Type {
        /** Any segment. */
        ANY('s'),
        /** Content. */
        CONTENT('c'),
        /** Advertisements. */
        AD('a');

        private final char letter;

        Type(char letter) {
            this.letter = letter;
        }

        static Type of(char letter) {
            return switch (letter) {
                case 's' -> ANY;
                case 'c' -> CONTENT;
                default -> AD;
            };
        }
    }

    /** Every one, in the form that comes after all others; {@code *}. */
    record Every() implements SegmentPart {

        @Override
        public String toString() {
            return "*";
        }
    }

    /** Every one of a type; {@code s*}. */
    record Each(Type type) implements SegmentPart {

        @Override
        public String toString() {
            return type.letter + "*";
        }
    }

    /**
     * Some of a type; {@code s5} and {@code s5-10}.
     *
     * @param first from 0
     * @param last inclusive
     */
    record Numbered(Type type, long first, long last) implements SegmentPart {

        @Override
        public String toString() {
            return type.letter + (first == last ? Long.toString(first) : first + "-" + last);
        }
    }

    /** The forms but that of every segment. */
    Pattern FORM = Pattern.compile("([sca])(?:\\*|(\\d{1,9})(?:-(\\d{1,9}))?)?");

    /** Reads one; nothing where the text is none. */
    static Optional<SegmentPart> of(String text) {
        if (text.equals("*")) {
            return Optional.of(new Every());
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Type type = Type.of(text.charAt(0));
        if (matcher.group(2) == null) {
            return Optional.of(new Each(type));
        }
        long first = Long.parseLong(matcher.group(2));
        return Optional.of(
                new Numbered(type, first, matcher.group(3) == null ? first : Long.parseLong(matcher.group(3))));
    }
}
