package io.millrace.ingest.publisher;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Slows down who guesses: a client with too many wrong credentials within a minute is sent away until the minute is over,
 * without a look at what it offers. What has been right lately from the same client is looked at in any case, so that an
 * encoder goes on while its neighbour behind the same address is misconfigured. Used by all threads.
 */
final class FailedAttempts {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration PROVED_IS_KEPT = Duration.ofMinutes(10);
    private static final int MOST_CLIENTS = 100_000;
    private static final int MOST_PROVED = 20_000;

    private final int most;
    private final Ticker ticker;
    private final Cache<Object, Count> counts;
    private final Cache<Proved, Boolean> proved;
    private final OfferDigest digest;

    /** A client's failures within a minute, and when that began. */
    private record Count(AtomicInteger failures, long beganNanos) {}

    private record Proved(Object client, ByteBuffer digest) {}

    /** @param most failures of one client in a minute; 0 for any number */
    FailedAttempts(int most, OfferDigest digest, Ticker ticker) {
        this.most = most;
        this.digest = digest;
        this.ticker = ticker;
        this.counts = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(MOST_CLIENTS)
                .expireAfterWrite(WINDOW)
                .build();
        this.proved = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(MOST_PROVED)
                .expireAfterAccess(PROVED_IS_KEPT)
                .build();
    }

    /** How long a client has to wait before what it offers is looked at; empty if it need not. */
    Optional<Duration> wait(InetAddress address, List<Offer> offers) {
        if (most == 0 || offers.isEmpty()) {
            return Optional.empty();
        }
        Object client = ClientNetwork.of(address);
        Count count = counts.getIfPresent(client);
        if (count == null || count.failures().get() < most) {
            return Optional.empty();
        }
        if (proved.getIfPresent(new Proved(client, digest.of(offers))) != null) {
            return Optional.empty();
        }
        long left = WINDOW.toNanos() - (ticker.read() - count.beganNanos());
        return Optional.of(Duration.ofSeconds(Math.max(1, TimeUnit.NANOSECONDS.toSeconds(left) + 1)));
    }

    /** What a client offered was wrong. */
    void wrong(InetAddress address) {
        if (most > 0) {
            counts.get(ClientNetwork.of(address), client -> new Count(new AtomicInteger(), ticker.read()))
                    .failures()
                    .incrementAndGet();
        }
    }

    /** What a client offered was right. */
    void right(InetAddress address, List<Offer> offers) {
        if (most > 0 && !offers.isEmpty()) {
            proved.put(new Proved(ClientNetwork.of(address), digest.of(offers)), true);
        }
    }
}
