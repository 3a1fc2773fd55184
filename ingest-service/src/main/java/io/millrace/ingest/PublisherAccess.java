package io.millrace.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.access.AccessRules;
import io.millrace.access.Action;
import io.millrace.access.Credentials;
import io.millrace.access.Verdict;
import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Whether a publisher may change a directory. The ingest's port is the publishers': who may not write there learns
 * nothing of what is there either. Without a file of rules everybody may, and nothing is looked at.
 */
final class PublisherAccess implements AutoCloseable {

    private final Optional<AccessRules> rules;
    private final Answers answers;
    private final IngestCounters counters;

    PublisherAccess(Optional<AccessRules> rules, Answers answers, IngestCounters counters) {
        this.rules = rules;
        this.answers = answers;
        this.counters = counters;
    }

    /**
     * Lets an exchange go on, or answers it.
     *
     * @param allowed called on the exchange's event loop, at once or later; not where the client has gone meanwhile
     */
    void check(Exchange exchange, String directory, Runnable allowed) {
        if (rules.isEmpty()) {
            allowed.run();
            return;
        }
        Credentials credentials = new Credentials(
                Optional.ofNullable(exchange.headers().get(HttpHeaderNames.AUTHORIZATION)),
                exchange.clientCertificate());
        CompletableFuture<Verdict> verdict =
                rules.get().check(credentials, Action.WRITE, directory).toCompletableFuture();
        if (verdict.isDone()) {
            found(exchange, verdict.join(), allowed);
        } else {
            verdict.whenComplete((result, failure) -> exchange.eventLoop().execute(() -> {
                if (failure != null) {
                    answers.fault(exchange, failure);
                } else {
                    answers.guarded(exchange, () -> found(exchange, result, allowed));
                }
            }));
        }
    }

    private void found(Exchange exchange, Verdict verdict, Runnable allowed) {
        if (exchange.responded()) {
            return;
        }
        switch (verdict) {
            case Verdict.Allowed may -> {
                may.user().ifPresent(exchange::user);
                allowed.run();
            }
            case Verdict.Unauthenticated unknown ->
                refuse(
                        exchange,
                        Problem.of(HttpResponseStatus.UNAUTHORIZED, "publishing here needs a name and a password")
                                .with(HttpHeaderNames.WWW_AUTHENTICATE, AccessRules.CHALLENGE));
            case Verdict.WrongCredentials wrong ->
                refuse(exchange, Problem.of(HttpResponseStatus.FORBIDDEN, "the name or the password is wrong"));
            case Verdict.Forbidden forbidden -> {
                forbidden.user().ifPresent(exchange::user);
                refuse(exchange, Problem.of(HttpResponseStatus.FORBIDDEN, "publishing to this path is not allowed"));
            }
            case Verdict.Busy busy ->
                answers.passing(
                        exchange,
                        HttpResponseStatus.SERVICE_UNAVAILABLE,
                        "too many passwords wait to be checked; try again");
        }
    }

    private void refuse(Exchange exchange, Problem problem) {
        counters.refusedAccess.increment();
        answers.problem(exchange, problem);
    }

    /** Publishes what the rules have had to do; nothing without rules. */
    void register(MeterRegistry registry) {
        rules.ifPresent(watched -> watched.register(registry, "ingest"));
    }

    @Override
    public void close() {
        rules.ifPresent(AccessRules::close);
    }
}
