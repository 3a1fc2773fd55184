package io.millrace.edge;

import io.millrace.access.AccessRules;
import io.millrace.access.Action;
import io.millrace.access.Credentials;
import io.millrace.access.Verdict;
import io.millrace.chunklog.InvalidPathException;
import io.millrace.chunklog.Listed;
import io.millrace.chunklog.Listed.ListedDirectory;
import io.millrace.chunklog.Listed.ListedObject;
import io.millrace.edge.listing.Visibility;
import io.millrace.wire.Exchange;
import io.millrace.wire.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * Lets a request go on if its client may read: if its channel allows it, where there are channels, and access rules do,
 * where there are rules. Used by every event loop; free of charge where there is neither.
 */
final class ReadAccess implements Visibility {

    private static final int RETRY_SECONDS = 1;

    private final Optional<ChannelAccess> channels;
    private final Optional<AccessRules> rules;
    private final Serving serving;
    private final Admission anybody;

    ReadAccess(Optional<ChannelAccess> channels, Optional<AccessRules> rules, Serving serving) {
        this.channels = channels;
        this.rules = rules;
        this.serving = serving;
        this.anybody = new Admission(serving.policies(), false, Grant.FOR_GOOD);
    }

    /** What a request does once its client has been let in. */
    interface Admitted {

        /** Goes on. */
        void goOn(Admission admission);
    }

    /** What a path names: where there are channels, tokens in front of it are no part of that. */
    RequestTarget target(String rawPath) throws InvalidPathException {
        RequestTarget target = RequestTarget.parse(rawPath);
        return channels.isEmpty() ? target : target.withoutTokens();
    }

    /** How what is at a path is answered, whoever asks. */
    Policies policies(RequestTarget target) {
        return channels.map(known -> known.policies(target)).orElse(serving.policies());
    }

    /** Called on the exchange's event loop, on which the outcome is told too, now or later. */
    void check(Exchange exchange, RequestTarget target, Admitted admitted) {
        Optional<Admission> admission =
                channels.isEmpty() ? Optional.of(anybody) : channels.get().admit(exchange, target);
        if (admission.isPresent()) {
            checkRules(exchange, target.directory(), admission.get(), admitted);
        }
    }

    private void checkRules(Exchange exchange, String directory, Admission admission, Admitted admitted) {
        if (rules.isEmpty()) {
            admitted.goOn(admission);
            return;
        }
        CompletableFuture<Verdict> verdict = rules.orElseThrow()
                .check(credentials(exchange), Action.READ, directory)
                .toCompletableFuture();
        if (verdict.isDone() && !verdict.isCompletedExceptionally()) {
            act(exchange, verdict.join(), admission, admitted);
        } else {
            verdict.whenComplete((said, failure) -> serving.later(exchange, () -> {
                if (!exchange.responded()) { // else the client went away meanwhile
                    act(exchange, failure == null ? said : new Verdict.Busy(), admission, admitted);
                }
            }));
        }
    }

    private void act(Exchange exchange, Verdict verdict, Admission admission, Admitted admitted) {
        Policies policies = admission.policies();
        switch (verdict) {
            case Verdict.Allowed allowed -> {
                allowed.user().ifPresent(exchange::user);
                admitted.goOn(admission.restricted(allowed.user().isPresent()));
            }
            case Verdict.Unauthenticated nobody -> policies.refuse(exchange, challenge("say who you are to read here"));
            case Verdict.WrongCredentials wrong ->
                policies.refuse(exchange, challenge("this name or password is wrong"));
            case Verdict.Forbidden forbidden -> {
                forbidden.user().ifPresent(exchange::user);
                policies.refuse(exchange, Problem.of(HttpResponseStatus.FORBIDDEN, "you may not read here"));
            }
            case Verdict.Busy busy ->
                policies.refuse(
                        exchange,
                        Problem.of(HttpResponseStatus.SERVICE_UNAVAILABLE, "too many passwords are checked now")
                                .with(HttpHeaderNames.RETRY_AFTER, RETRY_SECONDS));
        }
    }

    /** Leaves out the directories that the client may not read. */
    @Override
    public CompletionStage<List<Listed>> visible(Exchange exchange, String directory, List<Listed> entries) {
        List<Listed> known = channels.isEmpty() ? entries : knownToClient(channels.get(), exchange, directory, entries);
        return rules.isEmpty() ? CompletableFuture.completedStage(known) : permitted(exchange, directory, known);
    }

    private static List<Listed> knownToClient(
            ChannelAccess channels, Exchange exchange, String directory, List<Listed> entries) {
        RequestTarget target;
        try {
            target = RequestTarget.parse(exchange.path()).withoutTokens();
        } catch (InvalidPathException e) {
            throw new IllegalStateException("what is listed was asked for by its path", e);
        }
        return entries.stream()
                .filter(entry -> switch (entry) {
                    case ListedDirectory inner -> channels.mayKnow(exchange, target, directory + inner.name() + '/');
                    case ListedObject object -> true;
                })
                .toList();
    }

    private CompletionStage<List<Listed>> permitted(Exchange exchange, String directory, List<Listed> entries) {
        Credentials credentials = credentials(exchange);
        List<CompletableFuture<Boolean>> may = entries.stream()
                .map(entry -> switch (entry) {
                    case ListedDirectory inner -> mayRead(credentials, directory + inner.name() + '/');
                    case ListedObject object -> CompletableFuture.completedFuture(true);
                })
                .toList();
        return CompletableFuture.allOf(may.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> IntStream.range(0, entries.size())
                        .filter(i -> may.get(i).join())
                        .mapToObj(entries::get)
                        .toList());
    }

    private CompletableFuture<Boolean> mayRead(Credentials credentials, String directory) {
        return rules.orElseThrow()
                .check(credentials, Action.READ, directory)
                .handle((verdict, failure) -> verdict instanceof Verdict.Allowed)
                .toCompletableFuture();
    }

    private static Credentials credentials(Exchange exchange) {
        return new Credentials(
                Optional.ofNullable(exchange.headers().get(HttpHeaderNames.AUTHORIZATION)),
                exchange.clientCertificate());
    }

    private static Problem challenge(String detail) {
        return Problem.of(HttpResponseStatus.UNAUTHORIZED, detail)
                .with(HttpHeaderNames.WWW_AUTHENTICATE, AccessRules.CHALLENGE);
    }
}
