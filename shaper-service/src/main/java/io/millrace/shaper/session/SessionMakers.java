package io.millrace.shaper.session;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may make sessions by a URL. Immutable.
 *
 * @param open whether everybody may
 * @param key who knows it may; a secret
 */
public record SessionMakers(boolean open, Optional<String> key) {

    /** The parameter in which the key is told. */
    public static final String PARAMETER = "authkey";

    /**
     * Decides; in a time that does not tell how much of a key is right.
     *
     * @param told what the query has as its {@link #PARAMETER}
     */
    public boolean allow(Optional<String> told) {
        return open
                || (key.isPresent()
                        && told.isPresent()
                        && MessageDigest.isEqual(
                                key.get().getBytes(StandardCharsets.UTF_8),
                                told.get().getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * A query without the key, which is nobody's but the shaper's. The rest stays as it came.
     *
     * @param query may be empty
     */
    public static String withoutKey(String query) {
        return Stream.of(query.split("&", -1))
                .filter(parameter -> !name(parameter).equals(PARAMETER))
                .collect(Collectors.joining("&"));
    }

    private static String name(String parameter) {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        try {
            return QueryStringDecoder.decodeComponent(name);
        } catch (IllegalArgumentException e) {
            return name; // half an escape
        }
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "SessionMakers[open=" + open + "]";
    }
}
