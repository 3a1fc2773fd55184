package io.millrace.shaper.rule;

import io.millrace.wire.CmcdFields;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** What a player tells (CTA-5004), as rules look at it. */
public final class CmcdValues {

    private static final int MOST_DIGITS = 18;

    private CmcdValues() {}

    /**
     * The values by key, in small letters. Strings are without their quotes; a key alone and {@code ?1} are {@code true},
     * {@code ?0} is {@code false}; all else is as it is written.
     *
     * @param query the request's query as it came, without its question mark
     */
    public static Map<String, String> of(String query, HttpHeaders headers) {
        if (!CmcdFields.told(query, headers)) {
            return Map.of();
        }
        Map<String, String> values = new HashMap<>();
        CmcdFields.read(query, headers, (key, value, alone) -> {
            if (!key.isEmpty()) {
                values.put(key, alone ? "true" : text(value));
            }
        });
        return Map.copyOf(values);
    }

    /** The whole number that a value begins with; of a list, as version 2 has it, its first. */
    static OptionalLong number(String value) {
        int first = value.startsWith("(") ? 1 : 0;
        int end = first;
        while (end < value.length()
                && end - first < MOST_DIGITS
                && value.charAt(end) >= '0'
                && value.charAt(end) <= '9') {
            end++;
        }
        return end == first ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value, first, end, 10));
    }

    private static String text(String value) {
        return switch (value) {
            case "?1" -> "true";
            case "?0" -> "false";
            default -> value.startsWith("\"") ? unquoted(value) : value;
        };
    }

    private static String unquoted(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < value.length() && value.charAt(i) != '"'; i++) {
            if (value.charAt(i) == '\\' && i + 1 < value.length()) {
                i++;
            }
            text.append(value.charAt(i));
        }
        return text.toString();
    }
}
