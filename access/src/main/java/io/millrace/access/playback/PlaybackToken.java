package io.millrace.access.playback;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a token allows, before it is signed. Written it is {@code mrt1.CLAIMS.SIGNATURE}, where CLAIMS is base64url without
 * padding of the UTF-8 text {@code KEY EXPIRY ADDRESS PATH}, its four parts told apart by a space each, and SIGNATURE is
 * base64url without padding of HMAC-SHA256 over {@code mrt1.CLAIMS}. So it stands in a path, a query or a cookie as it is,
 * says which key to check it with, and can be written by any program that has the key.
 *
 * @param keyId the key that signs it: a-z, 0-9 and {@code -}, 1 to 63 of them
 * @param pathPrefix what may be read, decoded and absolute: with a slash at its end a directory and all below it, else
 *     one object
 * @param expirySeconds when it ends, in seconds since 1970; at that second it is over
 * @param client the address that alone may use it; anyone where empty
 */
public record PlaybackToken(String keyId, String pathPrefix, long expirySeconds, Optional<InetAddress> client) {

    /** What every token begins with: its version. */
    public static final String START = "mrt1.";

    /** Characters of the longest token that is looked at: a path of 1,024 bytes fits. */
    public static final int MOST_CHARACTERS = 2_048;

    private static final Pattern KEY_ID = Pattern.compile("[a-z0-9-]{1,63}");

    /**
     * What is to be signed.
     *
     * @throws IllegalArgumentException if a part can't be written, with the part's name
     */
    public PlaybackToken {
        if (!KEY_ID.matcher(keyId).matches()) {
            throw new IllegalArgumentException("the key's id is 1 to 63 of a-z, 0-9 and '-', not " + keyId);
        }
        if (!pathPrefix.startsWith("/")) {
            throw new IllegalArgumentException("the path prefix begins with a slash, unlike " + pathPrefix);
        }
        if (expirySeconds < 0) {
            throw new IllegalArgumentException("the expiry is not before 1970, unlike " + expirySeconds);
        }
    }

    /** The token as it is told. */
    public String signed(SigningKey key) {
        String claims = keyId
                + ' '
                + expirySeconds
                + ' '
                + client.map(InetAddress::getHostAddress).orElse(SignedToken.ANYONE)
                + ' '
                + pathPrefix;
        String signed =
                START + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        return signed + '.' + key.sign(signed);
    }

    /**
     * Whether it allows a request, once it is known that its key has signed it.
     *
     * @param path the object's, decoded and without dot segments
     * @param reader who asks
     * @return anything but {@link TokenVerdict#FORGED}
     */
    public TokenVerdict allows(String path, InetAddress reader, Instant now) {
        if (now.getEpochSecond() >= expirySeconds) {
            return TokenVerdict.EXPIRED;
        }
        boolean covered = pathPrefix.endsWith("/") ? path.startsWith(pathPrefix) : path.equals(pathPrefix);
        if (!covered) {
            return TokenVerdict.OTHER_PATH;
        }
        return client.isPresent() && !client.get().equals(reader) ? TokenVerdict.OTHER_CLIENT : TokenVerdict.HOLDS;
    }
}
