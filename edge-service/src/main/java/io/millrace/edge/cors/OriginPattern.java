package io.millrace.edge.cors;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An origin that may read, as a CORS file names it: one origin, or many by a star, which stands for one or more labels at
 * the beginning of the host ({@code https://*.example.org}) or for the port ({@code http://localhost:*}).
 *
 * @param prefix what comes before the star; all of it, in lower case, where there is none
 * @param suffix what comes after the star
 */
record OriginPattern(String prefix, Optional<String> suffix, boolean isPort) {

    private static final Pattern FORM = Pattern.compile(
            "[a-z][a-z0-9+.-]*://(?:\\*\\.)?(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\\[[0-9a-f:.]+])(?::(?:\\d{1,5}|\\*))?");

    /** @throws IllegalArgumentException if it is no origin, with a sentence that says so */
    static OriginPattern parse(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        int star = lower.indexOf('*');
        boolean several = star != lower.lastIndexOf('*');
        if (lower.equals("null")) {
            return new OriginPattern(lower, Optional.empty(), false);
        }
        if (several || !FORM.matcher(lower).matches()) {
            throw new IllegalArgumentException("AllowedOrigins has \"" + CorsSettings.printable(origin)
                    + "\"; an origin is like https://example.org, https://*.example.org, http://localhost:* or *");
        }
        return star < 0
                ? new OriginPattern(lower, Optional.empty(), false)
                : new OriginPattern(
                        lower.substring(0, star), Optional.of(lower.substring(star + 1)), star == lower.length() - 1);
    }

    /** @param origin a request's {@code Origin}; browsers spell it in lower case */
    boolean matches(String origin) {
        if (suffix.isEmpty()) {
            return prefix.equals(origin);
        }
        String end = suffix.get();
        return origin.length() > prefix.length() + end.length()
                && origin.startsWith(prefix)
                && origin.endsWith(end)
                && origin.substring(prefix.length(), origin.length() - end.length())
                        .chars()
                        .allMatch(c -> isPort ? c >= '0' && c <= '9' : isHostCharacter(c));
    }

    private static boolean isHostCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    }
}
