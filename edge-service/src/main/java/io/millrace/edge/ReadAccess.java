package io.millrace.edge;

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

/** Lets a request go on if its client may read. Used by every event loop; free of charge where there are no rules. */
final class ReadAccess {

    private static final int RETRY_SECONDS = 1;

    private final Optional<AccessRules> rules;

    ReadAccess(Optional<AccessRules> rules) {
        this.rules = rules;
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

    /** What is done with a request whose client may not read. */
    interface Refused {

        /** Answers with the problem. */
        void refuse(Problem problem);
    }

    /** Called on the exchange's event loop, on which the outcome is told too, now or later. */
    void check(Exchange exchange, String directory, Admitted admitted, Refused refused) {
        if (rules.isEmpty()) {
            admitted.goOn(false);
            return;
        }
        Credentials credentials = new Credentials(
                Optional.ofNullable(exchange.headers().get(HttpHeaderNames.AUTHORIZATION)),
                exchange.clientCertificate());
        CompletableFuture<Verdict> verdict =
                rules.orElseThrow().check(credentials, Action.READ, directory).toCompletableFuture();
        if (verdict.isDone() && !verdict.isCompletedExceptionally()) {
            act(exchange, verdict.join(), admitted, refused);
        } else {
            verdict.whenComplete((said, failure) -> exchange.eventLoop().execute(() -> {
                if (!exchange.responded()) { // else the client went away meanwhile
                    act(exchange, failure == null ? said : new Verdict.Busy(), admitted, refused);
                }
            }));
        }
    }

    private static void act(Exchange exchange, Verdict verdict, Admitted admitted, Refused refused) {
        switch (verdict) {
            case Verdict.Allowed allowed -> {
                allowed.user().ifPresent(exchange::user);
                admitted.goOn(allowed.user().isPresent());
            }
            case Verdict.Unauthenticated nobody -> refused.refuse(challenge("say who you are to read here"));
            case Verdict.WrongCredentials wrong -> refused.refuse(challenge("this name or password is wrong"));
            case Verdict.Forbidden forbidden -> {
                forbidden.user().ifPresent(exchange::user);
                refused.refuse(Problem.of(HttpResponseStatus.FORBIDDEN, "you may not read here"));
            }
            case Verdict.Busy busy ->
                refused.refuse(Problem.of(HttpResponseStatus.SERVICE_UNAVAILABLE, "too many passwords are checked now")
                        .with(HttpHeaderNames.RETRY_AFTER, RETRY_SECONDS));
        }
    }

    private static Problem challenge(String detail) {
        return Problem.of(HttpResponseStatus.UNAUTHORIZED, detail)
                .with(HttpHeaderNames.WWW_AUTHENTICATE, AccessRules.CHALLENGE);
    }
}
