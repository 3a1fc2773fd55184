package io.millrace.shaper.hls;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The variables that a playlist defines, or takes of its URL's query; those of a master playlist are not known here. */
record HlsVariables(Map<String, String> values) {

    static HlsVariables of(List<HlsLine> lines, URI url) {
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
            }
        }
        return new HlsVariables(values);
    }

    /** The text with what is known put in the place of {@code {$name}}. */
    String in(String text) {
        if (values.isEmpty() || !text.contains("{$")) {
            return text;
        }
        String replaced = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            replaced = replaced.replace("{$" + value.getKey() + "}", value.getValue());
        }
        return replaced;
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
