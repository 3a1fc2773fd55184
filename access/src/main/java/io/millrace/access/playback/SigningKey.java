package io.millrace.access.playback;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret with which a channel's tokens are signed: a key of HMAC-SHA256 (RFC 2104). May be used by any thread. */
public final class SigningKey {

    /** Bytes of a key that is made here; as many as the hash has, which is what RFC 2104 recommends. */
    public static final int BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    private SigningKey(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /**
     * A key that is known already.
     *
     * @param secret copied
     * @throws IllegalArgumentException if it has less than {@link #BYTES} bytes
     */
    public static SigningKey of(byte[] secret) {
        if (secret.length < BYTES) {
            throw new IllegalArgumentException(
                    "a signing key has " + BYTES + " bytes at the least, not " + secret.length);
        }
        return new SigningKey(secret);
    }

    /** A new key that nobody can guess. */
    public static SigningKey random() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return new SigningKey(secret);
    }

    /** A copy of the secret. */
    public byte[] secret() {
        return key.getEncoded();
    }

    /** The signature of a text, in base64url without padding. */
    String sign(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("HMAC-SHA256 does not take a key of its own", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "SigningKey";
    }
}
