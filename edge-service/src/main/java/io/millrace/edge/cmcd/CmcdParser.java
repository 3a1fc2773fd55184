package io.millrace.edge.cmcd;

import io.millrace.wire.CmcdFields;
import java.util.Locale;

/**
 * Reads the values of one request's fields. What it does not know or can't read it passes over. Used for one request, on its
 * event loop.
 */
final class CmcdParser implements CmcdFields.Taker {

    private static final long MOST_NUMBER = 1_000_000_000_000L;

    private ObjectType objectType = ObjectType.UNSAID;
    private StreamingFormat streamingFormat = StreamingFormat.UNSAID;
    private String sessionId = "";
    private String contentId = "";
    private boolean starved;
    private long bufferMs = Cmcd.UNSAID;
    private long throughputKbps = Cmcd.UNSAID;

    @Override
    public void field(String key, String value, boolean alone) {
        switch (key) {
            case "ot" -> objectType = value.isEmpty() ? objectType : ObjectType.of(token(value));
            case "sf" -> streamingFormat = value.isEmpty() ? streamingFormat : StreamingFormat.of(token(value));
            case "sid" -> sessionId = id(value);
            case "cid" -> contentId = id(value);
            case "bs" -> starved = alone || value.equals("true") || value.startsWith("?1");
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
}
