package io.millrace.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A bcrypt hash of a password as {@code htpasswd -B} writes it. Immutable. */
final class PasswordHash {

    /** Each step up doubles the time of a check: a hash of this cost takes a second or more. */
    static final int MOST_COST = 14;

    private static final int LEAST_COST = 4;
    private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$(?<cost>\\d\\d)\\$[./A-Za-z0-9]{53}");

    /** What bcrypt takes of a password; it is longer than this only with its closing zero. */
    private static final int MOST_PASSWORD_BYTES = 72;

    private static final BCrypt.Verifyer WITH_CLOSING_ZERO =
            BCrypt.verifyer(BCrypt.Version.VERSION_2Y, LongPasswordStrategies.none());
    private static final BCrypt.Verifyer WITHOUT_CLOSING_ZERO =
            BCrypt.verifyer(BCrypt.Version.VERSION_2Y_NO_NULL_TERMINATOR, LongPasswordStrategies.none());

    private final byte[] hash;

    private PasswordHash(String hash) {
        this.hash = hash.getBytes(StandardCharsets.US_ASCII);
    }

    /** The hash that a text is; empty if it is none, or one that takes too long to check. */
    static Optional<PasswordHash> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int cost = Integer.parseInt(form.group("cost"));
        return cost < LEAST_COST || cost > MOST_COST ? Optional.empty() : Optional.of(new PasswordHash(text));
    }

    /** Whether it is of this password. Takes milliseconds to seconds of computing, as long for a wrong password. */
    boolean of(byte[] password) {
        return password.length < MOST_PASSWORD_BYTES
                ? WITH_CLOSING_ZERO.verify(password, hash).verified
                : WITHOUT_CLOSING_ZERO.verify(Arrays.copyOf(password, MOST_PASSWORD_BYTES), hash).verified;
    }
}
