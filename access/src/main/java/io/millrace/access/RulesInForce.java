package io.millrace.access;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;

/**
 * One version of the rules and the passwords that were checked under it. Used by all threads; replaced as a whole.
 *
 * @param rules what the file says
 * @param passwords who has which password
 */
record RulesInForce(Rules rules, PasswordChecks passwords, AccessCounters counters) {

    private static final CompletionStage<Verdict> ALLOWED_TO_ANYBODY = at(new Verdict.Allowed(Optional.empty()));
    private static final CompletionStage<Verdict> CLOSED = at(new Verdict.Forbidden(Optional.empty()));
    private static final CompletionStage<Verdict> UNAUTHENTICATED = at(new Verdict.Unauthenticated());
    private static final CompletionStage<Verdict> BUSY = at(new Verdict.Busy());

    CompletionStage<Verdict> check(Credentials credentials, Action action, String directory) {
        return switch (rules.permitted(action, directory)) {
            case Permitted.Anybody() -> ALLOWED_TO_ANYBODY;
            case Permitted.Only only when only.users().isEmpty() -> CLOSED;
            case Permitted.Only only -> check(credentials, only);
        };
    }

    /** Either proof is enough; the certificate comes first because it costs nothing. */
    private CompletionStage<Verdict> check(Credentials credentials, Permitted.Only only) {
        Optional<String> certified = credentials.certificate().flatMap(rules::userOf);
        if (certified.isPresent() && only.users().contains(certified.get())) {
            return at(new Verdict.Allowed(certified));
        }
        if (credentials.authorization().isEmpty()) {
            return certified.isPresent() ? at(new Verdict.Forbidden(certified)) : UNAUTHENTICATED;
        }
        try {
            return passwords.userOf(credentials.authorization().get()).thenApply(user -> verdict(user, only));
        } catch (RejectedExecutionException e) {
            counters.busy.increment();
            return BUSY;
        }
    }

    private Verdict verdict(Optional<String> user, Permitted.Only only) {
        if (user.isEmpty()) {
            counters.wrongCredentials.increment();
            return new Verdict.WrongCredentials();
        }
        return only.users().contains(user.get()) ? new Verdict.Allowed(user) : new Verdict.Forbidden(user);
    }

    private static CompletionStage<Verdict> at(Verdict verdict) {
        return CompletableFuture.completedStage(verdict);
    }
}
