package io.millrace.access;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Whose password an Authorization header holds. The computing is done by an executor and its result kept for a while, so
 * that a publisher with a request a second costs one check every few minutes. Belongs to one version of the rules: with
 * the next one there is another, and what this one has found is forgotten. Used by all threads.
 */
final class PasswordChecks {

    private static final int MOST_KEPT = 10_000;
    private static final Duration RIGHT_IS_KEPT = Duration.ofMinutes(5);
    private static final Duration WRONG_IS_KEPT = Duration.ofSeconds(10);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SALT_BYTES = 32;

    private final Map<String, PasswordHash> hashes;
    /** All hashes; one of them is checked in place of that which an unknown user does not have. */
    private final List<PasswordHash> decoys;

    private final Executor executor;
    private final AccessCounters counters;

    /**
     * By the salted digest of the header, so that no password is kept. Nobody outside knows the salt: that digests are
     * not compared in constant time tells nothing. The user is empty where the password is wrong. A flood of wrong ones
     * does not push out what is used often.
     */
    private final AsyncCache<ByteBuffer, Optional<String>> results = Caffeine.newBuilder()
            .maximumSize(MOST_KEPT)
            .expireAfter(Expiry.<ByteBuffer, Optional<String>>creating(
                    (digest, user) -> user.isPresent() ? RIGHT_IS_KEPT : WRONG_IS_KEPT))
            .buildAsync();

    private final byte[] salt = new byte[SALT_BYTES];
    private final int decoySalt = RANDOM.nextInt();

    /** @param executor bounded; what it rejects is {@link RejectedExecutionException} to the caller */
    PasswordChecks(Map<String, PasswordHash> hashes, Executor executor, AccessCounters counters) {
        this.hashes = hashes;
        this.decoys = List.copyOf(hashes.values());
        this.executor = executor;
        this.counters = counters;
        RANDOM.nextBytes(salt);
    }

    /**
     * Finds out who it is; empty if the header proves nobody. Complete already where the result is known. Completes on a
     * thread of the executor otherwise.
     *
     * @throws RejectedExecutionException if too many checks wait
     */
    CompletableFuture<Optional<String>> userOf(String header) {
        if (decoys.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return results.get(digest(header), (_, _) -> CompletableFuture.supplyAsync(() -> check(header), executor));
    }

    private Optional<String> check(String header) {
        Optional<BasicCredentials> given = BasicCredentials.parse(header);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        counters.passwordChecks.increment();
        String user = given.get().user();
        byte[] password = given.get().password();
        PasswordHash hash = hashes.get(user);
        // An unknown user takes as long as a known one: as long as always the same one.
        boolean right = (hash == null ? decoys.get(decoyOf(user)) : hash).of(password);
        Arrays.fill(password, (byte) 0);
        return hash != null && right ? Optional.of(user) : Optional.empty();
    }

    private int decoyOf(String user) {
        return Math.floorMod(user.hashCode() ^ decoySalt, decoys.size());
    }

    private ByteBuffer digest(String header) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return ByteBuffer.wrap(digest.digest(header.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
