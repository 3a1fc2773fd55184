package io.millrace.chunklog;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the publisher says of an object's content and readers are told. Stored with every generation, so it is small:
 * the constructor leaves out what may not be stored, rather than fail an upload for the sake of a header.
 *
 * @param contentType the media type; {@value #UNKNOWN_TYPE} where the one given may not be stored
 * @param others further header fields by their names in lower case, sorted; fields that may not be stored are left out
 */
public record ContentHeaders(String contentType, Map<String, String> others) {

    /** Most characters of one value. */
    public static final int MOST_VALUE_LENGTH = 256;

    /** Most characters of all names and values beside the content type. */
    public static final int MOST_OTHERS_LENGTH = 1024;

    static final String UNKNOWN_TYPE = "application/octet-stream";

    private static final String NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789-._~!#$%&'*+^`|";

    public ContentHeaders {
        contentType = contentType.isBlank() || !isStorable(contentType) ? UNKNOWN_TYPE : contentType;
        others = storable(others);
    }

    /** A content type and nothing else. */
    public static ContentHeaders of(String contentType) {
        return new ContentHeaders(contentType, Map.of());
    }

    /** As it is stored: a line for the content type, then one for each other field. */
    String encoded() {
        if (others.isEmpty()) {
            return contentType;
        }
        StringBuilder lines = new StringBuilder(contentType);
        others.forEach(
                (name, value) -> lines.append('\n').append(name).append(':').append(value));
        return lines.toString();
    }

    /** The reverse of {@link #encoded}. */
    static ContentHeaders decoded(String encoded) {
        int typeEnd = encoded.indexOf('\n');
        if (typeEnd < 0) {
            return of(encoded);
        }
        Map<String, String> others = new TreeMap<>();
        encoded.substring(typeEnd + 1).lines().forEach(line -> {
            int colon = line.indexOf(':');
            others.put(line.substring(0, colon), line.substring(colon + 1));
        });
        return new ContentHeaders(encoded.substring(0, typeEnd), others);
    }

    private static Map<String, String> storable(Map<String, String> others) {
        if (others.isEmpty()) {
            return Map.of();
        }
        SortedMap<String, String> storable = new TreeMap<>();
        int length = 0;
        for (Map.Entry<String, String> other : new TreeMap<>(others).entrySet()) {
            int more = other.getKey().length() + other.getValue().length();
            if (isName(other.getKey()) && isStorable(other.getValue()) && length + more <= MOST_OTHERS_LENGTH) {
                storable.put(other.getKey(), other.getValue());
                length += more;
            }
        }
        return Collections.unmodifiableSortedMap(storable);
    }

    /** RFC 9110, section 5.6.2: a token; of capital letters none, so that one field has one name. */
    private static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> NAME_CHARACTERS.indexOf(c) >= 0);
    }

    /**
     * RFC 9110, section 5.5: one char a byte, as HTTP codecs decode it, and none that could end a line. Above Latin-1 a
     * char could become such a byte when it is sent.
     */
    private static boolean isStorable(String value) {
        return value.length() <= MOST_VALUE_LENGTH && value.chars().allMatch(c -> c >= ' ' && c <= 0xff && c != 0x7f);
    }
}
