package io.millrace.ingest.publisher;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.List;

/**
 * What offers are known by in caches, so that these hold no secrets. Salted anew with each start: of no use elsewhere, and
 * nobody can tell from the time of a comparison what is compared.
 */
final class OfferDigest {

    private static final int SALT_BYTES = 32;

    private final byte[] salt = new byte[SALT_BYTES];

    OfferDigest() {
        new SecureRandom().nextBytes(salt);
    }

    ByteBuffer of(List<Offer> offers) {
        MessageDigest digest = sha256();
        digest.update(salt);
        for (Offer offer : offers) {
            for (String part : parts(offer)) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                // With its length, so that no two lists of offers run into the same bytes.
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                digest.update(bytes);
            }
        }
        return ByteBuffer.wrap(digest.digest());
    }

    private static List<String> parts(Offer offer) {
        return switch (offer) {
            case Offer.Secret secret -> List.of(secret.kind(), secret.secret());
            case Offer.Password password -> List.of(password.kind(), password.user(), password.password());
            case Offer.Certificate certificate ->
                List.of(
                        certificate.kind(),
                        certificate.subject(),
                        String.join(
                                " ", certificate.names().dns().stream().sorted().toList()),
                        String.join(
                                " ",
                                certificate.names().uris().stream().sorted().toList()));
        };
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
