package io.millrace.shaper.glob;

import java.util.Arrays;

/**
 * A pattern of text: {@code *} is anything but {@code /}, {@code **} anything, {@code ?} one character but {@code /}, all
 * else itself. Immutable. Takes time in proportion to the pattern's length times the text's at the most, whatever they are:
 * patterns come from strangers, and are tried on an event loop.
 */
public final class Glob {

    private enum Kind {
        /** The character itself. */
        ITSELF,
        /** One character but a slash. */
        ONE,
        /** Characters but slashes. */
        IN_PART,
        /** Characters. */
        ALL
    }

    /** As it is written; for {@link Kind#ITSELF}, the character at the same place in {@link #characters}. */
    private final Kind[] kinds;

    private final char[] characters;

    /** Any text is a pattern. */
    public Glob(String pattern) {
        Kind[] read = new Kind[pattern.length()];
        char[] literal = new char[pattern.length()];
        int count = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*' && i + 1 < pattern.length() && pattern.charAt(i + 1) == '*') {
                read[count] = Kind.ALL;
                i++;
            } else {
                read[count] = c == '*' ? Kind.IN_PART : c == '?' ? Kind.ONE : Kind.ITSELF;
            }
            literal[count++] = c;
        }
        this.kinds = Arrays.copyOf(read, count);
        this.characters = Arrays.copyOf(literal, count);
    }

    /** Whether the whole text is of the pattern. */
    public boolean matches(String text) {
        // reached[i]: the first i pieces of the pattern can stand for the text so far.
        boolean[] reached = new boolean[kinds.length + 1];
        reached[0] = true;
        skipStars(reached);
        for (int i = 0; i < text.length(); i++) {
            if (!step(reached, text.charAt(i))) {
                return false;
            }
        }
        return reached[kinds.length];
    }

    private boolean step(boolean[] reached, char c) {
        boolean any = false;
        for (int i = kinds.length; i >= 0; i--) {
            boolean here =
                    (i > 0 && reached[i - 1] && isOne(i - 1, c)) || (i < kinds.length && reached[i] && goesOn(i, c));
            reached[i] = here;
            any |= here;
        }
        skipStars(reached);
        return any;
    }

    /** Stars stand for nothing, too. */
    private void skipStars(boolean[] reached) {
        for (int i = 0; i < kinds.length; i++) {
            if (reached[i] && isStar(i)) {
                reached[i + 1] = true;
            }
        }
    }

    private boolean isOne(int piece, char c) {
        return switch (kinds[piece]) {
            case ITSELF -> characters[piece] == c;
            case ONE -> c != '/';
            case IN_PART, ALL -> false;
        };
    }

    private boolean goesOn(int piece, char c) {
        return switch (kinds[piece]) {
            case IN_PART -> c != '/';
            case ALL -> true;
            case ITSELF, ONE -> false;
        };
    }

    private boolean isStar(int piece) {
        return kinds[piece] == Kind.IN_PART || kinds[piece] == Kind.ALL;
    }
}
