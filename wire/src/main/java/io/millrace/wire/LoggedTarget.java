package io.millrace.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A request's target as logs may have it. Keys and tokens are told in paths and queries too, by clients that can't tell
 * them elsewhere: whatever begins like one, however it is spelled, is replaced, and so is every value of a parameter that
 * is called like one. Without state.
 */
final class LoggedTarget {

    private static final String HIDDEN = "***";

    /**
     * The id in a key's secret tells which it was; what is behind it is secret. Somebody who mistypes the beginning tells the
     * secret all the same.
     */
    private static final Pattern SECRET =
            Pattern.compile("(mr[kc]_[a-z0-9-]{1,63}_|mr[kc]_|mrt1\\.)[^/]*", Pattern.CASE_INSENSITIVE);

    private static final Set<String> SECRET_PARAMETERS =
            Set.of("access_token", "auth", "cid", "jwt", "key", "password", "secret", "sig", "signature", "token");

    /** Somebody who encodes what is encoded is found out so many times. */
    private static final int MOST_DECODINGS = 3;

    private LoggedTarget() {}

    /** The path as it came, or, where something in it is secret, decoded and without that. */
    static String path(String path) {
        String decoded = decoded(path);
        return SECRET.matcher(decoded).find() ? SECRET.matcher(decoded).replaceAll("$1" + HIDDEN) : path;
    }

    /**
     * The query without the values that are secret.
     *
     * @param hidden further parameters whose values are, in lower case
     */
    static String query(String query, Set<String> hidden) {
        return query.isEmpty()
                ? query
                : Arrays.stream(query.split("&", -1))
                        .map(parameter -> parameter(parameter, hidden))
                        .collect(Collectors.joining("&"));
    }

    private static String parameter(String parameter, Set<String> hidden) {
        int equals = parameter.indexOf('=');
        String spelled = equals < 0 ? "" : parameter.substring(0, equals);
        String name = decoded(spelled).strip().toLowerCase(Locale.ROOT);
        boolean secret = SECRET_PARAMETERS.contains(name)
                || hidden.contains(name)
                || SECRET.matcher(decoded(parameter)).find();
        return secret ? spelled(spelled, name) + HIDDEN : parameter;
    }

    /** A secret can stand before the equals sign too. */
    private static String spelled(String spelled, String name) {
        return spelled.isEmpty() || SECRET.matcher(name).find() ? "" : spelled + '=';
    }

    private static String decoded(String text) {
        String decoded = text;
        for (int i = 0; i < MOST_DECODINGS && decoded.indexOf('%') >= 0; i++) {
            try {
                // A plus sign stands for itself in a path.
                decoded = URLDecoder.decode(decoded.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                // It is spelled wrongly somewhere, which is no reason to show what is spelled well.
                decoded = decoded.replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
            }
        }
        return decoded;
    }
}
