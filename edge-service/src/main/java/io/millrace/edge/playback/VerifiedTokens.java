package io.millrace.edge.playback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.millrace.access.playback.PlaybackToken;
import io.millrace.access.playback.SignedToken;
import io.millrace.access.playback.SigningKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What tokens say whose signature was found to be right, until they end: a player tells the same one with every request.
 * Kept by the hash of the token, so that none can be had from memory. Used by every event loop; bounded.
 */
public final class VerifiedTokens {

    private static final long MOST_KEPT = 50_000;

    private final InstantSource clock;
    private final Cache<ByteBuffer, Verified> kept;

    /** @param key that has signed it; another one of the same name is not the same */
    private record Verified(PlaybackToken token, SigningKey key) {}

    /** @param clock by which tokens end */
    public VerifiedTokens(InstantSource clock) {
        this.clock = clock;
        this.kept = Caffeine.newBuilder()
                .maximumSize(MOST_KEPT)
                .executor(Runnable::run)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .expireAfter(Expiry.<ByteBuffer, Verified>creating((hash, verified) -> left(verified.token())))
                .build();
    }

    /**
     * What a token says, if one of some keys has signed it.
     *
     * @param keys by their ids
     */
    Optional<PlaybackToken> verify(String text, Map<String, SigningKey> keys) {
        ByteBuffer hash = hash(text);
        Verified known = kept.getIfPresent(hash);
        if (known != null && keys.get(known.token().keyId()) == known.key()) {
            return Optional.of(known.token());
        }
        Optional<SignedToken> parsed = SignedToken.parse(text);
        SigningKey key = parsed.map(token -> keys.get(token.keyId())).orElse(null);
        if (key == null) {
            return Optional.empty();
        }
        Optional<PlaybackToken> signed = parsed.orElseThrow().signedBy(key);
        signed.filter(token -> left(token).isPositive()).ifPresent(token -> kept.put(hash, new Verified(token, key)));
        return signed;
    }

    /** Forgets what other keys than these have signed. */
    public void retain(Set<SigningKey> keys) {
        kept.asMap().values().removeIf(verified -> !keys.contains(verified.key()));
    }

    /** How many are kept. */
    public long count() {
        kept.cleanUp();
        return kept.estimatedSize();
    }

    private Duration left(PlaybackToken token) {
        return Duration.ofSeconds(token.expirySeconds()).minusMillis(clock.millis());
    }

    private static ByteBuffer hash(String token) {
        try {
            byte[] text = token.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
