package io.millrace.control.api;

import io.millrace.checks.Violations;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.NavigableMap;

/**
 * A page of what is known by keys, in their order.
 *
 * @param nextToken where to go on; empty after the last page
 */
public record KeyedPage<T>(List<T> items, String nextToken) {

    private static final int DEFAULT_SIZE = 100;
    private static final int MOST = 1_000;

    /**
     * Cuts a page out.
     *
     * @param size as in a request: 0 for the default
     * @param token as in a request: empty for the first page
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT where the size is negative, or the token is none
     */
    public static <T> KeyedPage<T> of(NavigableMap<String, T> all, int size, String token) {
        Violations violations = new Violations();
        violations.require("page_size", size >= 0, "must not be negative");
        String after = after(token, violations);
        ApiErrors.check(violations);
        int wanted = size == 0 ? DEFAULT_SIZE : Math.min(size, MOST);
        NavigableMap<String, T> rest = token.isEmpty() ? all : all.tailMap(after, false);
        List<String> keys = rest.navigableKeySet().stream().limit(wanted + 1L).toList();
        List<T> items = keys.stream().limit(wanted).map(rest::get).toList();
        return new KeyedPage<>(items, keys.size() > wanted ? token(keys.get(wanted - 1)) : "");
    }

    private static String token(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String after(String token, Violations violations) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            violations.require("page_token", false, "must be the next_page_token of an answer to the same request");
            return "";
        }
    }
}
