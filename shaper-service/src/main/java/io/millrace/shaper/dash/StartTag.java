package io.millrace.shaper.dash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a start tag and the values of its attributes are in a document's text, which the reader of elements does not
 * tell.
 *
 * @param values by the attributes' names without prefixes
 * @param end after the tag
 */
record StartTag(Map<String, Span> values, int end) {

    /**
     * A piece of the text.
     *
     * @param start of its first character
     * @param end after its last
     */
    record Span(int start, int end) {}

    /** The start tags of a well-formed document, in its order. */
    static List<StartTag> all(String text) {
        List<StartTag> tags = new ArrayList<>();
        int at = text.indexOf('<');
        while (at >= 0 && at + 1 < text.length()) {
            if (text.startsWith("<!--", at)) {
                at = after(text, "-->", at + 4);
            } else if (text.startsWith("<![CDATA[", at)) {
                at = after(text, "]]>", at + 9);
            } else if (text.startsWith("<?", at)) {
                at = after(text, "?>", at + 2);
            } else if (text.startsWith("<!", at) || text.startsWith("</", at)) {
                at = after(text, ">", at + 2);
            } else {
                StartTag tag = read(text, at + 1);
                tags.add(tag);
                at = tag.end;
            }
            at = at < 0 ? at : text.indexOf('<', at);
        }
        return tags;
    }

    private static int after(String text, String what, int from) {
        int found = text.indexOf(what, from);
        return found < 0 ? -1 : found + what.length();
    }

    /** Reads a tag from its name on. */
    private static StartTag read(String text, int from) {
        Map<String, Span> values = new HashMap<>();
        int i = from;
        while (i < text.length() && text.charAt(i) != '>') {
            int close = text.indexOf('>', i);
            // Not further: documents of many tags without attributes would be looked through for each.
            int equals = text.indexOf('=', i, close < 0 ? text.length() : close);
            if (equals < 0) {
                i = close < 0 ? text.length() : close;
                continue;
            }
            int start = equals + 1;
            while (start < text.length() && text.charAt(start) <= ' ') {
                start++;
            }
            int end = start < text.length() ? text.indexOf(text.charAt(start), start + 1) : -1;
            if (end < 0) {
                return new StartTag(values, text.length());
            }
            values.put(name(text.substring(i, equals)), new Span(start + 1, end));
            i = end + 1;
        }
        return new StartTag(values, Math.min(i + 1, text.length()));
    }

    /** The attribute's name at the end of what is before an equals sign. */
    private static String name(String before) {
        String text = before.stripTrailing();
        int start = text.length();
        while (start > 0 && text.charAt(start - 1) > ' ') {
            start--;
        }
        String name = text.substring(start);
        return name.substring(name.indexOf(':') + 1);
    }
}
