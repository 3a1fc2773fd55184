package io.millrace.ingest.publisher;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/**
 * The keys with which one issuer signs its tokens (RFC 7517), fetched when they are needed. Known ones are used at once and
 * fetched again behind the request that found them old, so that no upload waits for the issuer; very old ones only where
 * the issuer is away. Used by all threads; no lock is held while something is fetched.
 */
final class IssuerKeys {

    private static final Logger LOG = Logger.getLogger(IssuerKeys.class);

    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration USABLE = Duration.ofMinutes(15);
    private static final Duration USABLE_WHERE_AWAY = Duration.ofHours(1);
    /** Tokens that name keys which there are not can't make us ask more often. */
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 256 << 10;
    private static final int OK = 200;

    private final URI uri;
    private final WebCalls web;
    private final LongSupplier nanos;
    private final PublisherCounters counters;

    private List<JsonWebKey> keys;
    private long fetchedNanos;
    private long askedNanos;
    private boolean asked;
    private CompletableFuture<List<JsonWebKey>> pending;

    /** @param nanos a clock like {@link System#nanoTime} */
    IssuerKeys(URI uri, WebCalls web, LongSupplier nanos, PublisherCounters counters) {
        this.uri = uri;
        this.web = web;
        this.nanos = nanos;
        this.counters = counters;
    }

    /** The keys as far as they are known; fails where they are not and can't be fetched. */
    synchronized CompletionStage<List<JsonWebKey>> known() {
        if (youngerThan(FRESH)) {
            return CompletableFuture.completedStage(keys);
        }
        if (youngerThan(USABLE)) {
            fetchAgain();
            return CompletableFuture.completedStage(keys);
        }
        return fetchAgain();
    }

    /** The keys, fetched again unless that was done a moment ago: a token names one that is not known. */
    synchronized CompletionStage<List<JsonWebKey>> newest() {
        return fetchAgain();
    }

    private boolean youngerThan(Duration age) {
        return keys != null && nanos.getAsLong() - fetchedNanos < age.toNanos();
    }

    private CompletionStage<List<JsonWebKey>> fetchAgain() {
        if (pending != null) {
            return pending;
        }
        if (asked && nanos.getAsLong() - askedNanos < BETWEEN_FETCHES.toNanos()) {
            return youngerThan(USABLE_WHERE_AWAY)
                    ? CompletableFuture.completedStage(keys)
                    : CompletableFuture.failedStage(new IOException("the issuer's keys could not be fetched"));
        }
        asked = true;
        askedNanos = nanos.getAsLong();
        CompletableFuture<List<JsonWebKey>> fetching = new CompletableFuture<>();
        pending = fetching;
        web.get(uri, TIMEOUT, MOST_BYTES).thenApply(IssuerKeys::parse).whenComplete((fetched, failure) -> {
            if (failure == null) {
                fetched(fetched);
                fetching.complete(fetched);
            } else {
                failed(fetching, failure);
            }
        });
        return fetching;
    }

    private synchronized void fetched(List<JsonWebKey> fetched) {
        pending = null;
        keys = fetched;
        fetchedNanos = nanos.getAsLong();
    }

    private void failed(CompletableFuture<List<JsonWebKey>> fetching, Throwable failure) {
        counters.issuerFailures.increment();
        LOG.warnf("keys of a tokens' issuer could not be fetched: uri=%s reason=%s", uri, failure.getMessage());
        List<JsonWebKey> older;
        synchronized (this) {
            pending = null;
            older = youngerThan(USABLE_WHERE_AWAY) ? keys : null;
        }
        if (older == null) {
            fetching.completeExceptionally(failure);
        } else {
            fetching.complete(older);
        }
    }

    private static List<JsonWebKey> parse(WebCalls.Answer answer) {
        if (answer.status() != OK) {
            throw new CompletionException(new IOException("the answer is " + answer.status()));
        }
        try {
            return List.copyOf(new JsonWebKeySet(answer.body()).getJsonWebKeys());
        } catch (JoseException e) {
            throw new CompletionException(new IOException("the answer is no JSON Web Key Set: " + e.getMessage()));
        }
    }
}
