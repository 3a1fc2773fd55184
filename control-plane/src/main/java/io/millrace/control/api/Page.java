package io.millrace.control.api;

import io.millrace.checks.Names;
import io.millrace.checks.Violations;
import io.millrace.control.store.ControlStore;
import io.millrace.control.store.Stored;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A page of a collection.
 *
 * @param nextToken where to go on; empty after the last page
 */
public record Page(List<Stored> resources, String nextToken) {

    private static final int DEFAULT_SIZE = 100;
    private static final int MOST = 1_000;

    /**
     * Reads a page.
     *
     * @param collection such as {@code channels}
     * @param size as in a request: 0 for the default
     * @param token as in a request: empty for the first page
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT where the size is negative, or the token none of this
     *     collection
     */
    public static Page read(ControlStore store, String collection, int size, String token) {
        Violations violations = new Violations();
        violations.require("page_size", size >= 0, "must not be negative");
        String after = after(collection, token, violations);
        ApiErrors.check(violations);
        int wanted = size == 0 ? DEFAULT_SIZE : Math.min(size, MOST);
        List<Stored> found = store.list(collection, after, wanted + 1);
        if (found.size() <= wanted) {
            return new Page(found, "");
        }
        List<Stored> page = found.subList(0, wanted);
        return new Page(page, token(page.getLast().name()));
    }

    private static String token(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String after(String collection, String token, Violations violations) {
        if (token.isEmpty()) {
            return "";
        }
        String name;
        try {
            name = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            name = "";
        }
        boolean fits = name.startsWith(collection + '/') && name.indexOf('/', collection.length() + 1) < 0;
        violations.require("page_token", fits, "must be the next_page_token of an answer to the same request");
        return fits ? Names.id(name) : "";
    }
}
