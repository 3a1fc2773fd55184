package io.millrace.access;

import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/**
 * What a file of access rules says, checked and resolved. Immutable.
 *
 * @param read who may read
 * @param write who may write
 * @param passwords the hash of each user that has a password
 * @param certificates the user of each certificate's subject, in X.500's canonical form
 */
record Rules(
        DirectoryRules read,
        DirectoryRules write,
        Map<String, PasswordHash> passwords,
        Map<String, String> certificates) {

    /** Everything is allowed to anybody. */
    static final Rules OPEN = new Rules(
            new DirectoryRules(Permitted.ANYBODY, Map.of()),
            new DirectoryRules(Permitted.ANYBODY, Map.of()),
            Map.of(),
            Map.of());

    Rules {
        passwords = Map.copyOf(passwords);
        certificates = Map.copyOf(certificates);
    }

    Permitted permitted(Action action, String directory) {
        return switch (action) {
            case READ -> read.in(directory);
            case WRITE -> write.in(directory);
        };
    }

    /**
     * The user whose certificate has this subject. Subjects are compared as RFC 5280, section 7.1, says: case and
     * repeated spaces do not count.
     *
     * @param subject as RFC 2253 writes it
     */
    Optional<String> userOf(String subject) {
        if (certificates.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(certificates.get(canonical(subject)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * One spelling for all subjects that are the same.
     *
     * @throws IllegalArgumentException if it is no subject
     */
    static String canonical(String subject) {
        return new X500Principal(subject).getName(X500Principal.CANONICAL);
    }
}
