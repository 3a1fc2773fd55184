package io.millrace.shaper.dripls;

import io.millrace.shaper.session.SessionMakers;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A query, in which DripLS has parameters of its own and others are for the origin.
 *
 * @param parameters as they came, by their decoded names; of several with one name the last
 */
record DriplsQuery(Map<String, String> parameters) {

    static final String AUTHKEY = SessionMakers.PARAMETER;
    static final String CONTENT = "cid";
    static final String CONTENT_URL = "cid_url";
    static final String TAG = "tag";
    static final String RULES = "r";

    private static final Set<String> OWN = Set.of(AUTHKEY, CONTENT, CONTENT_URL, TAG, RULES);

    static DriplsQuery of(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : query.split("&", -1)) {
            if (!parameter.isEmpty()) {
                int equals = parameter.indexOf('=');
                parameters.put(decoded(equals < 0 ? parameter : parameter.substring(0, equals)), parameter);
            }
        }
        return new DriplsQuery(parameters);
    }

    /** @throws IllegalArgumentException if there is half an escape in it */
    private static String decoded(String text) {
        return QueryStringDecoder.decodeComponent(text);
    }

    /** The value of a parameter; nothing where it is empty too. */
    Optional<String> get(String name) {
        String parameter = parameters.get(name);
        int equals = parameter == null ? -1 : parameter.indexOf('=');
        return equals < 0 || equals + 1 == parameter.length()
                ? Optional.empty()
                : Optional.of(decoded(parameter.substring(equals + 1)));
    }

    /** The value of a parameter that has to be there. */
    String require(String name) {
        return get(name).orElseThrow(() -> new IllegalArgumentException("the parameter " + name + " is missing"));
    }

    /** What goes on to the origin, as it came. */
    String rest() {
        return rest(OWN);
    }

    /** What is left without some parameters, as it came. */
    String rest(Set<String> without) {
        return parameters.entrySet().stream()
                .filter(parameter -> !without.contains(parameter.getKey()))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining("&"));
    }

    /** All that is kept under a tag: what proves who somebody is stays out. */
    DriplsQuery kept() {
        Map<String, String> kept = new LinkedHashMap<>(parameters);
        kept.remove(AUTHKEY);
        kept.remove(TAG);
        return new DriplsQuery(kept);
    }

    /** This query where it says something, the other one where it does not. */
    DriplsQuery over(DriplsQuery other) {
        Map<String, String> both = new LinkedHashMap<>(other.parameters);
        both.putAll(parameters);
        return new DriplsQuery(both);
    }
}
