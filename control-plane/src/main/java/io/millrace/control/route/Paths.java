package io.millrace.control.route;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Paths of objects. */
final class Paths {

    private static final String UNESCAPED = "-._~!$&'()*+,;=:@/";

    private Paths() {}

    /**
     * A decoded path without empty and dot segments, as channels' prefixes are; one that ends with a slash still does.
     *
     * @return empty if it is not absolute, leaves the root, or has control characters
     */
    static Optional<String> normal(String decoded) {
        if (!decoded.startsWith("/") || decoded.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        Deque<String> segments = new ArrayDeque<>();
        String last = "";
        for (String segment : decoded.split("/", -1)) {
            last = segment;
            switch (segment) {
                case "", "." -> {}
                case ".." -> {
                    if (segments.pollLast() == null) {
                        return Optional.empty();
                    }
                }
                default -> segments.addLast(segment);
            }
        }
        boolean directory = last.isEmpty() || last.equals(".") || last.equals("..");
        String path = "/" + String.join("/", segments);
        return Optional.of(directory && !segments.isEmpty() ? path + "/" : path);
    }

    /** A decoded path as a URL spells it (RFC 3986, section 3.3). */
    static String encoded(String decoded) {
        StringBuilder out = new StringBuilder();
        for (byte b : decoded.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (plain || UNESCAPED.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return out.toString();
    }
}
