package io.millrace.access.playback;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * How a token is told to an edge: as a query parameter, as the first part of the path, or as a cookie. Those who write
 * them and those who read them agree here.
 */
public final class TokenForms {

    /** The query parameter. */
    public static final String QUERY_PARAMETER = "token";

    /** The cookie. */
    public static final String COOKIE = "millrace_token";

    /** RFC 9110, section 5.6.7. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    /** What may stand in a path as it is (RFC 3986, section 3.3), with the slash. */
    private static final String LITERAL = "-._~!$&'()*+,;=:@/";

    private TokenForms() {}

    /**
     * A path with the token as query.
     *
     * @param base what the URL begins with, without a slash at its end; may be empty
     * @param path decoded
     */
    public static String query(String base, String path, String token) {
        return base + encoded(path) + '?' + QUERY_PARAMETER + '=' + token;
    }

    /** A path with the token as its first part, which relative URLs in playlists inherit. */
    public static String path(String base, String path, String token) {
        return base + '/' + token + encoded(path);
    }

    /**
     * The value of a {@code Set-Cookie} header (RFC 6265). The cookie is no script's to read, and pages of other sites may
     * send it only over TLS.
     */
    public static String cookie(String path, String token, Instant expiry) {
        // A semicolon would end the attribute.
        String scope = encoded(path).replace(";", "%3B");
        return COOKIE + '=' + token + "; Path=" + scope + "; Expires=" + HTTP_DATE.format(expiry)
                + "; HttpOnly; Secure; SameSite=None";
    }

    private static String encoded(String path) {
        StringBuilder encoded = new StringBuilder(path.length() + 16);
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || LITERAL.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 0xf, 16)));
            }
        }
        return encoded.toString();
    }
}
