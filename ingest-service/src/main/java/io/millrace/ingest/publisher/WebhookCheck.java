package io.millrace.ingest.publisher;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.millrace.proto.control.v1.Channel;
import io.millrace.proto.control.v1.WebhookPublishing;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Asks a channel's web service. What it allows holds for a while for the same client, credentials and directory, so that
 * a segment a second is not a question a second; what it refuses is asked about again. Used by all threads.
 */
final class WebhookCheck {

    private static final Logger LOG = Logger.getLogger(WebhookCheck.class);

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
    private static final Duration DEFAULT_HOLD = Duration.ofSeconds(10);
    private static final Duration LONGEST_HOLD = Duration.ofHours(1);
    /** An upload in progress does not ask more often, whatever it is told. */
    private static final Duration SHORTEST_REPEAT = Duration.ofSeconds(1);

    private static final int MOST_KEPT = 20_000;
    /** Questions at once, to all webhooks. */
    private static final int MOST_AT_ONCE = 128;

    /** Of one client: who has no credentials costs a question too, and must not take all of them. */
    private static final int MOST_AT_ONCE_PER_CLIENT = 32;

    /** The answer's body is not looked at. */
    private static final int MOST_ANSWER_BYTES = 64 << 10;

    private final WebCalls web;
    private final OfferDigest digest;
    private final PublisherCounters counters;
    private final InstantSource clock;
    private final boolean plain;
    private final AtomicInteger asking = new AtomicInteger();
    private final Map<Object, Integer> askingByClient = new ConcurrentHashMap<>();

    private final AsyncCache<Question, Reply> replies = Caffeine.newBuilder()
            .maximumSize(MOST_KEPT)
            .expireAfter(Expiry.<Question, Reply>creating(
                    (question, reply) -> reply instanceof Allowed ? hold(question.policy()) : Duration.ZERO))
            .buildAsync();

    private sealed interface Reply {}

    /** @param until when an upload that is in progress asks again */
    private record Allowed(Instant until) implements Reply {}

    private record NotAllowed(Finding finding) implements Reply {}

    /** What an answer holds for. */
    private record Question(
            String channel,
            WebhookPublishing policy,
            String method,
            String directory,
            InetAddress client,
            ByteBuffer offers) {}

    /** @param plain whether webhooks may be asked without TLS beyond this machine */
    WebhookCheck(WebCalls web, OfferDigest digest, PublisherCounters counters, InstantSource clock, boolean plain) {
        this.web = web;
        this.digest = digest;
        this.counters = counters;
        this.clock = clock;
        this.plain = plain;
    }

    /** Completes at once where the answer is known. */
    CompletionStage<Finding> check(WebhookPublishing policy, PublishRequest request) {
        Channel channel = request.channel();
        Question question = new Question(
                channel.getName(),
                policy,
                request.method(),
                request.directory(),
                request.client(),
                digest.of(request.offers()));
        CompletableFuture<Reply> known = replies.getIfPresent(question);
        if (known != null && isOver(known)) {
            replies.asMap().remove(question, known);
        }
        return replies.get(question, (_, _) -> ask(policy, request)).thenApply(reply -> switch (reply) {
            case Allowed allowed ->
                new Finding.Proved(new Proof.Webhook(policy, request, user(request), allowed.until()));
            case NotAllowed not -> not.finding();
        });
    }

    /** The cache's clock and ours may differ by a moment; asking again must not end in the same answer. */
    private boolean isOver(CompletableFuture<Reply> known) {
        return known.getNow(null) instanceof Allowed allowed && !clock.instant().isBefore(allowed.until());
    }

    private static String user(PublishRequest request) {
        return request.offers().stream()
                .map(offer -> switch (offer) {
                    case Offer.Password password -> password.user();
                    case Offer.Certificate certificate -> certificate.subject();
                    case Offer.Secret secret -> "";
                })
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }

    private CompletableFuture<Reply> ask(WebhookPublishing policy, PublishRequest request) {
        URI uri;
        try {
            uri = URI.create(policy.getUri());
        } catch (IllegalArgumentException e) {
            return unusable(request, "its URI is none");
        }
        if (!WebCalls.isSafe(uri) && !(plain && "http".equals(uri.getScheme()) && uri.getHost() != null)) {
            return unusable(
                    request, "its URI is neither https nor on a loopback address (MILLRACE_INGEST_PLAIN_WEBHOOKS)");
        }
        Object client = ClientNetwork.of(request.client());
        int ofClient = askingByClient.merge(client, 1, Integer::sum);
        if (asking.incrementAndGet() > MOST_AT_ONCE || ofClient > MOST_AT_ONCE_PER_CLIENT) {
            asked(client);
            return CompletableFuture.completedFuture(new NotAllowed(
                    new Finding.Unknown("too many requests wait for those who decide about publishers")));
        }
        counters.webhookCalls.increment();
        return web.post(uri, WebhookQuestion.json(request), timeout(policy), MOST_ANSWER_BYTES)
                .whenComplete((answer, failure) -> asked(client))
                .thenApply(answer -> reply(policy, request, answer))
                .exceptionally(failure -> away(request, failure.getMessage()))
                .toCompletableFuture();
    }

    private void asked(Object client) {
        asking.decrementAndGet();
        askingByClient.computeIfPresent(client, (same, count) -> count == 1 ? null : count - 1);
    }

    private Reply reply(WebhookPublishing policy, PublishRequest request, WebCalls.Answer answer) {
        if (answer.status() >= 200 && answer.status() < 300) {
            Duration hold = hold(policy);
            return new Allowed(clock.instant().plus(hold.compareTo(SHORTEST_REPEAT) < 0 ? SHORTEST_REPEAT : hold));
        }
        return switch (answer.status()) {
            case 401 ->
                new NotAllowed(
                        request.offers().isEmpty()
                                ? Finding.NOTHING_OFFERED
                                : new Finding.Refused("who decides about publishers does not know these credentials"));
            case 403 -> new NotAllowed(new Finding.Refused("who decides about publishers does not allow it"));
            case 429 -> new NotAllowed(new Finding.TooMany(RetryAfter.of(answer.retryAfter())));
            default -> away(request, "the answer is " + answer.status());
        };
    }

    private Reply away(PublishRequest request, String reason) {
        counters.webhookFailures.increment();
        LOG.warnf(
                "a webhook does not decide about publishers: channel=%s reason=%s",
                request.channel().getName(), reason);
        return new NotAllowed(new Finding.Unknown("who decides about publishers does not answer"));
    }

    private CompletableFuture<Reply> unusable(PublishRequest request, String reason) {
        return CompletableFuture.completedFuture(away(request, reason));
    }

    private static Duration timeout(WebhookPublishing policy) {
        return policy.hasTimeout()
                ? within(SHORTEST_TIMEOUT, duration(policy.getTimeout()), LONGEST_TIMEOUT)
                : DEFAULT_TIMEOUT;
    }

    private static Duration hold(WebhookPublishing policy) {
        return policy.hasHold() ? within(Duration.ZERO, duration(policy.getHold()), LONGEST_HOLD) : DEFAULT_HOLD;
    }

    private static Duration within(Duration least, Duration wanted, Duration most) {
        return wanted.compareTo(least) < 0 ? least : wanted.compareTo(most) > 0 ? most : wanted;
    }

    private static Duration duration(com.google.protobuf.Duration duration) {
        return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    }
}
