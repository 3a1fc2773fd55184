package io.millrace.ingest.publisher;

import java.time.Duration;
import java.util.List;

/** Whether a request may publish; the names say which HTTP answer fits. */
public sealed interface Decision {

    /** It may. */
    record Allowed(Grant grant) implements Decision {}

    /**
     * It has to prove something and has not: 401.
     *
     * @param challenges values of WWW-Authenticate, each in a header of its own
     */
    record Unauthenticated(List<String> challenges) implements Decision {}

    /** It may not, whatever it does: 403. */
    record Forbidden(String detail) implements Decision {}

    /** Too many wrong credentials came from this client, or a webhook says so: 429. */
    record TooMany(String detail, Duration retryAfter) implements Decision {}

    /** It can't be decided now: 503. */
    record Unknown(String detail) implements Decision {}
}
