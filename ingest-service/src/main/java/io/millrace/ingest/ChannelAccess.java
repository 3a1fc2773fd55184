package io.millrace.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import io.millrace.chunklog.InvalidPathException;
import io.millrace.control.client.ControlClient;
import io.millrace.ingest.publisher.Decision;
import io.millrace.ingest.publisher.PublishRequest;
import io.millrace.ingest.publisher.Publishers;
import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Whether a request may change what it names. With a control plane its channel decides, and what is no channel's is closed
 * unless the ingest is open there; without one, and in the open, the access rules do. Used by every event loop.
 */
final class ChannelAccess implements AutoCloseable {

    private final Optional<ControlClient> control;
    private final Publishers publishers;
    private final PublisherAccess rules;
    private final boolean open;
    private final Answers answers;
    private final IngestCounters counters;

    /** @param open whether paths of no channel may be published to, as far as the rules allow it */
    ChannelAccess(
            Optional<ControlClient> control,
            Publishers publishers,
            PublisherAccess rules,
            boolean open,
            Answers answers,
            IngestCounters counters) {
        this.control = control;
        this.publishers = publishers;
        this.rules = rules;
        this.open = open;
        this.answers = answers;
        this.counters = counters;
    }

    /** Whether requests can be read: the control plane, if there is one, has told what it knows. */
    boolean ready() {
        return control.isEmpty() || control.get().view().isPresent();
    }

    /** Reads what a request is about; only where {@link #ready}. */
    Requested read(Exchange exchange) throws InvalidPathException {
        return read(exchange, RequestedPath.parse(exchange.path()));
    }

    /** The same where it is about a directory, with a slash at its end or without. */
    Requested readDirectory(Exchange exchange) throws InvalidPathException {
        return read(exchange, RequestedPath.parseDirectory(exchange.path()));
    }

    /** Whether the same channel decides about a path, be it an object's or a directory's. */
    boolean sameChannel(Requested requested) {
        return requested.view().isEmpty()
                || requested
                        .view()
                        .get()
                        .channelOf(requested.path().directory().path())
                        .equals(requested.channel());
    }

    private Requested read(Exchange exchange, RequestedPath path) throws InvalidPathException {
        return control.isEmpty()
                ? Requested.of(path)
                : ChannelRequests.read(control.get().view().orElseThrow(), exchange, path);
    }

    /**
     * Lets an exchange go on, or answers it.
     *
     * @param allowed called on the exchange's event loop, at once or later; not where the client has gone meanwhile
     */
    void check(Exchange exchange, Requested requested, Consumer<Permission> allowed) {
        String directory = requested.path().changedDirectory();
        if (requested.view().isEmpty()) {
            rules.check(exchange, directory, () -> allowed.accept(Permission.LASTING));
        } else if (requested.channel().isPresent()) {
            decide(exchange, requested, allowed);
        } else if (open) {
            Permission outside = new Permission.Outside(requested.path().text());
            rules.check(exchange, directory, () -> allowed.accept(outside));
        } else {
            refuse(exchange, Problem.of(HttpResponseStatus.NOT_FOUND, "there is no channel with this path"));
        }
    }

    private void decide(Exchange exchange, Requested requested, Consumer<Permission> allowed) {
        PublishRequest request = new PublishRequest(
                requested.channel().orElseThrow(),
                exchange.method().name(),
                requested.path().text(),
                requested.path().changedDirectory(),
                exchange.clientAddress(),
                requested.offers());
        CompletableFuture<Decision> decision =
                publishers.decide(requested.view().orElseThrow(), request).toCompletableFuture();
        if (decision.isDone() && !decision.isCompletedExceptionally()) {
            decided(exchange, decision.join(), allowed);
        } else {
            decision.whenComplete((result, failure) -> exchange.eventLoop().execute(() -> {
                if (failure != null) {
                    answers.fault(exchange, failure);
                } else {
                    answers.guarded(exchange, () -> decided(exchange, result, allowed));
                }
            }));
        }
    }

    private void decided(Exchange exchange, Decision decision, Consumer<Permission> allowed) {
        if (exchange.responded()) {
            return;
        }
        switch (decision) {
            case Decision.Allowed may -> {
                exchange.user(may.grant().proof().publisher());
                allowed.accept(new Permission.Granted(may.grant()));
            }
            case Decision.Unauthenticated unknown -> {
                Problem problem = Problem.of(
                        HttpResponseStatus.UNAUTHORIZED, "publishing here needs credentials that this channel accepts");
                problem.headers().add(HttpHeaderNames.WWW_AUTHENTICATE, unknown.challenges());
                refuse(exchange, problem);
            }
            case Decision.Forbidden forbidden ->
                refuse(exchange, Problem.of(HttpResponseStatus.FORBIDDEN, forbidden.detail()));
            case Decision.TooMany tooMany ->
                refuse(
                        exchange,
                        Problem.of(HttpResponseStatus.TOO_MANY_REQUESTS, tooMany.detail())
                                .with(
                                        HttpHeaderNames.RETRY_AFTER,
                                        tooMany.retryAfter().toSeconds()));
            case Decision.Unknown unknown ->
                answers.passing(exchange, HttpResponseStatus.SERVICE_UNAVAILABLE, unknown.detail() + "; try again");
        }
    }

    private void refuse(Exchange exchange, Problem problem) {
        counters.refusedAccess.increment();
        answers.problem(exchange, problem);
    }

    void register(MeterRegistry metrics) {
        rules.register(metrics);
        if (control.isPresent()) {
            publishers.register(metrics);
        }
    }

    @Override
    public void close() {
        publishers.close();
        rules.close();
    }
}
