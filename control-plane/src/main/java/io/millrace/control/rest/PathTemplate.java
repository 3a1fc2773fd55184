package io.millrace.control.rest;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of a method, as google.api.http writes it: {@code /v1/{name=channels/*}:rotate}. A star stands for one part of a
 * path, two for all that is left; what braces take in is a field of the request. A colon begins the verb: within a part
 * it has to be percent-encoded.
 */
final class PathTemplate {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^}=]+)(?:=([^}]*))?}");
    private static final String PART = "[^/:]+";

    private final String text;
    private final Pattern pattern;
    private final List<String> fields = new ArrayList<>();

    PathTemplate(String text) {
        this.text = text;
        StringBuilder regex = new StringBuilder();
        Matcher variables = VARIABLE.matcher(text);
        int end = 0;
        while (variables.find()) {
            regex.append(quoted(text.substring(end, variables.start())));
            fields.add(variables.group(1));
            String parts = variables.group(2) == null ? "*" : variables.group(2);
            regex.append('(').append(quoted(parts)).append(')');
            end = variables.end();
        }
        regex.append(quoted(text.substring(end)));
        this.pattern = Pattern.compile(regex.toString());
    }

    /** Stars become patterns, all else stands for itself. */
    private static String quoted(String parts) {
        return Pattern.quote(parts)
                .replace("**", "\\E.+\\Q")
                .replace("*", "\\E" + Matcher.quoteReplacement(PART) + "\\Q");
    }

    /** The paths of the fields that the path has, such as {@code channel.name}. */
    List<String> fields() {
        return fields;
    }

    /**
     * Reads a path.
     *
     * @param rawPath percent-encoded
     * @return the fields' values, decoded; empty if it is another path
     */
    Optional<Map<String, String>> match(String rawPath) {
        Matcher matcher = pattern.matcher(rawPath);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            values.put(fields.get(i), new QueryStringDecoder(matcher.group(i + 1)).path());
        }
        return Optional.of(values);
    }

    /**
     * As OpenAPI writes it, with a parameter for each star: {@code /v1/channels/{channel}:rotate}.
     *
     * @param names of the parameters, as many as stars
     */
    String openApi(List<String> names) {
        String plain = VARIABLE.matcher(text)
                .replaceAll(variable -> Matcher.quoteReplacement(variable.group(2) == null ? "*" : variable.group(2)));
        String path = plain;
        for (String name : names) {
            path = path.replaceFirst("\\*+", Matcher.quoteReplacement("{" + name + "}"));
        }
        return path;
    }

    /** The pattern of each variable: {@code channels/*}. */
    List<String> patterns() {
        return VARIABLE.matcher(text)
                .results()
                .map(variable -> variable.group(2) == null ? "*" : variable.group(2))
                .toList();
    }

    @Override
    public String toString() {
        return text;
    }
}
