package io.millrace.ingest;

import io.millrace.chunklog.InvalidPathException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parameters of a request's query, where it matters which of them are there: none may be told twice. */
final class QueryParameters {

    /** A name and a value; the value as it came, percent-encoded. */
    private record Parameter(String name, String rawValue) {}

    private final List<Parameter> parameters = new ArrayList<>();

    /** @throws InvalidPathException if a percent sign is not followed by two hexadecimal digits */
    QueryParameters(String query) throws InvalidPathException {
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                parameters.add(new Parameter(decoded(parameter.substring(0, equals)), parameter.substring(equals + 1)));
            }
        }
    }

    /**
     * The value as it came; empty where there is none.
     *
     * @throws InvalidPathException if it is told twice: two readers of the query would not read the same
     */
    Optional<String> raw(String name) throws InvalidPathException {
        Optional<String> found = Optional.empty();
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(name)) {
                if (found.isPresent()) {
                    throw new InvalidPathException("the query has a parameter twice that may be there once");
                }
                found = Optional.of(parameter.rawValue()).filter(value -> !value.isEmpty());
            }
        }
        return found;
    }

    /** The decoded value. */
    Optional<String> value(String name) throws InvalidPathException {
        Optional<String> raw = raw(name);
        return raw.isPresent() ? Optional.of(decoded(raw.get())) : raw;
    }

    /** A plus sign stands for itself, as in paths. */
    private static String decoded(String raw) throws InvalidPathException {
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidPathException("the query has a percent sign that two hexadecimal digits do not follow");
        }
    }
}
