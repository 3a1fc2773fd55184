package io.millrace.access;

import java.util.Optional;

/** Whether a client may do what it wants to do; the names say which HTTP answer fits. */
public sealed interface Verdict {

    /**
     * It may.
     *
     * @param user who it has proved to be; empty where anybody may and so nobody was asked
     */
    record Allowed(Optional<String> user) implements Verdict {}

    /** It has to say who it is and has not: 401 with {@link AccessRules#CHALLENGE}. */
    record Unauthenticated() implements Verdict {}

    /**
     * What it offers proves nobody: a wrong password, an unknown user or an unreadable header, which are not told apart.
     * 403 for a publisher, so that it stops; 401 with {@link AccessRules#CHALLENGE} for a reader, whose browser asks
     * again only then.
     */
    record WrongCredentials() implements Verdict {}

    /**
     * It has proved who it is and may not, or nobody may: 403.
     *
     * @param user who it is; empty where nobody may and so nobody was asked
     */
    record Forbidden(Optional<String> user) implements Verdict {}

    /** Too many passwords wait to be checked: 503 with Retry-After. */
    record Busy() implements Verdict {}
}
