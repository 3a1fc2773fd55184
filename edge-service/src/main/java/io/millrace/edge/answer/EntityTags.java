package io.millrace.edge.answer;

import java.util.List;

/** Lists of entity tags as {@code If-Match} and {@code If-None-Match} hold them (RFC 9110, section 8.8.3). */
final class EntityTags {

    private static final String WEAK = "W/";

    private EntityTags() {}

    /** Whether a list is {@code *}: anything that is there. */
    static boolean any(List<String> fields) {
        return fields.size() == 1 && fields.getFirst().strip().equals("*");
    }

    /**
     * Whether a strong tag is in a list. Stops at what is no entity tag.
     *
     * @param weakly whether a weak tag of the list with the same text counts (RFC 9110, section 8.8.3.2)
     */
    static boolean contain(List<String> fields, String tag, boolean weakly) {
        return fields.stream().anyMatch(field -> contains(field, tag, weakly));
    }

    private static boolean contains(String field, String tag, boolean weakly) {
        int at = 0;
        while (at < field.length()) {
            char c = field.charAt(at);
            if (c == ',' || c == ' ' || c == '\t') {
                at++;
                continue;
            }
            boolean weak = field.startsWith(WEAK, at);
            int open = weak ? at + WEAK.length() : at;
            // A tag may hold commas and anything else but a quote.
            int close = open < field.length() && field.charAt(open) == '"' ? field.indexOf('"', open + 1) : -1;
            if (close < 0) {
                return false;
            }
            boolean same = tag.length() == close + 1 - open && field.startsWith(tag, open);
            if (same && (weakly || !weak)) {
                return true;
            }
            at = close + 1;
        }
        return false;
    }
}
