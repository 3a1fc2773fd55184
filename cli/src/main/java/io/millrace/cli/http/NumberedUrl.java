package io.millrace.cli.http;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL with a place for a number, as printf writes one: {@code %d}, or {@code %05d} for five digits.
 *
 * @param before the text before the number
 * @param format of the number
 * @param after the text after it
 */
public record NumberedUrl(String before, String format, String after) {

    /** The plainest way to write one. */
    @SuppressWarnings("OrphanedFormatString")
    public static final String PLAIN = "%d";

    private static final Pattern PLACE = Pattern.compile("%(?:0[1-9])?d");

    /** Whether a URL has such a place. */
    public static boolean is(String url) {
        return PLACE.matcher(url).find();
    }

    /**
     * Finds the place.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static NumberedUrl parse(String url) {
        Matcher place = PLACE.matcher(url);
        if (!place.find()) {
            throw new IllegalArgumentException(url + " has no " + PLAIN);
        }
        return new NumberedUrl(url.substring(0, place.start()), place.group(), url.substring(place.end()));
    }

    /** The URL of a number. */
    public String of(long number) {
        return before + String.format(Locale.ROOT, format, number) + after;
    }
}
