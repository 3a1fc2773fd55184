package io.millrace.access.playback;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A token that somebody told: it can be read, and it is not known yet whether it holds. Checking it needs nothing but the
 * key that it names. Its text is a secret as long as it holds: it must not reach a log or a cache's key.
 */
public final class SignedToken {

    /** The address of a token that anyone may use. */
    static final String ANYONE = "-";

    private static final int PARTS = 4;

    private final PlaybackToken token;
    private final String signed;
    private final byte[] signature;

    private SignedToken(PlaybackToken token, String signed, byte[] signature) {
        this.token = token;
        this.signed = signed;
        this.signature = signature;
    }

    /** Reads a token; empty for what is none, or none of this version. */
    public static Optional<SignedToken> parse(String text) {
        int dot = text.lastIndexOf('.');
        if (text.length() > PlaybackToken.MOST_CHARACTERS
                || !text.startsWith(PlaybackToken.START)
                || dot < PlaybackToken.START.length()) {
            return Optional.empty();
        }
        try {
            byte[] claims = Base64.getUrlDecoder().decode(text.substring(PlaybackToken.START.length(), dot));
            String[] parts = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(claims))
                    .toString()
                    .split(" ", PARTS);
            if (parts.length != PARTS) {
                return Optional.empty();
            }
            // A literal: nothing that a token says makes anyone ask a name server.
            Optional<InetAddress> client =
                    parts[2].equals(ANYONE) ? Optional.empty() : Optional.of(InetAddress.ofLiteral(parts[2]));
            PlaybackToken token = new PlaybackToken(parts[0], parts[3], Long.parseLong(parts[1]), client);
            return Optional.of(new SignedToken(
                    token, text.substring(0, dot), text.substring(dot + 1).getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The id of the key that is said to have signed it. */
    public String keyId() {
        return token.keyId();
    }

    /** Whether it is bound to one client. */
    public boolean bound() {
        return token.client().isPresent();
    }

    /**
     * Whether the token allows a request. The signature is checked first, in a time that does not tell how much of it is
     * right; what else is wrong is told only of tokens that were signed.
     *
     * @param key the one that {@link #keyId} names
     * @param path the object's, decoded and without dot segments
     * @param client who asks
     */
    public TokenVerdict check(SigningKey key, String path, InetAddress client, Instant now) {
        return signedBy(key).map(said -> said.allows(path, client, now)).orElse(TokenVerdict.FORGED);
    }

    /**
     * What the token says, if a key has signed it. The signature is compared in a time that does not tell how much of it
     * is right. May be remembered for as long as the key is the same.
     */
    public Optional<PlaybackToken> signedBy(SigningKey key) {
        byte[] expected = key.sign(signed).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, signature) ? Optional.of(token) : Optional.empty();
    }

    /** Leaves the signature out. */
    @Override
    public String toString() {
        return "SignedToken[" + token + "]";
    }
}
