package io.millrace.edge.answer;

import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Optional;

/** The conditions of a GET or HEAD, in the order of RFC 9110, section 13.2.2. */
public final class Preconditions {

    /** What the conditions come to. */
    public enum Outcome {
        /** The request is answered as if it had none. */
        PROCEED,
        /** 304: the client has it already. */
        NOT_MODIFIED,
        /** 412: it is not what the client takes it for. */
        FAILED
    }

    /** What the parser of dates takes at the most. */
    private static final int LONGEST_DATE = 64;

    private Preconditions() {}

    /**
     * Steps 1 to 4: {@code If-Match}, else {@code If-Unmodified-Since}; then {@code If-None-Match}, else {@code
     * If-Modified-Since}.
     */
    public static Outcome check(HttpHeaders request, Validators validators) {
        if (request.contains(HttpHeaderNames.IF_MATCH)) {
            if (!matches(request.getAll(HttpHeaderNames.IF_MATCH), validators, false)) {
                return Outcome.FAILED;
            }
        } else if (modifiedAfter(request, HttpHeaderNames.IF_UNMODIFIED_SINCE, validators)
                .orElse(false)) {
            return Outcome.FAILED;
        }
        if (request.contains(HttpHeaderNames.IF_NONE_MATCH)) {
            boolean known = matches(request.getAll(HttpHeaderNames.IF_NONE_MATCH), validators, true);
            return known ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
        }
        boolean modified = modifiedAfter(request, HttpHeaderNames.IF_MODIFIED_SINCE, validators)
                .orElse(true);
        return modified ? Outcome.PROCEED : Outcome.NOT_MODIFIED;
    }

    /**
     * Step 5: whether a {@code Range} counts. A date has to be the very one that was told (RFC 9110, section 13.1.5);
     * whether it is a strong validator is for the client to know, which must not send it otherwise.
     */
    public static boolean rangeCounts(HttpHeaders request, Validators validators) {
        String condition = request.get(HttpHeaderNames.IF_RANGE);
        if (condition == null) {
            return true;
        }
        String stripped = condition.strip();
        if (stripped.endsWith("\"")) {
            return validators.etag().filter(stripped::equals).isPresent();
        }
        return date(stripped).equals(validators.modifiedSecond())
                && validators.modified().isPresent();
    }

    private static boolean matches(List<String> fields, Validators validators, boolean weakly) {
        return EntityTags.any(fields)
                || validators
                        .etag()
                        .filter(tag -> EntityTags.contain(fields, tag, weakly))
                        .isPresent();
    }

    /** Nothing where the header is absent or no date, or where the time of the last change is not known. */
    private static Optional<Boolean> modifiedAfter(HttpHeaders request, CharSequence header, Validators validators) {
        if (!request.contains(header)) {
            return Optional.empty();
        }
        return date(request.get(header))
                .flatMap(since -> validators.modifiedSecond().map(at -> at > since));
    }

    /** Seconds since the epoch of a date in any of HTTP's three formats. */
    private static Optional<Long> date(String value) {
        if (value.length() > LONGEST_DATE) {
            return Optional.empty();
        }
        return Optional.ofNullable(DateFormatter.parseHttpDate(value))
                .map(date -> date.toInstant().getEpochSecond());
    }
}
