package io.millrace.edge.cmcd;

import java.util.Locale;

/**
 * Reads the fields of one request: {@code key=value} and {@code key}, separated by commas. What it does not know or
 * can't read it passes over. Used for one request, on its event loop.
 */
final class CmcdParser {

    /** What a request tells beyond this is passed over. */
    static final int MOST_CHARACTERS = 4096;

    private static final String PARAMETER = "CMCD=";
    private static final long MOST_NUMBER = 1_000_000_000_000L;

    private ObjectType objectType = ObjectType.UNSAID;
    private StreamingFormat streamingFormat = StreamingFormat.UNSAID;
    private String sessionId = "";
    private String contentId = "";
    private boolean starved;
    private long bufferMs = Cmcd.UNSAID;
    private long throughputKbps = Cmcd.UNSAID;

    /** Where the value of the parameter {@code CMCD} begins in a query; negative if it has none. */
    static int parameter(String query) {
        int from = 0;
        while (true) {
            int at = query.indexOf(PARAMETER, from);
            if (at <= 0 || query.charAt(at - 1) == '&') {
                return at < 0 ? -1 : at + PARAMETER.length();
            }
            from = at + 1;
        }
    }

    void query(String query, int at) {
        int end = query.indexOf('&', at);
        int limit = Math.min(end < 0 ? query.length() : end, at + MOST_CHARACTERS);
        fields(percentDecoded(query, at, limit));
    }

    void fields(String text) {
        int length = Math.min(text.length(), MOST_CHARACTERS);
        int from = 0;
        while (from < length) {
            int end = fieldEnd(text, from, length);
            field(text.substring(from, end).strip());
            from = end + 1;
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

    private void field(String field) {
        int equals = field.indexOf('=');
        String key = (equals < 0 ? field : field.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
        String value = equals < 0 ? "" : field.substring(equals + 1).strip();
        switch (key) {
            case "ot" -> objectType = value.isEmpty() ? objectType : ObjectType.of(token(value));
            case "sf" -> streamingFormat = value.isEmpty() ? streamingFormat : StreamingFormat.of(token(value));
            case "sid" -> sessionId = id(value);
            case "cid" -> contentId = id(value);
            case "bs" -> starved = equals < 0 || value.equals("true") || value.startsWith("?1");
            case "bl" -> bufferMs = number(value);
            case "mtp" -> throughputKbps = number(value);
            default -> {}
        }
    }

    Cmcd read() {
        return new Cmcd(objectType, streamingFormat, sessionId, contentId, starved, bufferMs, throughputKbps);
    }

    /** A token, which some players quote, without the parameters that version 2 allows. */
    private static String token(String value) {
        int parameters = value.indexOf(';');
        String token = parameters < 0 ? value : value.substring(0, parameters);
        return token.replace("\"", "").strip().toLowerCase(Locale.ROOT);
    }

    /** The whole number that a value begins with; of a list, as version 2 has it, its first. */
    private static long number(String value) {
        int i = value.startsWith("(") ? 1 : 0;
        int first = i;
        long number = 0;
        while (i < value.length() && value.charAt(i) >= '0' && value.charAt(i) <= '9' && number < MOST_NUMBER) {
            number = number * 10 + (value.charAt(i) - '0');
            i++;
        }
        return i == first ? Cmcd.UNSAID : Math.min(number, MOST_NUMBER);
    }

    /** A string for a log: no quotes around it, nothing in it that breaks a line. */
    private static String id(String value) {
        StringBuilder id = new StringBuilder();
        boolean quoted = value.startsWith("\"");
        for (int i = quoted ? 1 : 0; i < value.length() && id.length() < Cmcd.MOST_ID_CHARACTERS; i++) {
            char c = value.charAt(i);
            if (c == (quoted ? '"' : ';')) {
                break;
            }
            if (c == '\\' && i + 1 < value.length()) {
                i++;
                c = value.charAt(i);
            }
            id.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return id.toString();
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
