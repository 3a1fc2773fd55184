package io.millrace.access;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * The name and the password of an Authorization header (RFC 7617).
 *
 * @param password its bytes as they came; zero them after use
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record BasicCredentials(String user, byte[] password) {

    private static final String SCHEME = "basic ";

    /** Empty for another scheme, broken Base64, a name that is not UTF-8, or no colon. */
    public static Optional<BasicCredentials> parse(String header) {
        if (header.length() <= SCHEME.length()
                || !header.substring(0, SCHEME.length())
                        .toLowerCase(Locale.ROOT)
                        .equals(SCHEME)) {
            return Optional.empty();
        }
        byte[] pair;
        try {
            pair = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        try {
            int colon = 0;
            while (colon < pair.length && pair[colon] != ':') {
                colon++;
            }
            if (colon == pair.length) {
                return Optional.empty();
            }
            String user = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(pair, 0, colon))
                    .toString();
            return Optional.of(new BasicCredentials(user, Arrays.copyOfRange(pair, colon + 1, pair.length)));
        } catch (CharacterCodingException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(pair, (byte) 0);
        }
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "BasicCredentials[" + user + "]";
    }
}
