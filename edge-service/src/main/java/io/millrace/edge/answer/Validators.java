package io.millrace.edge.answer;

import java.time.Instant;
import java.util.Optional;

/**
 * What a representation is recognised by (RFC 9110, section 8.8).
 *
 * @param etag a strong entity tag with its quotes; none as long as the representation may still change
 * @param modified when it last changed; none as long as it grows
 */
public record Validators(Optional<String> etag, Optional<Instant> modified) {

    /** Those of an upload in progress. */
    public static final Validators NONE = new Validators(Optional.empty(), Optional.empty());

    public static Validators of(String etag, Instant modified) {
        return new Validators(Optional.of(etag), Optional.of(modified));
    }

    /** HTTP's dates know no fractions of a second. */
    Optional<Long> modifiedSecond() {
        return modified.map(Instant::getEpochSecond);
    }
}
