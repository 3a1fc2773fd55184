package io.millrace.access.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The secret of a key that programs tell with their requests: {@code mrk_ID_RANDOM}, whose beginning says what it is for
 * and whose id finds the key without trying all. RANDOM is 32 random bytes in base64url: nobody can guess it, so that
 * its plain SHA-256 is kept, and no slow password hash, which would slow down each upload.
 */
public final class KeySecret {

    /** Characters of the longest secret that is looked at. */
    private static final int MOST_CHARACTERS = 256;

    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What a secret is for. */
    public enum Use {
        /** An encoder publishes with it. */
        PUBLISH("mrk_"),
        /** A CDN reads with it. */
        CDN("mrc_");

        private final String start;

        Use(String start) {
            this.start = start;
        }
    }

    private final String keyId;
    private final String text;

    private KeySecret(String keyId, String text) {
        this.keyId = keyId;
        this.text = text;
    }

    /**
     * A new secret that nobody can guess.
     *
     * @param keyId without an underscore
     */
    public static KeySecret random(Use use, String keyId) {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        if (keyId.isEmpty() || keyId.indexOf('_') >= 0) {
            throw new IllegalArgumentException("a key's id is not empty and has no underscore, unlike " + keyId);
        }
        String text = use.start
                + keyId
                + '_'
                + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        return new KeySecret(keyId, text);
    }

    /** Reads a secret; empty for what can't be one of that use. */
    public static Optional<KeySecret> parse(Use use, String text) {
        int end = text.indexOf('_', use.start.length());
        boolean fits = text.length() <= MOST_CHARACTERS
                && text.startsWith(use.start)
                && end > use.start.length()
                && text.length() - end > RANDOM_BYTES;
        return fits ? Optional.of(new KeySecret(text.substring(use.start.length(), end), text)) : Optional.empty();
    }

    /** The key that it is said to be of. */
    public String keyId() {
        return keyId;
    }

    /** The secret as it is told. */
    public String text() {
        return text;
    }

    /** What is kept of it: SHA-256 of its text; 32 bytes. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether a hash is this secret's; takes as long whatever they differ in. */
    public boolean hasHash(byte[] kept) {
        return MessageDigest.isEqual(hash(), kept);
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "KeySecret[" + keyId + "]";
    }
}
