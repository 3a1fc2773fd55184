package io.millrace.ingest.publisher;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.access.AccessRules;
import io.millrace.control.client.ControlView;
import io.millrace.proto.control.v1.Channel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Decides who may publish to a channel, and whether it still may. Used by all threads, and blocks none; ends when it is
 * closed.
 */
public final class Publishers implements AutoCloseable {

    private static final String BEARER = "Bearer realm=\"millrace\"";
    private static final Standing NO_LONGER =
            new Standing.Ended("the channel does not accept these credentials any more");

    private final InstantSource clock;
    private final PublisherCounters counters = new PublisherCounters();
    private final WebCalls web;
    private final FailedAttempts failures;
    private final TokenCheck tokens;
    private final WebhookCheck webhooks;

    /**
     * @param failuresPerMinute wrong credentials of one client in a minute before it is sent away; 0 for any number
     * @param plainWebhooks whether webhooks may be asked without TLS beyond this machine
     */
    public Publishers(Vertx vertx, InstantSource clock, int failuresPerMinute, boolean plainWebhooks) {
        OfferDigest digest = new OfferDigest();
        this.clock = clock;
        this.web = new WebCalls(vertx);
        this.failures = new FailedAttempts(failuresPerMinute, digest, System::nanoTime);
        this.tokens = new TokenCheck(web, digest, counters, System::nanoTime);
        this.webhooks = new WebhookCheck(web, digest, counters, clock, plainWebhooks);
    }

    /** Decides about a request to a channel. The stage is complete already where nobody has to be asked; it may fail. */
    public CompletionStage<Decision> decide(ControlView view, PublishRequest request) {
        if (request.channel().getDisabled()) {
            return CompletableFuture.completedStage(new Decision.Forbidden("the channel is disabled"));
        }
        Optional<Duration> wait = failures.wait(request.client(), request.offers());
        if (wait.isPresent()) {
            count("too-many");
            return CompletableFuture.completedStage(new Decision.TooMany(
                    "too many wrong credentials came from this client; try again later", wait.get()));
        }
        return find(view, request).thenApply(finding -> decision(request, finding));
    }

    /** Asks the webhook again that has allowed an upload which is in progress still. */
    public CompletionStage<Decision> askAgain(Proof.Webhook proof) {
        return webhooks.check(proof.policy(), proof.request()).thenApply(finding -> decision(proof.request(), finding));
    }

    /** What has become of a grant by a view's and the clock's account. */
    public Standing standing(ControlView view, Grant grant) {
        Optional<Channel> channel =
                view.channelOf(grant.path()).filter(now -> now.getName().equals(grant.channel()));
        if (channel.isEmpty()) {
            return new Standing.Ended("the path is not the channel's any more");
        } else if (channel.get().getDisabled()) {
            return new Standing.Ended("the channel is disabled");
        }
        Instant now = clock.instant();
        Accepted accepted = Accepted.by(channel.get());
        return switch (grant.proof()) {
            case Proof.Nothing nothing -> holdsIf(accepted.open(), Optional.empty());
            case Proof.Key key ->
                KeyCheck.ended(view, key, now)
                        .<Standing>map(Standing.Ended::new)
                        .orElseGet(
                                () -> holdsIf(accepted.keyPlaces().contains(key.place()), KeyCheck.expiry(view, key)));
            case Proof.Certificate certificate ->
                holdsIf(
                        accepted.certificates()
                                .filter(policy -> CertificateCheck.matches(policy, certificate.offered()))
                                .isPresent(),
                        Optional.empty());
            case Proof.Token token when !now.isBefore(token.expiry()) -> new Standing.Ended("the token has expired");
            case Proof.Token token ->
                holdsIf(accepted.jwt().filter(token.policy()::equals).isPresent(), Optional.of(token.expiry()));
            case Proof.Webhook webhook
            when accepted.webhook().filter(webhook.policy()::equals).isEmpty() -> NO_LONGER;
            case Proof.Webhook webhook
            when now.isBefore(webhook.until()) -> new Standing.Holds(Optional.of(webhook.until()));
            case Proof.Webhook webhook -> new Standing.AskAgain(webhook);
        };
    }

    private static Standing holdsIf(boolean accepted, Optional<Instant> until) {
        return accepted ? new Standing.Holds(until) : NO_LONGER;
    }

    /** Asks in the order of what it costs, until something is proved. */
    private CompletionStage<Finding> find(ControlView view, PublishRequest request) {
        Accepted accepted = Accepted.by(request.channel());
        if (accepted.open()) {
            return CompletableFuture.completedStage(new Finding.Proved(new Proof.Nothing()));
        }
        Instant now = clock.instant();
        CompletionStage<Finding> finding = CompletableFuture.completedStage(accepted.certificates()
                .map(policy -> CertificateCheck.check(policy, request.offers()))
                .orElse(Finding.NOTHING_OFFERED));
        if (!accepted.keyPlaces().isEmpty()) {
            finding = or(
                    finding,
                    () -> CompletableFuture.completedStage(
                            KeyCheck.check(view, request.channel(), accepted.keyPlaces(), request.offers(), now)));
        }
        if (accepted.jwt().isPresent()) {
            finding = or(finding, () -> tokens.check(accepted.jwt().get(), request, now));
        }
        if (accepted.webhook().isPresent()) {
            finding = or(finding, () -> webhooks.check(accepted.webhook().get(), request));
        }
        return finding;
    }

    private static CompletionStage<Finding> or(
            CompletionStage<Finding> before, Supplier<CompletionStage<Finding>> then) {
        return before.thenCompose(found -> found instanceof Finding.Proved
                ? CompletableFuture.completedStage(found)
                : then.get().thenApply(next -> weightier(found, next)));
    }

    /** What to tell where nothing is proved: what may pass, before what is said of the credentials that are meant. */
    private static Finding weightier(Finding one, Finding other) {
        return weight(other) >= weight(one) ? other : one;
    }

    private static int weight(Finding finding) {
        return switch (finding) {
            case Finding.NothingOffered nothing -> 0;
            case Finding.Refused refused -> 1;
            case Finding.Outside outside -> 2;
            case Finding.TooMany tooMany -> 3;
            case Finding.Unknown unknown -> 4;
            case Finding.Proved proved -> 5;
        };
    }

    private Decision decision(PublishRequest request, Finding finding) {
        return switch (finding) {
            case Finding.Proved proved -> {
                failures.right(request.client(), request.offers());
                counters.allowed.get(proved.proof().kind()).increment();
                yield new Decision.Allowed(new Grant(request.channel().getName(), request.path(), proved.proof()));
            }
            case Finding.NothingOffered nothing -> {
                count("no-credentials");
                yield unauthenticated(Accepted.by(request.channel()));
            }
            case Finding.Refused refused -> {
                failures.wrong(request.client());
                count("wrong");
                yield new Decision.Forbidden(refused.detail());
            }
            case Finding.Outside outside -> {
                count("wrong");
                yield new Decision.Forbidden(outside.detail());
            }
            case Finding.TooMany tooMany -> {
                count("too-many");
                yield new Decision.TooMany("who decides about publishers asks to wait", tooMany.retryAfter());
            }
            case Finding.Unknown unknown -> {
                count("unknown");
                yield new Decision.Unknown(unknown.detail());
            }
        };
    }

    /** HTTP has no challenge for what a query, a path or a certificate tells: who may only come so is refused. */
    private static Decision unauthenticated(Accepted accepted) {
        List<String> challenges = new ArrayList<>();
        if (accepted.asksForPassword()) {
            challenges.add(AccessRules.CHALLENGE);
        }
        if (accepted.asksForBearer()) {
            challenges.add(BEARER);
        }
        return challenges.isEmpty()
                ? new Decision.Forbidden(
                        accepted.keyPlaces().isEmpty()
                                ? "publishing here needs a client certificate that the channel knows"
                                : "publishing here needs a publish key in the path or the query")
                : new Decision.Unauthenticated(challenges);
    }

    private void count(String reason) {
        counters.refused.get(reason).increment();
    }

    /** Publishes what deciding has come to. */
    public void register(MeterRegistry metrics) {
        counters.allowed.forEach((kind, counter) -> FunctionCounter.builder(
                        "millrace.ingest.publishers.allowed", counter, LongAdder::sum)
                .tag("kind", kind)
                .description("Requests to channels that were allowed, by what has proved it")
                .register(metrics));
        counters.refused.forEach((reason, counter) -> FunctionCounter.builder(
                        "millrace.ingest.publishers.refused", counter, LongAdder::sum)
                .tag("reason", reason)
                .description("Requests to channels that were not allowed")
                .register(metrics));
        count(metrics, "tokens", "Tokens whose signature was checked", counters.tokenChecks);
        count(metrics, "issuers.failed", "Fetches of a token issuer's keys that failed", counters.issuerFailures);
        count(metrics, "webhooks", "Questions to webhooks", counters.webhookCalls);
        count(metrics, "webhooks.failed", "Questions to webhooks without a usable answer", counters.webhookFailures);
    }

    private static void count(MeterRegistry metrics, String name, String what, LongAdder counter) {
        FunctionCounter.builder("millrace.ingest.publishers." + name, counter, LongAdder::sum)
                .description(what)
                .register(metrics);
    }

    @Override
    public void close() {
        tokens.close();
        web.close();
    }
}
