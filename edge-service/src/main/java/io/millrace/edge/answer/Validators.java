package io.millrace.edge.answer;

import io.millrace.wire.HttpDate;
import java.time.Instant;
import java.util.Optional;

/**
 * What a representation is recognised by (RFC 9110, section 8.8). Made once where it is asked for often: the date is
 * spelled then.
 *
 * @param etag a strong entity tag with its quotes; none as long as the representation may still change
 * @param modified when it last changed; none as long as it grows
 * @param lastModified the same as {@code Last-Modified} tells it
 */
public record Validators(Optional<String> etag, Optional<Instant> modified, Optional<String> lastModified) {

    /** Those of an upload in progress. */
    public static final Validators NONE = new Validators(Optional.empty(), Optional.empty(), Optional.empty());

    public static Validators of(String etag, Instant modified) {
        return new Validators(Optional.of(etag), Optional.of(modified), Optional.of(HttpDate.of(modified)));
    }

    /** Those of another form of the same. */
    public Validators withEtag(String other) {
        return new Validators(Optional.of(other), modified, lastModified);
    }

    /** HTTP's dates know no fractions of a second. */
    Optional<Long> modifiedSecond() {
        return modified.map(Instant::getEpochSecond);
    }
}
