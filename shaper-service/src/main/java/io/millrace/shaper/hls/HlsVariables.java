package io.millrace.shaper.hls;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The variables that a playlist defines, takes of its URL's query, or imports of its master playlist (RFC 8216bis, section
 * 4.4.2.3). Used by one thread, for one reading.
 */
final class HlsVariables {

    /** What all texts of a playlist may become longer by: a short one could make gigabytes otherwise. */
    private static final int MOST_CHARACTERS = 4 << 20;

    private static final int MOST_NAME = 256;

    private final Map<String, String> values;
    private int left = MOST_CHARACTERS;

    private HlsVariables(Map<String, String> values) {
        this.values = values;
    }

    /** @param imports what the master playlist has, by name */
    static HlsVariables of(List<HlsLine> lines, URI url, Map<String, String> imports) {
        Map<String, String> values = new HashMap<>();
        for (HlsLine line : lines) {
            if (line instanceof HlsTag tag && tag.name().equals("EXT-X-DEFINE")) {
                HlsAttributes attributes = tag.attributes();
                attributes
                        .text("NAME")
                        .ifPresent(name ->
                                values.put(name, attributes.text("VALUE").orElse("")));
                attributes
                        .text("QUERYPARAM")
                        .ifPresent(name -> parameter(url, name).ifPresent(value -> values.put(name, value)));
                attributes
                        .text("IMPORT")
                        .filter(imports::containsKey)
                        .ifPresent(name -> values.put(name, imports.get(name)));
            }
        }
        return new HlsVariables(values);
    }

    /** All that are known, by their names. */
    Map<String, String> values() {
        return values;
    }

    /** The text with what is known put in the place of {@code {$name}}; as it is where it would become too long. */
    String in(String text) {
        int start = values.isEmpty() ? -1 : text.indexOf("{$");
        if (start < 0) {
            return text;
        }
        StringBuilder replaced = new StringBuilder();
        int from = 0;
        for (; start >= 0; start = text.indexOf("{$", Math.max(from, start + 1))) {
            int end = text.indexOf('}', start, Math.min(text.length(), start + MOST_NAME));
            String value = end < 0 ? null : values.get(text.substring(start + 2, end));
            if (value != null) {
                if (value.length() > left) {
                    return text;
                }
                left -= value.length();
                replaced.append(text, from, start).append(value);
                from = end + 1;
            }
        }
        return replaced.append(text, from, text.length()).toString();
    }

    private static Optional<String> parameter(URI url, String name) {
        String query = url.getRawQuery() == null ? "" : url.getRawQuery();
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith(name + "=")) {
                try {
                    return Optional.of(
                            URLDecoder.decode(parameter.substring(name.length() + 1), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException e) {
                    return Optional.empty(); // half an escape
                }
            }
        }
        return Optional.empty();
    }
}
