package io.millrace.shaper.inline;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * Who may make sessions by a URL. Immutable.
 *
 * @param open whether everybody may
 * @param key who knows it may; a secret
 */
public record SessionMakers(boolean open, Optional<String> key) {

    /** The parameter in which the key is told. */
    public static final String PARAMETER = "authkey";

    /**
     * Decides; in a time that does not tell how much of a key is right.
     *
     * @param told what the query has as its {@link #PARAMETER}
     */
    public boolean allow(Optional<String> told) {
        return open
                || (key.isPresent()
                        && told.isPresent()
                        && MessageDigest.isEqual(
                                key.get().getBytes(StandardCharsets.UTF_8),
                                told.get().getBytes(StandardCharsets.UTF_8)));
    }

    /** Leaves the key out. */
    @Override
    public String toString() {
        return "SessionMakers[open=" + open + "]";
    }
}
