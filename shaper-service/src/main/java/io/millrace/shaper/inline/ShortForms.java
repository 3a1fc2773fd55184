package io.millrace.shaper.inline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The parameters of a query, of which the shaper takes its own; what is left is the origin's. Used by one thread, for
 * one request.
 */
final class ShortForms {

    private final Map<String, List<String>> parameters;

    ShortForms(Map<String, List<String>> parameters) {
        this.parameters = new LinkedHashMap<>(parameters);
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

    /** What nobody took. */
    Map<String, List<String>> rest() {
        return parameters;
    }
}
