package io.millrace.wire;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Locale;

/**
 * Takes apart what a player tells with one request (CTA-5004): {@code key=value} and {@code key}, separated by commas, in
 * the query or in headers. Told by a stranger: what is no field is passed over, nothing is thrown, and what comes after
 * {@value #MOST_CHARACTERS} characters is not looked at.
 */
public final class CmcdFields {

    /** What a query or a header tells beyond this is passed over. */
    public static final int MOST_CHARACTERS = 4096;

    private static final String PARAMETER = "CMCD=";
    private static final List<AsciiString> HEADERS = List.of(
            AsciiString.cached("cmcd-object"),
            AsciiString.cached("cmcd-request"),
            AsciiString.cached("cmcd-session"),
            AsciiString.cached("cmcd-status"));

    /** Takes a field. */
    @FunctionalInterface
    public interface Taker {

        /**
         * Called once for each.
         *
         * @param key in small letters
         * @param value as it is written, without space around it; empty for a key alone
         * @param alone whether there is a key alone, which means that it is true
         */
        void field(String key, String value, boolean alone);
    }

    private CmcdFields() {}

    /**
     * Whether a request tells anything at all. Allocates nothing.
     *
     * @param query the request's query as it came, without its question mark
     */
    public static boolean told(String query, HttpHeaders headers) {
        if (parameter(query) >= 0) {
            return true;
        }
        for (AsciiString name : HEADERS) {
            if (headers.contains(name)) {
                return true;
            }
        }
        return false;
    }

    /** Hands over what a request tells: the query's fields, then those of the headers. */
    public static void read(String query, HttpHeaders headers, Taker taker) {
        int at = parameter(query);
        if (at >= 0) {
            int end = query.indexOf('&', at);
            int limit = Math.min(end < 0 ? query.length() : end, at + MOST_CHARACTERS);
            read(percentDecoded(query, at, limit), taker);
        }
        for (AsciiString name : HEADERS) {
            String value = headers.get(name);
            if (value != null) {
                read(value, taker);
            }
        }
    }

    private static void read(String text, Taker taker) {
        int length = Math.min(text.length(), MOST_CHARACTERS);
        int from = 0;
        while (from < length) {
            int end = fieldEnd(text, from, length);
            String field = text.substring(from, end).strip();
            int equals = field.indexOf('=');
            String key = (equals < 0 ? field : field.substring(0, equals)).strip();
            taker.field(
                    key.toLowerCase(Locale.ROOT),
                    equals < 0 ? "" : field.substring(equals + 1).strip(),
                    equals < 0);
            from = end + 1;
        }
    }

    /** Where the value of the parameter {@code CMCD} begins in a query; negative if it has none. */
    private static int parameter(String query) {
        int from = 0;
        while (true) {
            int at = query.indexOf(PARAMETER, from);
            if (at <= 0 || query.charAt(at - 1) == '&') {
                return at < 0 ? -1 : at + PARAMETER.length();
            }
            from = at + 1;
        }
    }

    /** The comma that ends a field: not one in a string or in an inner list. */
    private static int fieldEnd(String text, int from, int length) {
        boolean quoted = false;
        int depth = 0;
        for (int i = from; i < length; i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')') {
                depth--;
            } else if (!quoted && c == ',' && depth <= 0) {
                return i;
            }
        }
        return length;
    }

    /** Bytes that are no ASCII come out as characters that no field needs. */
    private static String percentDecoded(String text, int from, int to) {
        StringBuilder decoded = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int high = c == '%' && i + 2 < to ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                decoded.append((char) (high << 4 | low));
                i += 2;
            } else {
                decoded.append(c);
            }
        }
        return decoded.toString();
    }
}
