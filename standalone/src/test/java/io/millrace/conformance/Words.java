package io.millrace.conformance;

import io.millrace.wire.HttpDate;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in braces in a case, and escapes: its directory, many bytes, what was captured. Owned by one run. */
final class Words {

    private static final Pattern BRACES = Pattern.compile("\\{([a-z0-9 +-]+)}");
    private static final Pattern BYTES = Pattern.compile("(\\d+) bytes");
    private static final Pattern BYTE = Pattern.compile("\\\\x([0-9a-f]{2})");
    private static final String DIGITS = "0123456789abcdef";
    private static final long DAY_SECONDS = 86_400;

    private final Map<String, String> known = new HashMap<>();

    Words(String directory) {
        known.put("dir", directory);
        known.put("yesterday", HttpDate.of(Instant.now().minusSeconds(DAY_SECONDS)));
        known.put("tomorrow", HttpDate.of(Instant.now().plusSeconds(DAY_SECONDS)));
    }

    void learn(String word, String value) {
        known.put(word, value);
    }

    String expand(String text) {
        Matcher braces = BRACES.matcher(text);
        StringBuilder out = new StringBuilder();
        while (braces.find()) {
            String word = braces.group(1);
            Matcher bytes = BYTES.matcher(word);
            String value = bytes.matches() ? pattern(Integer.parseInt(bytes.group(1))) : known.get(word);
            // Braces of JSON and of regular expressions stay what they are.
            braces.appendReplacement(out, Matcher.quoteReplacement(value == null ? braces.group() : value));
        }
        return braces.appendTail(out).toString();
    }

    /** The text with its escapes replaced: {@code \r \n \t} and {@code \x00} for any byte. */
    String unescape(String text) {
        String expanded = expand(text).replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
        return BYTE.matcher(expanded)
                .replaceAll(match ->
                        Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(match.group(1), 16))));
    }

    /** A request's target: a name is one in the case's directory. */
    String target(String target) {
        String expanded = expand(target);
        return expanded.startsWith("/") || expanded.startsWith("*") ? expanded : known.get("dir") + expanded;
    }

    private static String pattern(int length) {
        return DIGITS.repeat(length / DIGITS.length() + 1).substring(0, length);
    }
}
