package io.millrace.edge;

import io.millrace.access.AccessRules;
import io.millrace.access.Action;
import io.millrace.access.Credentials;
import io.millrace.access.Verdict;
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

/** Lets a request go on if its client may read. Used by every event loop; free of charge where there are no rules. */
final class ReadAccess implements Visibility {

    private static final int RETRY_SECONDS = 1;

    private final Optional<AccessRules> rules;
    private final Serving serving;

    ReadAccess(Optional<AccessRules> rules, Serving serving) {
        this.rules = rules;
        this.serving = serving;
    }

    /** What a request does once its client has been let in. */
    interface Admitted {

        /**
         * Goes on.
         *
         * @param restricted whether others may not read the same
         */
        void goOn(boolean restricted);
    }

    /** Called on the exchange's event loop, on which the outcome is told too, now or later. */
    void check(Exchange exchange, String directory, Admitted admitted) {
        if (rules.isEmpty()) {
            admitted.goOn(false);
            return;
        }
        CompletableFuture<Verdict> verdict = rules.orElseThrow()
                .check(credentials(exchange), Action.READ, directory)
                .toCompletableFuture();
        if (verdict.isDone() && !verdict.isCompletedExceptionally()) {
            act(exchange, verdict.join(), admitted);
        } else {
            verdict.whenComplete((said, failure) -> serving.later(exchange, () -> {
                if (!exchange.responded()) { // else the client went away meanwhile
                    act(exchange, failure == null ? said : new Verdict.Busy(), admitted);
                }
            }));
        }
    }

    private void act(Exchange exchange, Verdict verdict, Admitted admitted) {
        switch (verdict) {
            case Verdict.Allowed allowed -> {
                allowed.user().ifPresent(exchange::user);
                admitted.goOn(allowed.user().isPresent());
            }
            case Verdict.Unauthenticated nobody -> serving.refuse(exchange, challenge("say who you are to read here"));
            case Verdict.WrongCredentials wrong ->
                serving.refuse(exchange, challenge("this name or password is wrong"));
            case Verdict.Forbidden forbidden -> {
                forbidden.user().ifPresent(exchange::user);
                serving.refuse(exchange, Problem.of(HttpResponseStatus.FORBIDDEN, "you may not read here"));
            }
            case Verdict.Busy busy ->
                serving.refuse(
                        exchange,
                        Problem.of(HttpResponseStatus.SERVICE_UNAVAILABLE, "too many passwords are checked now")
                                .with(HttpHeaderNames.RETRY_AFTER, RETRY_SECONDS));
        }
    }

    /** Leaves out the directories that the client may not read. */
    @Override
    public CompletionStage<List<Listed>> visible(Exchange exchange, String directory, List<Listed> entries) {
        if (rules.isEmpty()) {
            return CompletableFuture.completedStage(entries);
        }
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
