package io.millrace.chunklog;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * What one URL path names, in its one normal form: percent-decoded, without empty or dot segments.
 * Two URLs that differ only in how they spell a path name the same object.
 *
 * @param directory the path up to and including its last slash; the unit of placement
 * @param name the rest; never empty
 */
public record ObjectPath(String directory, String name) {

    /** Longest path that is accepted, in bytes of UTF-8; Redis keys and Kafka keys stay small. */
    public static final int MAX_BYTES = 2048;

    public ObjectPath {
        if (!directory.startsWith("/") || !directory.endsWith("/")) {
            throw new IllegalArgumentException("a directory starts and ends with a slash: " + directory);
        }
        if (name.isEmpty() || name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("a name is one path segment: " + name);
        }
    }

    /**
     * Reads the path of a request.
     *
     * @param rawPath a request target's path as it came, without its query; one char a byte, as HTTP codecs decode it
     * @throws InvalidPathException if it names no object: it leaves the root, ends with a slash, holds a control
     *     character or a broken percent-escape, or is too long
     */
    public static ObjectPath parse(String rawPath) throws InvalidPathException {
        if (!rawPath.startsWith("/")) {
            throw new InvalidPathException("the path must start with a slash");
        }
        String decoded = percentDecoded(rawPath);
        if (decoded.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidPathException("the path holds a control character");
        }
        Deque<String> segments = new ArrayDeque<>();
        String[] spelled = decoded.split("/", -1);
        for (String segment : spelled) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> {
                    if (segments.pollLast() == null) {
                        throw new InvalidPathException("the path leaves the root");
                    }
                }
                default -> segments.addLast(segment);
            }
        }
        String last = spelled[spelled.length - 1];
        if (segments.isEmpty() || last.isEmpty() || last.equals(".") || last.equals("..")) {
            throw new InvalidPathException(
                    "the path names a directory, not an object: it has no name after its last slash");
        }
        String name = segments.removeLast();
        String directory = segments.isEmpty() ? "/" : "/" + String.join("/", segments) + "/";
        if ((directory + name).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new InvalidPathException("the path is longer than " + MAX_BYTES + " bytes");
        }
        return new ObjectPath(directory, name);
    }

    /** The lower-case extension of the name without its dot, or an empty string. */
    public String extension() {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** The path as a URL spells it, percent-encoded where RFC 3986 asks for it. */
    public String encoded() {
        StringBuilder out = new StringBuilder();
        for (byte b : toString().getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (isPathCharacter(c)) {
                out.append(c);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return directory + name;
    }

    /** RFC 3986, section 3.3: unreserved, sub-delims, ":", "@" and the slash between segments. */
    private static boolean isPathCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "-._~!$&'()*+,;=:@/".indexOf(c) >= 0;
    }

    private static String percentDecoded(String raw) throws InvalidPathException {
        byte[] spelled = raw.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer decoded = ByteBuffer.allocate(spelled.length);
        for (int i = 0; i < spelled.length; i++) {
            if (spelled[i] != '%') {
                decoded.put(spelled[i]);
                continue;
            }
            int high = i + 1 < spelled.length ? Character.digit(spelled[i + 1], 16) : -1;
            int low = i + 2 < spelled.length ? Character.digit(spelled[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new InvalidPathException("the path has a percent sign that two hexadecimal digits do not follow");
            }
            decoded.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidPathException("the path is not UTF-8");
        }
    }
}
