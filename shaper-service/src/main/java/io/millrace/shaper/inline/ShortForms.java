package io.millrace.shaper.inline;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The parameters of a query, of which the shaper takes its own; what is left is the origin's. Used by one thread, for
 * one request.
 */
final class ShortForms {

    private static final int MOST_PARAMETERS = 100;

    private final String query;
    private final Map<String, List<String>> parameters;

    private ShortForms(String query, Map<String, List<String>> parameters) {
        this.query = query;
        this.parameters = new LinkedHashMap<>(parameters);
    }

    /**
     * The parameters of a query, which {@code &} alone separates.
     *
     * @throws IllegalArgumentException if there is half an escape in it
     */
    static ShortForms of(String query) {
        return new ShortForms(
                query,
                new QueryStringDecoder(query, StandardCharsets.UTF_8, false, MOST_PARAMETERS, true).parameters());
    }

    /**
     * Takes a parameter that may be there once.
     *
     * @throws IllegalArgumentException if it is there more often, or can't be read, with a sentence that names it
     */
    <T> Optional<T> take(String name, Function<String, T> reader) {
        List<String> values = parameters.remove(name);
        if (values == null) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            throw new IllegalArgumentException(name + " is there more than once");
        }
        try {
            return Optional.of(reader.apply(values.getFirst()));
        } catch (IllegalArgumentException e) {
            String why = e.getMessage();
            throw new IllegalArgumentException(
                    why.startsWith(name) ? why : name + "=" + values.getFirst() + ": it " + why, e);
        }
    }

    /** Takes a parameter that says all by being there. */
    boolean takeFlag(String name) {
        return take(name, value -> {
                    if (!value.isEmpty() && !value.equals("true") && !value.equals("1")) {
                        throw new IllegalArgumentException("must be alone, or 1");
                    }
                    return true;
                })
                .isPresent();
    }

    /** Takes a parameter whose values are separated by commas. */
    <T> List<T> takeAll(String name, Function<String, T> reader) {
        return take(name, text -> {
                    List<T> all = new ArrayList<>();
                    for (String one : text.split(",", -1)) {
                        all.add(reader.apply(one.strip()));
                    }
                    return all;
                })
                .orElse(List.of());
    }

    /** The query without what was taken, as it came. */
    String rest() {
        return Arrays.stream(query.split("&"))
                .filter(parameter -> !parameter.isEmpty() && parameters.containsKey(name(parameter)))
                .collect(Collectors.joining("&"));
    }

    private static String name(String parameter) {
        int equals = parameter.indexOf('=');
        return QueryStringDecoder.decodeComponent(equals < 0 ? parameter : parameter.substring(0, equals));
    }
}
