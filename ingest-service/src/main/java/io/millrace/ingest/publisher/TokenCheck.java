package io.millrace.ingest.publisher;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millrace.proto.control.v1.JwtPublishing;
import io.millrace.proto.control.v1.KeyPlace;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jose4j.jwk.JsonWebKey;

/**
 * JSON Web Tokens. Signatures are checked on threads of their own, for they take as long as thousands of chunks; what was
 * found is kept for a minute, so that a segment a second costs one check a minute. Used by all threads.
 */
final class TokenCheck implements AutoCloseable {

    private static final String KEY_START = "mrk_";
    private static final int MOST_KEPT = 10_000;
    /** A key that its issuer takes back is of use for so much longer. */
    private static final Duration KEPT = Duration.ofMinutes(1);

    private static final int MOST_ISSUERS = 256;
    private static final int MOST_WAITING = 256;

    private final WebCalls web;
    private final OfferDigest digest;
    private final PublisherCounters counters;
    private final LongSupplier nanos;
    private final ExecutorService checker = checker();
    private final Cache<URI, IssuerKeys> issuers =
            Caffeine.newBuilder().maximumSize(MOST_ISSUERS).build();
    private final Cache<Known, VerifiedToken> verified =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).expireAfterWrite(KEPT).build();

    private record Known(JwtPublishing policy, ByteBuffer digest) {}

    /** @param nanos a clock like {@link System#nanoTime} */
    TokenCheck(WebCalls web, OfferDigest digest, PublisherCounters counters, LongSupplier nanos) {
        this.nanos = nanos;
        this.web = web;
        this.digest = digest;
        this.counters = counters;
    }

    CompletionStage<Finding> check(JwtPublishing policy, PublishRequest request, Instant now) {
        Optional<Offer.Secret> offer = request.offers().stream()
                .filter(Offer.Secret.class::isInstance)
                .map(Offer.Secret.class::cast)
                .filter(secret -> secret.place() == KeyPlace.KEY_PLACE_BEARER)
                .filter(secret -> !secret.secret().startsWith(KEY_START))
                .findFirst();
        if (offer.isEmpty()) {
            return CompletableFuture.completedStage(Finding.NOTHING_OFFERED);
        }
        Known known = new Known(policy, digest.of(List.of(offer.get())));
        VerifiedToken token = verified.getIfPresent(known);
        return token != null
                ? CompletableFuture.completedStage(token.finding(policy, request.path(), now))
                : verify(known, offer.get().secret(), now)
                        .thenApply(found -> found.finding(policy, request.path(), now))
                        .exceptionally(TokenCheck::failed);
    }

    private CompletionStage<VerifiedToken> verify(Known known, String token, Instant now) {
        IssuerKeys issuer;
        try {
            URI uri = URI.create(known.policy().getJwksUri());
            if (!WebCalls.isSafe(uri)) {
                throw new IllegalArgumentException("neither https nor on a loopback address");
            }
            issuer = issuers.get(uri, source -> new IssuerKeys(source, web, nanos, counters));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedStage(e);
        }
        return issuer.known()
                .thenComposeAsync(keys -> verify(known, token, keys, issuer, now), checker)
                .thenApply(found -> {
                    verified.put(known, found);
                    return found;
                });
    }

    private CompletionStage<VerifiedToken> verify(
            Known known, String token, List<JsonWebKey> keys, IssuerKeys issuer, Instant now) {
        try {
            return CompletableFuture.completedStage(once(known.policy(), token, keys, now));
        } catch (InvalidTokenException e) {
            return e.keyIsUnknown()
                    ? issuer.newest().thenApplyAsync(newer -> again(known.policy(), token, newer, now), checker)
                    : CompletableFuture.failedStage(e);
        }
    }

    private VerifiedToken again(JwtPublishing policy, String token, List<JsonWebKey> keys, Instant now) {
        try {
            return once(policy, token, keys, now);
        } catch (InvalidTokenException e) {
            throw new CompletionException(e);
        }
    }

    private VerifiedToken once(JwtPublishing policy, String token, List<JsonWebKey> keys, Instant now)
            throws InvalidTokenException {
        counters.tokenChecks.increment();
        return VerifiedToken.of(policy, token, keys, now);
    }

    private static Finding failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case InvalidTokenException invalid -> new Finding.Refused(invalid.getMessage());
            case RejectedExecutionException busy -> new Finding.Unknown("too many tokens wait to be checked");
            default -> new Finding.Unknown("the keys of the tokens' issuer can't be had");
        };
    }

    /** Half of the processors, so that a flood of tokens leaves the other half to what streams. */
    private static ExecutorService checker() {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                Thread.ofPlatform().daemon().name("publisher-tokens-", 0).factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public void close() {
        checker.shutdown();
    }
}
